import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import t from 'tap';
import { isStoaError } from '../../../src/base/index.js';
import { XSD_NAMESPACE } from '../../../src/schema/index.js';
import type { SchemaDocument } from '../../../src/schema/index.js';
import { childElements, findAttribute, parseXml } from '../../../src/xml/index.js';
import type { XmlDocument } from '../../../src/xml/index.js';
import { readTarGz } from '../../conformance/untar.js';
import { createTwins, differenceOf } from './twins.js';
import type { Twins } from './twins.js';

interface Trial {
  readonly docs: readonly string[];
}

interface Group {
  readonly id: string;
  readonly schemas: readonly Trial[];
  readonly instances: readonly Trial[];
}

const FOLDER = new URL('../../../../shared/xsdtests/', import.meta.url);
const skip = existsSync(new URL('visible.json', FOLDER))
  ? false
  : 'the sample of the W3C suite is not beside the project (../shared/xsdtests)';

class Sample {
  readonly #files = readTarGz(new URL('files.tar.gz', FOLDER));
  readonly groups = JSON.parse(readFileSync(new URL('visible.json', FOLDER), 'utf8')) as Group[];

  /** The document, or `undefined` when it is not well-formed or not of the sample. */
  find(path: string): XmlDocument | undefined {
    return orUndefined(() => parseXml(this.#files.get(path) ?? new Uint8Array()));
  }

  /** The twins of a schema with all that it includes and imports; `undefined` when it is refused. */
  twins(paths: readonly string[]): Twins | undefined {
    const documents = new Map<string, SchemaDocument>();
    const open = [...paths];
    for (let path = open.shift(); path !== undefined; path = open.shift()) {
      const document = documents.has(path) ? undefined : this.find(path);
      if (document === undefined) continue;
      documents.set(path, { location: path, ...document });
      for (const child of childElements(document.root)) {
        const location = child.name.namespace === XSD_NAMESPACE ? findAttribute(child, 'schemaLocation') : undefined;
        if (location !== undefined) open.push(posix.normalize(posix.join(posix.dirname(path), location)));
      }
    }
    return orUndefined(() => createTwins([...documents.values()]));
  }
}

const orUndefined = <Result>(make: () => Result): Result | undefined => {
  try {
    return make();
  } catch (thrown) {
    if (!isStoaError(thrown)) throw thrown;
    return undefined;
  }
};

t.test(
  '[marshal:same] every instance of the W3C sample, valid or not, is judged, read and written alike by both codecs',
  { skip, timeout: 120_000 },
  async (t) => {
    const sample = new Sample();
    const counts = { instances: 0, compiled: 0 };
    for (const { schemas, instances } of sample.groups) {
      const last = schemas.at(-1);
      const twins = instances.length === 0 || last === undefined ? undefined : sample.twins(last.docs);
      for (const { docs } of twins === undefined ? [] : instances) {
        const document = sample.find(docs[0] ?? '');
        if (document === undefined || twins === undefined) continue;
        const difference = differenceOf(twins, document.root, document.source);
        if (difference !== undefined) t.fail(`${docs.join()}: ${difference}`);
        counts.instances++;
        if (twins.compiled.codecs(document.root.name)?.decode === 'compiled') counts.compiled++;
      }
    }
    t.comment(JSON.stringify(counts));
    t.ok(counts.instances > 1000, 'enough was compared');
    t.ok(counts.compiled > counts.instances * 0.9, 'and nearly all of it by programs');
  },
);
