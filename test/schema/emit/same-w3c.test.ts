import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import t from 'tap';
import { isStoaError } from '../../../src/base/index.js';
import { XSD_NAMESPACE, readSchema } from '../../../src/schema/index.js';
import type { Schema, SchemaDocument } from '../../../src/schema/index.js';
import { childElements, findAttribute, parseXml, toNameKey } from '../../../src/xml/index.js';
import type { XmlDocument } from '../../../src/xml/index.js';
import { readTarGz } from '../../conformance/untar.js';
import { differenceInReading, loadStandalone } from './standalone.js';

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

  /** A schema with all that it includes and imports; `undefined` when it is refused. */
  schema(paths: readonly string[]): Schema | undefined {
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
    return orUndefined(() => readSchema([...documents.values()]));
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

/** Every how many-th group is taken. */
const STRIDE = Number(process.env['EMIT_STRIDE'] ?? 12);

t.test(
  '[marshal:same] instances of the W3C sample, valid or not, are judged, read and written alike by emitted codecs',
  { skip, timeout: 120_000 },
  async (t) => {
    const sample = new Sample();
    let compared = 0;
    for (const { schemas, instances } of sample.groups.filter((_, at) => at % STRIDE === Math.min(5, STRIDE - 1))) {
      const last = schemas.at(-1);
      const schema = instances.length === 0 || last === undefined ? undefined : sample.schema(last.docs);
      const documents = instances.map(({ docs }) => ({ docs, document: sample.find(docs[0] ?? '') }));
      const names = documents.flatMap(({ document }) => document?.root.name ?? []);
      const known = names.filter((name) => schema?.hasElement(name) === true);
      if (schema === undefined || known.length === 0) continue;
      const unique = [...new Map(known.map((name) => [toNameKey(name), name])).values()];
      const standalone = await loadStandalone(schema, unique);
      for (const { docs, document } of documents) {
        if (document === undefined || !schema.hasElement(document.root.name)) continue;
        const difference = differenceInReading(standalone, schema, document);
        if (difference !== undefined) t.fail(`${docs.join()}: ${difference.slice(0, 1500)}`);
        compared++;
      }
    }
    t.comment(JSON.stringify({ compared }));
    t.ok(compared > 80, 'enough was compared');
  },
);
