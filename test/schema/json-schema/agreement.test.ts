import { readFileSync, readdirSync } from 'node:fs';
import t from 'tap';
import type { Schema } from '../../../src/schema/index.js';
import { read, readSet } from '../support.js';
import { compareValues } from './agreement.js';
import { FIXTURES } from './fixtures.js';

const FOLDER = new URL('../../../schemas/', import.meta.url);

const compareAll = (schema: Schema, runs: number): { readonly judged: number; readonly wrong: readonly string[] } => {
  const agreements = [...schema.model.elements.values()].map((declaration, at) =>
    compareValues(schema, declaration, { seed: at, runs }),
  );
  return {
    judged: agreements.reduce((sum, { both }) => sum + both, 0),
    wrong: agreements.flatMap(({ wrong }) => wrong),
  };
};

for (const [title, body] of Object.entries(FIXTURES)) {
  t.test(`ajv and the encoder agree on values: ${title}`, (t) => {
    const { judged, wrong } = compareAll(read(body), 150);
    t.same(wrong.slice(0, 8), []);
    t.ok(judged > 0);
    t.end();
  });
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.xsd'))) {
  t.test(`ajv and the encoder agree on values of the messages of ${file}`, (t) => {
    const schema = readSet({ [file]: readFileSync(new URL(file, FOLDER), 'utf8') });
    t.same(compareAll(schema, 60).wrong.slice(0, 8), []);
    t.end();
  });
}
