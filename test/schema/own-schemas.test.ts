import { readFileSync, readdirSync } from 'node:fs';
import t from 'tap';
import type { Schema } from '../../src/schema/index.js';
import { parseXml, writeXml } from '../../src/xml/index.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { readWithLibxml } from './libxml2.js';
import { DocumentMaker, mutate } from './random-document.js';
import { check, readSet } from './support.js';

const FOLDER = new URL('../../schemas/', import.meta.url);
/** Documents made at random meet no identity constraints, which objects.xsd has; the tests of object graphs make its documents. */
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.xsd') && name !== 'objects.xsd');
const DOCUMENTS = 12;

interface OwnSchema {
  readonly schema: Schema;
  readonly text: string;
}

const readOwn = (file: string): OwnSchema => {
  const text = readFileSync(new URL(file, FOLDER), 'utf8');
  return { schema: readSet({ [file]: text }), text };
};

/** Documents for every global element of a schema. */
const documentsOf = ({ schema }: OwnSchema, seed: number): readonly string[] => {
  const maker = new DocumentMaker(createSeededRandom(seed));
  return [...schema.model.elements.values()].flatMap((declaration) =>
    Array.from({ length: DOCUMENTS }, () => writeXml(maker.element(declaration))),
  );
};

for (const [seed, file] of files.entries()) {
  const own = readOwn(file);

  t.test(`what ${file} makes is valid, and decoding gives back what encoding was given`, async (t) => {
    for (const text of documentsOf(own, seed)) {
      t.same(check(own.schema, text), [], text);
      const first = parseXml(text);
      const message = own.schema.decode(first.root, first.source);
      const again = parseXml(own.schema.encode(message));
      t.strictSame(own.schema.decode(again.root, again.source), message, text);
      t.equal(own.schema.encode(own.schema.decode(again.root, again.source)), again.source);
    }
  });

  t.test(`libxml2 agrees on documents of ${file}, valid ones and changed ones`, async (t) => {
    const libxml = readWithLibxml(own.text);
    if (libxml === undefined) {
      t.fail(`libxml2 refuses ${file}`);
      return;
    }
    const random = createSeededRandom(seed + 1000);
    for (const text of documentsOf(own, seed)) {
      if (!libxml.accepts(text)) t.fail(`libxml2 refuses ${text}`);
      for (let round = 0; round < 3; round++) {
        const changed = writeXml(mutate(random, parseXml(text).root));
        const findings = check(own.schema, changed);
        if (libxml.accepts(changed) !== (findings.length === 0)) t.fail(`${JSON.stringify(findings)} ${changed}`);
      }
    }
    libxml.dispose();
  });
}
