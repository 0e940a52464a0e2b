import t from 'tap';
import { isStoaError } from '../../../src/base/index.js';
import {
  checkSimple,
  createListType,
  createUnionType,
  deriveSimpleType,
  describeSimple,
  formatSimple,
  includesSimple,
  parseSimple,
} from '../../../src/schema/simple/index.js';
import type { SimpleType } from '../../../src/schema/simple/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import type { SeededRandom } from '../../support/seeded-random.js';
import { readWithLibxml } from '../libxml2.js';
import { escapeXml } from './libxml2-oracle.js';
import { QNAMES, getBuiltIn } from './support.js';

/** A type and how a schema writes it. */
interface Written {
  readonly type: SimpleType;
  readonly xml: string;
}

const ATOMIC = [
  'int',
  'decimal',
  'boolean',
  'date',
  'gYear',
  'NCName',
  'token',
  'string',
  'double',
  'hexBinary',
  'duration',
  'language',
  'unsignedByte',
];

const TEXTS = [
  ...[
    '',
    ' ',
    '1',
    '01',
    '+1',
    '1.0',
    '1e0',
    '2',
    '300',
    '-1',
    'true',
    'false',
    '0',
    'a',
    'b',
    'en',
    'x y',
    ' a ',
    'A0',
    'ff',
  ],
  ...[
    '2000-01-01',
    '2000',
    '2000-01-01Z',
    'P1M',
    'P30D',
    '1 2',
    '1  2',
    '1 2 3',
    'a b',
    'true 1',
    '2000 2001',
    '\t1\n',
    'INF',
    'NaN',
    '1:2',
  ],
];

const named = (name: string): Written => ({ type: getBuiltIn(name), xml: `<xs:restriction base="xs:${name}"/>` });

const inline = ({ xml }: Written): string => `<xs:simpleType>${xml}</xs:simpleType>`;

const atomic = (random: SeededRandom): Written => named(random.pick(ATOMIC));

const union = (
  random: SeededRandom,
  depth: number,
  member: (random: SeededRandom, depth: number) => Written,
): Written => {
  const members = Array.from({ length: random.intBetween(1, 3) }, () => member(random, depth - 1));
  return {
    type: createUnionType(
      members.map(({ type }) => type),
      undefined,
    ),
    xml: `<xs:union>${members.map(inline).join('')}</xs:union>`,
  };
};

const list = (random: SeededRandom): Written => {
  const item = random.int(2) === 0 ? atomic(random) : restricted(random, union(random, 1, atomic));
  return { type: createListType(item.type, undefined), xml: `<xs:list>${inline(item)}</xs:list>` };
};

/** A restriction by a facet or two, or the type itself when the facets do not fit it. */
const restricted = (random: SeededRandom, base: Written): Written => {
  const lengths = base.type.variety === 'list' ? (['length', 'minLength', 'maxLength'] as const) : [];
  const facet = random.pick([...lengths, 'pattern', 'enumeration', 'none'] as const);
  const valid = TEXTS.filter((text) => checkSimple(base.type, text, QNAMES) === undefined);
  if (facet === 'none' || (facet === 'enumeration' && valid.length === 0)) return base;
  const values = {
    length: [String(random.int(3))],
    minLength: [String(random.int(3))],
    maxLength: [String(random.int(3))],
    pattern: [random.pick(['[0-9]*', '[a-z ]*', '.{1,3}', '\\S+', '[^ ]*|1 2', '\\i\\c*'])],
    enumeration: random.shuffle(valid).slice(0, 3),
  }[facet];
  try {
    const facets = values.map((value) => ({ facet, value, fixed: false }));
    return {
      type: deriveSimpleType(base.type, facets, { name: undefined, qnames: QNAMES }),
      xml: `<xs:restriction>${inline(base)}${values.map((value) => `<xs:${facet} value="${escapeXml(value)}"/>`).join('')}</xs:restriction>`,
    };
  } catch (thrown) {
    if (isStoaError(thrown, 'SCHEMA_INVALID')) return base;
    throw thrown;
  }
};

const any = (random: SeededRandom, depth: number): Written => {
  if (depth <= 0) return atomic(random);
  const made = random.int(2) === 0 ? list(random) : union(random, depth, any);
  return random.int(2) === 0 ? restricted(random, made) : made;
};

const texts = (random: SeededRandom): readonly string[] => [
  ...TEXTS,
  ...Array.from({ length: 10 }, () => Array.from({ length: random.int(4) }, () => random.pick(TEXTS)).join(' ')),
];

