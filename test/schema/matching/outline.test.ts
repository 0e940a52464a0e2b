import t from 'tap';
import type { Test } from 'tap';
import type { Direction, Schema } from '../../../src/schema/index.js';
import {
  compareComponents,
  createOutlines,
  readSchema,
  refusesByOutline,
  UNKNOWN_OUTLINE,
} from '../../../src/schema/index.js';
import { isStoaError } from '../../../src/base/index.js';
import { parseXml, writeXml } from '../../../src/xml/index.js';
import type { SchemaText } from '../../support/libxml-schemas.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import type { SeededRandom } from '../../support/seeded-random.js';
import { read } from '../support.js';
import { key } from './keys.js';
import { mutateSchema } from './soundness/mutate-schema.js';
import { SchemaMaker } from './soundness/random-schema.js';
import { loadServiceSchemas, loadSuiteSchemas } from './soundness/real-schemas.js';

const DIRECTIONS: readonly Direction[] = ['in', 'out', 'both', 'either'];

const tryRead = (texts: readonly SchemaText[]): Schema | undefined => {
  try {
    return readSchema(texts.map(({ location, text }) => ({ location, ...parseXml(text) })));
  } catch (thrown) {
    if (isStoaError(thrown)) return undefined;
    throw thrown;
  }
};

const mutate = (random: SeededRandom, texts: readonly SchemaText[]): readonly SchemaText[] => {
  const at = random.int(texts.length);
  return texts.map((each, index) => {
    if (index !== at) return each;
    let { root } = parseXml(each.text);
    for (let count = random.pick([1, 1, 2, 3]); count > 0; count--) root = mutateSchema(random, root);
    return { ...each, text: writeXml(root) };
  });
};

interface Tally {
  pairs: number;
  refused: number;
  incompatible: number;
}

/** Compares all components of one schema with those of another that have their names, and refuses what outlines refuse. */
const compareAll = (t: Test, tally: Tally, [wanted, advertised]: readonly [Schema, Schema]): void => {
  const [own, other] = [createOutlines(wanted.model), createOutlines(advertised.model)];
  const others = new Map(advertised.components().map((each) => [`${each.kind} ${each.name}`, each]));
  for (const each of wanted.components().slice(0, 12)) {
    const match = others.get(`${each.kind} ${each.name}`);
    if (match === undefined || match.fingerprint === each.fingerprint) continue;
    for (const direction of DIRECTIONS) {
      const sides = [
        { schema: wanted, key: each },
        { schema: advertised, key: match },
      ] as const;
      const { verdict } = compareComponents(...sides, { direction, maxMismatches: 0 });
      const isRefused = refusesByOutline(own(each), other(match), direction);
      tally.pairs++;
      if (verdict === 'incompatible') tally.incompatible++;
      if (!isRefused) continue;
      tally.refused++;
      if (verdict === 'compatible' || verdict === 'exact')
        t.fail(`${direction} ${each.name} is ${verdict} and refused`);
    }
  }
};

const run = (t: Test, sources: Iterable<readonly SchemaText[]>, seed: number): Tally => {
  const random = createSeededRandom(seed);
  const tally: Tally = { pairs: 0, refused: 0, incompatible: 0 };
  for (const source of sources) {
    const original = tryRead(source);
    if (original === undefined) continue;
    for (let count = 0; count < 6; count++) {
      const mutant = tryRead(mutate(random, source));
      if (mutant === undefined) continue;
      compareAll(t, tally, [original, mutant]);
      compareAll(t, tally, [mutant, original]);
    }
  }
  return tally;
};

const makeSchemas = function* (count: number, seed: number): Generator<readonly SchemaText[]> {
  const random = createSeededRandom(seed);
  for (let at = 0; at < count; at++)
    yield [{ location: 'made.xsd', namespace: 'urn:t', text: writeXml(new SchemaMaker(random).schema()) }];
};

t.test('nothing is refused by its outline that a comparison finds compatible, in any direction', (t) => {
  const tally = run(t, makeSchemas(200, 7), 8);
  t.ok(tally.refused > 200 && tally.pairs > 4000, JSON.stringify(tally));
  t.end();
});

const random = createSeededRandom(9);
const real = [...loadServiceSchemas(random, 20), ...loadSuiteSchemas(random, 60)];
const skip = real.length === 0 && 'the service descriptions and the W3C sample are not beside the project';

t.test('the same holds for real schemas and what comes of changing them', { skip }, (t) => {
  const tally = run(t, real, 10);
  t.ok(tally.refused > 100, JSON.stringify(tally));
  t.end();
});

const outlineOf = (body: string): string => {
  const schema = read(body);
  return createOutlines(schema.model)(key(schema).key);
};

const typed = (content: string): string =>
  `<xs:element name="e"><xs:complexType><xs:sequence>${content}</xs:sequence></xs:complexType></xs:element>`;

t.test('another name anywhere inside is refused in every direction, one name more only where it has no place', (t) => {
  const inside = (name: string): string =>
    outlineOf(
      typed(
        `<xs:element name="a"><xs:complexType><xs:sequence><xs:element name="${name}" type="xs:int"/></xs:sequence></xs:complexType></xs:element>`,
      ),
    );
  for (const direction of DIRECTIONS) t.ok(refusesByOutline(inside('b'), inside('c'), direction));
  const one = outlineOf(typed('<xs:element name="a" type="xs:int"/>'));
  const two = outlineOf(
    typed('<xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int" minOccurs="0"/>'),
  );
  t.same(
    DIRECTIONS.map((direction) => refusesByOutline(one, two, direction)),
    [false, true, true, false],
  );
  t.same(
    DIRECTIONS.map((direction) => refusesByOutline(two, one, direction)),
    [true, false, true, false],
  );
  t.end();
});

t.test('what lets in anything is not refused, what may have no instances refuses nothing', (t) => {
  const more = outlineOf(typed('<xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/>'));
  for (const open of [
    '<xs:any processContents="lax"/>',
    '<xs:element name="a"/>',
    '<xs:element name="a" type="xs:anyType"/>',
  ])
    t.notOk(refusesByOutline(more, outlineOf(typed(open)), 'in'));
  const none = outlineOf(
    '<xs:element name="e" abstract="true"><xs:complexType><xs:attribute name="x"/></xs:complexType></xs:element>',
  );
  t.notOk(refusesByOutline(none, more, 'in'));
  t.end();
});

t.test('outlines of a schema have a budget, beyond which nothing is known', (t) => {
  const large = typed(Array.from({ length: 1000 }, (_, at) => `<xs:element name="a${at}" type="xs:int"/>`).join(''));
  t.equal(outlineOf(large), UNKNOWN_OUTLINE);
  t.notOk(refusesByOutline(outlineOf(large), outlineOf(typed('')), 'in'));
  t.end();
});
