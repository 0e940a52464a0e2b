import fc from 'fast-check';
import t from 'tap';
import { BUILT_IN_TYPES, checkSimple } from '../../../src/schema/simple/index.js';
import { createOracle } from './libxml2-oracle.js';
import type { FacetPair } from './libxml2-oracle.js';
import { findRule, restrict, show } from './support.js';

const SEED = 20_261_122;

const digits = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength });

const pair = fc
  .oneof(fc.integer({ min: 0, max: 35 }), fc.integer({ min: 0, max: 99 }))
  .map((n) => String(n).padStart(2, '0'));
const zone = fc.oneof(
  fc.constantFrom('', '', 'Z', '+14:00', '-14:00', '+14:01', '+1:00'),
  fc.tuple(pair, pair).map(([h, m]) => `+${h}:${m}`),
);
const year = fc.oneof(
  fc.integer({ min: 1, max: 3000 }).map((n) => String(n).padStart(4, '0')),
  fc.constantFrom('0000', '12026', '02026', '-2026', '26'),
);
const month = fc.integer({ min: 0, max: 13 }).map((n) => String(n).padStart(2, '0'));
const time = fc
  .tuple(pair, pair, pair, fc.constantFrom('', '', '.5', '.', '.000'))
  .map(([h, m, s, f]) => `${h}:${m}:${s}${f}`);
const date = fc.tuple(year, month, pair).map((parts) => parts.join('-'));
const sign = fc.constantFrom('', '', '', '-', '+');
const number = fc
  .tuple(sign, digits(22), fc.constantFrom('', '', '.', '.0', '.25', 'e5', '.5E-3'))
  .map((parts) => parts.join(''));
const field = fc
  .tuple(digits(3), fc.constantFrom(...'YMDHMST', '.5S'))
  .map(([n, unit]) => (unit === 'T' ? 'T' : n + unit));
const duration = fc
  .tuple(fc.constantFrom('', '-'), fc.array(field, { maxLength: 5 }))
  .map(([s, parts]) => `${s}P${parts.join('')}`);
const word = fc.string({ unit: fc.constantFrom(...'aZ1-._: é日%#/?'), maxLength: 8 });
const base64 = fc.string({ unit: fc.constantFrom(...'AQgwBz+/= '), maxLength: 9 });
const hex = fc.string({ unit: fc.constantFrom(...'09afAFg '), maxLength: 6 });
const odd = fc.constantFrom(
  '',
  ' ',
  'INF',
  '-INF',
  '+INF',
  'NaN',
  'true',
  '1',
  '0',
  'TRUE',
  '-0',
  '+0',
  '.',
  'a:b',
  'xs:b',
  'en-GB',
  '\t5\n',
);

const lexical = fc.oneof(
  number,
  date,
  time,
  fc.tuple(date, time, zone).map(([d, h, z]) => `${d}T${h}${z}`),
  duration,
  word,
  base64,
  hex,
  odd,
  fc.tuple(date, zone).map((parts) => parts.join('')),
  fc.tuple(time, zone).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('--', '---', ''), month, fc.constantFrom('', '-'), pair, zone)
    .map((parts) => parts.join('')),
  fc.tuple(year, zone).map((parts) => parts.join('')),
  fc.tuple(year, month, zone).map(([y, m, z]) => `${y}-${m}${z}`),
);

/** Types left out: for libxml2 they depend on declarations elsewhere, or on other texts of the document. */
const SKIPPED = ['anySimpleType', 'ENTITY', 'ENTITIES', 'NOTATION', 'IDREF', 'IDREFS'];

/** Where libxml2 and XSD 1.0 part ways, with the reason. */
const isKnown = (name: string, text: string): boolean => {
  switch (name) {
    case 'gYear':
      // libxml2 counts years up to about 2^31.
      return text.length >= 10;
    case 'base64Binary':
      // libxml2 skips what is no base64, as mail does; XSD 1.0 does not.
      return /[^A-Za-z0-9+/= ]/.test(text);
    case 'NMTOKENS':
      // libxml2 lets a list be empty; NMTOKENS has one item at least.
      return text.trim() === '';
    default:
      return false;
  }
};

t.test('built-in types take the texts that libxml2 takes', async (t) => {
  const texts = [...new Set(fc.sample(lexical, { seed: SEED, numRuns: 700 }))];
  const qnames = { resolve: (prefix: string) => ({ '': '', a: 'urn:a' })[prefix] };
  for (const [name, type] of BUILT_IN_TYPES) {
    if (SKIPPED.includes(name)) continue;
    const oracle = createOracle(name);
    if (oracle === undefined) throw new TypeError(`libxml2 refuses xs:${name}`);
    const compared = texts.filter((text) => !isKnown(name, text));
    const wrong = compared.filter((text) => (checkSimple(type, text, qnames) === undefined) !== oracle.accepts(text));
    oracle.dispose();
    t.same(wrong.map(show), [], `xs:${name}, ${compared.length} texts`);
  }
});