/** Whether a union has a member that is a restricted union: libxml2 takes its members and forgets its facets. */
const hasNested = ({ memberTypes, itemType }: SimpleType): boolean =>
  memberTypes.some((member) => member.variety === 'union' || hasNested(member)) ||
  (itemType !== undefined && hasNested(itemType));

/** Whether libxml2 is known to judge otherwise. */
const isKnown = ({ xml, type }: Written, text: string): boolean =>
  hasNested(type) ||
  // To it a list of one item equals that item.
  (type.facets.enumeration !== undefined && type.memberTypes.some(({ variety }) => variety === 'list')) ||
  // It matches the patterns of a union against the text before a member has normalised its white space.
  (/<xs:union>/.test(xml) && /<xs:pattern/.test(xml) && text !== text.trim().replace(/\s+/g, ' '));

t.test('texts of random lists and unions are judged as libxml2 judges them', async (t) => {
  let count = 0;
  for (let seed = 0; seed < 300; seed++) {
    const random = createSeededRandom(seed);
    const written = any(random, 2);
    const oracle = readWithLibxml(
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="e">${inline(written)}</xs:element></xs:schema>`,
    );
    if (oracle === undefined) {
      t.comment(`seed ${String(seed)}: libxml2 refuses ${written.xml}`);
      continue;
    }
    for (const text of texts(random)) {
      const mine = checkSimple(written.type, text, QNAMES) === undefined;
      const theirs = oracle.accepts(`<e>${escapeXml(text)}</e>`);
      count++;
      if (mine !== theirs && !isKnown(written, text))
        t.fail(
          `seed ${String(seed)}: libxml2 ${theirs ? 'accepts' : 'refuses'} ${JSON.stringify(text)} for ${written.xml}`,
        );
    }
    oracle.dispose();
  }
  t.ok(count > 5000, `${String(count)} texts`);
});

t.test('a value that was read is written as a text that is read as the same value', async (t) => {
  let count = 0;
  for (let seed = 1000; seed < 1600; seed++) {
    const random = createSeededRandom(seed);
    const { type, xml } = any(random, 2);
    for (const text of texts(random)) {
      const parsed = parseSimple(type, text, QNAMES);
      if ('problem' in parsed) continue;
      count++;
      const formatted = formatSimple(type, parsed.value);
      if ('problem' in formatted) {
        t.fail(`seed ${String(seed)}: ${JSON.stringify(text)} of ${xml}: ${formatted.problem.message}`);
        continue;
      }
      const again = parseSimple(type, formatted.text, QNAMES);
      if (!('value' in again)) t.fail(`seed ${String(seed)}: ${formatted.text} of ${xml}`);
      else t.same(again.value, parsed.value, `seed ${String(seed)}: ${JSON.stringify(text)} of ${xml}`);
    }
  }
  t.ok(count > 3000, `${String(count)} values`);
});

t.test('a text of an included type is one of the including type, and means the same', async (t) => {
  let count = 0;
  for (let seed = 2000; seed < 6000; seed++) {
    const random = createSeededRandom(seed);
    const wider = any(random, random.intBetween(0, 2));
    const narrower = random.int(2) === 0 ? restricted(random, wider) : any(random, random.intBetween(0, 2));
    if (narrower.type === wider.type || !includesSimple(wider.type, narrower.type)) continue;
    count++;
    for (const text of texts(random)) {
      if (checkSimple(narrower.type, text, QNAMES) !== undefined) continue;
      const isTaken = checkSimple(wider.type, text, QNAMES) === undefined;
      if (!isTaken) t.fail(`seed ${String(seed)}: ${JSON.stringify(text)} is of ${narrower.xml}, not of ${wider.xml}`);
    }
  }
  t.ok(count > 50, `${String(count)} inclusions`);
});

t.test('types with one fingerprint text take the same texts', async (t) => {
  const seen = new Map<string, Written>();
  for (let seed = 7000; seed < 8000; seed++) {
    const random = createSeededRandom(seed);
    const written = any(random, 2);
    const key = describeSimple(written.type);
    const before = seen.get(key);
    seen.set(key, written);
    if (before === undefined) continue;
    for (const text of TEXTS) {
      const [left, right] = [written, before].map(({ type }) => parseSimple(type, text, QNAMES));
      if (left !== undefined && 'value' in left) t.same(left, right, JSON.stringify(text));
      else t.ok(right !== undefined && 'problem' in right, JSON.stringify(text));
    }
  }
});
