import t from 'tap';
import { given, isStoaError } from '../../../src/base/index.js';
import { compareComponents, readSchema } from '../../../src/schema/index.js';
import type { ComponentKey, Direction, Schema } from '../../../src/schema/index.js';
import { parseXml, writeXml } from '../../../src/xml/index.js';
import { mutateSchema } from '../../schema/matching/soundness/mutate-schema.js';
import { SchemaMaker } from '../../schema/matching/soundness/random-schema.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { caller, createRig, parts, service } from '../support/spaces.js';

/** A schema as text and as it is read; `undefined` when it is not valid. */
const read = (text: string): { readonly text: string; readonly schema: Schema } | undefined => {
  try {
    return { text, schema: readSchema([{ location: '', ...parseXml(text) }]) };
  } catch (thrown) {
    if (isStoaError(thrown)) return undefined;
    throw thrown;
  }
};

/** A made schema and what comes of changing it, so that all have the same names. */
const makeFamily = (seed: number) => {
  const random = createSeededRandom(seed);
  const first = writeXml(new SchemaMaker(random).schema());
  const texts = [first];
  for (let count = 0; count < 40; count++)
    texts.push(writeXml(mutateSchema(random, parseXml(random.pick(texts)).root)));
  return [...new Set(texts)].map(read).filter((each) => each !== undefined);
};

/** Local names of the first elements: the request and the response of the one method. */
const usesOf = (schema: Schema): readonly (string | undefined)[] =>
  [...schema.model.elements.values()].slice(0, 2).map(({ name }) => name.local);

const directionOf = (schema: Schema, { kind, name }: ComponentKey): Direction => {
  const [request, response] = usesOf(schema);
  if (kind === 'element' && name === `{urn:t}${request}`) return 'in';
  return kind === 'element' && name === `{urn:t}${response}` ? 'out' : 'either';
};

/** Whether all that a schema wants is found in another one, in its role there. */
const isHit = (wanted: Schema, advertised: Schema): boolean => {
  const keys = wanted.components();
  const elements = keys.filter(({ kind }) => kind === 'element');
  return (elements.length > 0 ? elements : keys).every((key) => {
    const other = advertised.components().find(({ kind, name }) => kind === key.kind && name === key.name);
    if (!other) return false;
    const sides = [
      { schema: wanted, key },
      { schema: advertised, key: other },
    ] as const;
    const { verdict } = compareComponents(...sides, { direction: directionOf(advertised, other) });
    return verdict === 'exact' || verdict === 'compatible';
  });
};

t.test('lookups find just what comparing with every schema finds, before and after a restart', async (t) => {
  let hits = 0;
  let misses = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const family = makeFamily(seed);
    const rig = await createRig();
    for (const [at, { text, schema }] of family.entries()) {
      const [request, response] = usesOf(schema);
      const bytes = service({
        name: `s${at}`,
        namespace: 'urn:t',
        schema: text,
        ...given('request', request),
        ...given('response', response),
      });
      await rig.main().publish(caller(), { bytes });
    }
    if (seed % 2 === 0) await rig.restart();
    for (const wanted of family) {
      const answer = await rig.main().lookup(caller(), { schemas: parts(wanted.text), limit: 100 });
      const found = answer.hits.map(({ entry }) => entry.name).sort();
      const expected = family.flatMap(({ schema }, at) => (isHit(wanted.schema, schema) ? [`s${at}`] : [])).sort();
      t.same(found, expected, `family ${seed}`);
      hits += expected.length;
      misses += family.length - expected.length;
    }
  }
  t.ok(hits > 100 && misses > 100, `${hits} hits, ${misses} misses`);
});