/** Where the two judge a restriction, or texts of it, differently. */
const findDifferences = (name: string, facets: readonly FacetPair[], texts: readonly string[]): readonly string[] => {
  const title = facets.map((facet) => facet.join(' ')).join(', ');
  const rule = findRule(name, ...facets);
  const oracle = createOracle(name, facets);
  if ((rule === undefined) !== (oracle !== undefined)) return [`${title}: refused by ${rule ?? 'libxml2'}`];
  if (oracle === undefined) return [];
  const type = restrict(name, ...facets);
  const wrong = texts.filter((text) => (checkSimple(type, text) === undefined) !== oracle.accepts(text));
  oracle.dispose();
  return wrong.map((text) => `${title} on ${show(text)}`);
};

const BOUNDED: Readonly<Record<string, fc.Arbitrary<string>>> = {
  decimal: fc.tuple(sign, digits(3), fc.constantFrom('', '.0', '.25', '.5')).map((parts) => parts.join('')),
  integer: fc.tuple(sign, digits(3)).map((parts) => parts.join('')),
  byte: fc.integer({ min: -130, max: 130 }).map(String),
  double: fc.constantFrom('0', '-0', '1', '1.0', '1e0', '-1.5', '100', '1e2', 'INF', '-INF', 'NaN'),
  date: fc
    .tuple(
      fc.constantFrom('2026', '1999'),
      fc.constantFrom('01', '12'),
      fc.constantFrom('01', '31'),
      fc.constantFrom('', 'Z', '+14:00', '-05:00'),
    )
    .map(([y, m, d, z]) => `${y}-${m}-${d}${z}`),
  dateTime: fc
    .tuple(
      fc.constantFrom('2026-01-01', '2025-12-31'),
      fc.constantFrom('00:00:00', '12:30:00.5', '12:30:00.50'),
      fc.constantFrom('', 'Z', '+14:00', '-05:00'),
    )
    .map(([d, h, z]) => `${d}T${h}${z}`),
  duration: fc.constantFrom(
    'P1M',
    'P30D',
    'P31D',
    'P32D',
    'P1Y',
    'P12M',
    'P365D',
    'P367D',
    'PT24H',
    'P1D',
    'PT36H',
    '-P1D',
    'PT0S',
    'PT86400.0S',
  ),
};

const FACETS = ['minInclusive', 'minExclusive', 'maxInclusive', 'maxExclusive', 'enumeration'] as const;

const isZoned = (text: string): boolean => /(Z|[+-]\d\d:\d\d)$/.test(text);

t.test('bounds and enumerations compare by value as in libxml2', async (t) => {
  for (const [name, values] of Object.entries(BOUNDED)) {
    const texts = [...new Set(fc.sample(values, { seed: SEED, numRuns: 60 }))];
    const facets = fc.sample(fc.tuple(fc.constantFrom(...FACETS), values), { seed: SEED, numRuns: 30 });
    const wrong = facets.flatMap((facet) => {
      // Without an order: libxml2 has one for some dates of which one has no zone, and sets NaN above all.
      const ordered = texts.filter((text) => text !== 'NaN' && isZoned(text) === isZoned(facet[1]));
      return findDifferences(name, [facet], ordered);
    });
    t.same(wrong, [], `xs:${name}`);
  }
});

const COUNTED: Readonly<Record<string, readonly string[]>> = {
  string: ['', 'a', 'ab ', 'abc', '日本語', '😀', '😀😀', ' '],
  token: ['', ' a ', 'a  b', 'abc'],
  hexBinary: ['', '00', '0011', '001122'],
  base64Binary: ['', 'AQ==', 'AQI=', 'AQ ID', 'AQIDBA=='],
  anyURI: ['', 'a', 'ab', 'é', 'abc'],
  NMTOKENS: ['a', 'a b', ' a b c ', 'abc'],
};

t.test('lengths count what they count in libxml2', async (t) => {
  const facets = ['length', 'minLength', 'maxLength'].flatMap((facet) =>
    ['0', '1', '2', '3'].map((count): FacetPair => [facet, count]),
  );
  for (const [name, texts] of Object.entries(COUNTED)) {
    // libxml2 lets a restriction of NMTOKENS undo its minLength of 1.
    const compared = facets.filter(([, count]) => name !== 'NMTOKENS' || count !== '0');
    t.same(
      compared.flatMap((facet) => findDifferences(name, [facet], texts)),
      [],
      `xs:${name}`,
    );
  }
});

t.test('digits count as in libxml2', async (t) => {
  const texts = ['0', '1', '10', '010', '0.5', '.50', '0.05', '100', '-12.30', '+1.230', '123', '0.000'];
  const total = ['1', '2', '3'].map((count): readonly FacetPair[] => [['totalDigits', count]]);
  const fraction = ['0', '1'].map((count): readonly FacetPair[] => [['fractionDigits', count]]);
  const both: readonly FacetPair[] = [
    ['totalDigits', '3'],
    ['fractionDigits', '2'],
  ];
  for (const facets of [...total, ...fraction, both]) t.same(findDifferences('decimal', facets, texts), []);
  // libxml2 lets a restriction of integer change fractionDigits, which is fixed.
  for (const facets of total) t.same(findDifferences('integer', facets, texts), []);
});
