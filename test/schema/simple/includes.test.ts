import fc from 'fast-check';
import t from 'tap';
import { checkSimple, describeSimple, equalSimpleValues, includesSimple } from '../../../src/schema/simple/index.js';
import type { SimpleType } from '../../../src/schema/simple/index.js';
import type { FacetPair } from './libxml2-oracle.js';
import { findRule, getBuiltIn, restrict } from './support.js';

const of = getBuiltIn;

type Row = readonly [wider: SimpleType, narrower: SimpleType, expected: boolean];

const ROWS: readonly Row[] = [
  [of('string'), of('string'), true],
  [of('anySimpleType'), of('int'), true],
  [of('string'), of('anySimpleType'), false],
  [of('string'), of('token'), true],
  [of('token'), of('string'), false],
  [of('string'), of('NCName'), true],
  [of('NMTOKEN'), of('Name'), true],
  [of('Name'), of('NMTOKEN'), false],
  [of('NCName'), of('language'), true],
  [of('language'), of('NCName'), false],
  [of('string'), of('int'), false],
  [of('anyURI'), of('string'), false],
  [of('decimal'), of('int'), true],
  [of('int'), of('decimal'), false],
  [of('long'), of('int'), true],
  [of('int'), of('long'), false],
  [of('integer'), of('unsignedLong'), true],
  [of('float'), of('double'), false],
  [of('NMTOKENS'), of('IDREFS'), true],
  [of('IDREFS'), of('NMTOKENS'), false],
  [of('NMTOKENS'), of('NMTOKEN'), false],
  [of('int'), restrict('integer', ['minInclusive', '-5'], ['maxInclusive', '5']), true],
  [of('byte'), restrict('integer', ['minExclusive', '-129'], ['maxExclusive', '128']), true],
  [of('byte'), restrict('integer', ['minExclusive', '-130'], ['maxExclusive', '128']), false],
  [restrict('decimal', ['maxInclusive', '127']), restrict('decimal', ['maxExclusive', '128']), false],
  [restrict('decimal', ['minExclusive', '0']), restrict('decimal', ['minInclusive', '0.1']), true],
  [restrict('decimal', ['minExclusive', '0']), restrict('decimal', ['minInclusive', '0.0']), false],
  [restrict('decimal', ['maxInclusive', '10']), restrict('decimal', ['maxExclusive', '10.0']), true],
  [
    restrict('decimal', ['totalDigits', '3']),
    restrict('integer', ['minInclusive', '-999'], ['maxInclusive', '999']),
    true,
  ],
  [
    restrict('decimal', ['totalDigits', '3']),
    restrict('integer', ['minInclusive', '-1000'], ['maxInclusive', '999']),
    false,
  ],
  [restrict('decimal', ['fractionDigits', '2']), of('int'), true],
  [restrict('decimal', ['fractionDigits', '2']), restrict('decimal', ['totalDigits', '2']), true],
  [restrict('decimal', ['fractionDigits', '2']), of('decimal'), false],
  [restrict('string', ['maxLength', '5']), restrict('string', ['length', '5']), true],
  [restrict('string', ['length', '5']), restrict('string', ['minLength', '5'], ['maxLength', '5']), true],
  [restrict('string', ['minLength', '1']), of('string'), false],
  [restrict('string', ['minLength', '1']), restrict('token', ['minLength', '1']), true],
  // The text "  a  " is of the narrower type.
  [restrict('string', ['maxLength', '1']), restrict('token', ['maxLength', '1']), false],
  [restrict('string', ['pattern', 'a']), restrict('token', ['pattern', 'a']), false],
  [of('token'), restrict('string', ['enumeration', 'a b']), true],
  [of('token'), restrict('string', ['enumeration', 'a  b']), false],
  [restrict('string', ['pattern', 'a'], ['pattern', 'b']), restrict('string', ['pattern', 'b']), true],
  [restrict('string', ['pattern', 'a']), restrict('string', ['pattern', 'a'], ['pattern', 'b']), false],
  [restrict('string', ['pattern', '[ab]']), restrict('string', ['enumeration', 'a'], ['enumeration', 'b']), true],
  [restrict('string', ['pattern', '[ab]']), restrict('string', ['enumeration', 'a'], ['enumeration', 'c']), false],
  // The text "1.0" is of the narrower type.
  [of('integer'), restrict('decimal', ['enumeration', '1']), false],
  [restrict('decimal', ['pattern', '\\d']), restrict('decimal', ['enumeration', '1']), false],
  [restrict('decimal', ['maxInclusive', '5']), restrict('decimal', ['enumeration', '1'], ['enumeration', '5.0']), true],
  [restrict('string', ['enumeration', 'a'], ['enumeration', 'b']), restrict('string', ['enumeration', 'b']), true],
  [restrict('string', ['enumeration', 'a']), restrict('string', ['pattern', 'a']), true],
  [restrict('string', ['enumeration', 'a']), restrict('string', ['pattern', 'a|b']), false],
  [
    restrict('string', ['enumeration', ''], ['enumeration', 'aa']),
    restrict('string', ['pattern', '(aa)*'], ['maxLength', '3']),
    true,
  ],
  [restrict('string', ['enumeration', 'aa']), restrict('string', ['pattern', '(aa)*'], ['maxLength', '3']), false],
  // Facts about texts that patterns and lexical rules imply.
  [restrict('string', ['pattern', '[a-z]+']), restrict('string', ['pattern', '[b-d]{2}']), true],
  [restrict('string', ['pattern', '[b-d]{2}']), restrict('string', ['pattern', '[b-d]+'], ['length', '2']), true],
  [restrict('string', ['pattern', '[b-d]{2}']), restrict('string', ['pattern', '[b-e]+'], ['length', '2']), false],
  [restrict('string', ['maxLength', '3']), restrict('string', ['pattern', '[A-Z]{2,3}']), true],
  [restrict('string', ['maxLength', '2']), restrict('string', ['pattern', '[A-Z]{2,3}']), false],
  [restrict('string', ['minLength', '1']), of('NMTOKEN'), true],
  [restrict('string', ['minLength', '2']), of('NMTOKEN'), false],
  [of('NCName'), restrict('token', ['pattern', '[A-Z]{3}']), true],
  [of('NCName'), restrict('token', ['pattern', '[A-Z0-9]{3}']), false],
  [of('NMTOKEN'), restrict('token', ['pattern', '[A-Z0-9]{3}']), true],
  [of('token'), restrict('string', ['pattern', '[A-Z0-9]{3}']), true],
  [of('token'), restrict('string', ['pattern', '[A-Z0-9]{1,2} ?']), false],
  [of('token'), restrict('string', ['pattern', '[A-Z0-9]( [0-9])*']), true],
  [of('normalizedString'), restrict('string', ['pattern', '[^\\n\\r\\t]*']), true],
  [restrict('decimal', ['pattern', '[+\\-]?\\d+']), of('int'), true],
  [restrict('decimal', ['pattern', '\\d+']), of('unsignedInt'), false],
  [of('integer'), restrict('decimal', ['pattern', '\\-?[0-9]{1,4}']), true],
  [restrict('date', ['pattern', '.*-.*-.*']), of('date'), true],
  [restrict('date', ['pattern', '[0-9\\-]*']), of('date'), false],
  [restrict('boolean', ['pattern', '[a-z]*|[01]']), of('boolean'), true],
  [
    restrict('decimal', ['pattern', '0*[1-3](\\.0*)?|\\+.*']),
    restrict('decimal', ['enumeration', '1'], ['enumeration', '3']),
    true,
  ],
  [
    restrict('decimal', ['pattern', '0*[1-2](\\.0*)?|\\+.*']),
    restrict('decimal', ['enumeration', '1'], ['enumeration', '3']),
    false,
  ],
  [restrict('decimal', ['maxInclusive', '99.5']), restrict('decimal', ['pattern', '[0-9]{1,2}(\\.[0-4])?']), true],
  [restrict('decimal', ['maxInclusive', '99.5']), restrict('decimal', ['pattern', '[0-9]{1,2}(\\.[0-6])?']), false],
  [restrict('decimal', ['maxExclusive', '99.5']), restrict('decimal', ['pattern', '[0-9]{1,2}(\\.[0-5])?']), false],
  [restrict('decimal', ['minInclusive', '100']), restrict('decimal', ['pattern', '[1-9][0-9]{2,9}']), true],
  [restrict('decimal', ['minExclusive', '100']), restrict('decimal', ['pattern', '[1-9][0-9]{2,9}']), false],
  [restrict('decimal', ['minInclusive', '0']), restrict('decimal', ['pattern', '[0-9.]+|-0']), true],
  [restrict('decimal', ['minExclusive', '0']), restrict('decimal', ['pattern', '0*\\.0*[1-9]']), true],
  [restrict('decimal', ['minInclusive', '-15']), restrict('decimal', ['pattern', '-1[0-5]']), true],
  [restrict('decimal', ['minInclusive', '-14.9']), restrict('decimal', ['pattern', '-1[0-5]']), false],
  [restrict('decimal', ['maxInclusive', '-10']), restrict('decimal', ['pattern', '-1[0-5]']), true],
  [restrict('decimal', ['totalDigits', '3']), restrict('decimal', ['pattern', '0*[0-9]{2}\\.[0-9]0*']), true],
  [restrict('decimal', ['totalDigits', '2']), restrict('decimal', ['pattern', '0*[0-9]{2}\\.[0-9]0*']), false],
  [of('byte'), restrict('decimal', ['pattern', '[0-9]{1,2}']), true],
  // Facts about numbers that other facets imply.
  [
    restrict('integer', ['maxInclusive', '999'], ['minInclusive', '-999']),
    restrict('integer', ['totalDigits', '3']),
    true,
  ],
  [restrict('integer', ['maxInclusive', '998']), restrict('integer', ['totalDigits', '3']), false],
  [restrict('decimal', ['maxExclusive', '1000']), restrict('decimal', ['totalDigits', '3']), true],
  [restrict('decimal', ['maxInclusive', '999']), restrict('decimal', ['totalDigits', '3']), false],
  [of('int'), restrict('integer', ['totalDigits', '9']), true],
  [of('int'), restrict('integer', ['totalDigits', '10']), false],
  [
    restrict('decimal', ['totalDigits', '5']),
    restrict('decimal', ['fractionDigits', '2'], ['minInclusive', '-999'], ['maxExclusive', '1000']),
    true,
  ],
  [
    restrict('decimal', ['totalDigits', '4']),
    restrict('decimal', ['fractionDigits', '2'], ['minInclusive', '-999'], ['maxExclusive', '1000']),
    false,
  ],
  [
    restrict('integer', ['enumeration', '1'], ['enumeration', '2'], ['enumeration', '3']),
    restrict('integer', ['minInclusive', '1'], ['maxExclusive', '4']),
    true,
  ],
  [
    restrict('integer', ['enumeration', '1'], ['enumeration', '3']),
    restrict('integer', ['minInclusive', '1'], ['maxExclusive', '4']),
    false,
  ],
  [restrict('QName', ['enumeration', 'a:b'], ['enumeration', 'b']), restrict('QName', ['enumeration', 'a:b']), true],
  [restrict('QName', ['enumeration', 'a:b']), of('QName'), false],
  [restrict('date', ['minInclusive', '2026-01-01']), restrict('date', ['minInclusive', '2026-02-01']), true],
  [restrict('date', ['minInclusive', '2026-01-01Z']), restrict('date', ['minInclusive', '2026-01-01']), false],
  [restrict('duration', ['maxInclusive', 'P1M']), restrict('duration', ['maxInclusive', 'P30D']), false],
  [restrict('hexBinary', ['maxLength', '2']), restrict('hexBinary', ['enumeration', '0aff']), true],
];

t.test('one type includes another when every text of it is accepted and means the same', async (t) => {
  for (const [wider, narrower, expected] of ROWS) {
    const title = [wider, narrower].map(
      (type) => `${type.builtIn} ${JSON.stringify(type.runtime.enumerated ?? type.facets.patterns.length)}`,
    );
    t.equal(includesSimple(wider, narrower), expected, title.join(' and '));
    t.equal(includesSimple(wider, wider) && includesSimple(narrower, narrower), true);
  }
});

const BASES = [
  'string',
  'normalizedString',
  'token',
  'NMTOKEN',
  'NCName',
  'language',
  'decimal',
  'integer',
  'byte',
  'unsignedByte',
  'double',
  'dateTime',
  'duration',
  'hexBinary',
  'NMTOKENS',
];

const TEXTS = [
  ...[
    '',
    'a',
    ' a',
    'a ',
    'b',
    'ab',
    'a b',
    ' a  b',
    'a\tb',
    'en',
    '-a',
    'a:b',
    '0',
    '1',
    '+1',
    '1.0',
    '01',
    '-0',
    '9',
    '10',
    '100',
    '1.5',
    '0.05',
    '127',
    '255',
  ],
  ...['1e1', 'INF', 'NaN', '-INF', '00', '0a', '0A', '0aFF', 'P1M', 'P30D', 'P31D', 'P1Y', 'PT1H', '-P1D'],
  ...[
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00Z',
    '2025-12-31T24:00:00Z',
    '2026-01-01T12:00:00+14:00',
    '2027-01-01T00:00:00',
  ],
];

const PATTERNS = [
  ...['a', '.*', '[a-z]+', '\\d', '\\d+', '.', '[^ ]*', 'a|b|ab', '[a-z]{1,3}', '\\c{1,2}', '\\i.*', '(.| ){0,2}'],
  ...['[0-9]{1,2}(\\.[0-9])?', '[+\\-]?[0-9]+', '-?[0-9]?\\.?[0-5]+', '0*1?0', '[0-9\\-T:Z]*', '[+\\-]1|9', 'P.*'],
];

const facet: fc.Arbitrary<FacetPair> = fc.oneof(
  fc.tuple(
    fc.constantFrom('length', 'minLength', 'maxLength', 'totalDigits', 'fractionDigits'),
    fc.constantFrom('0', '1', '2', '3'),
  ),
  fc.tuple(
    fc.constantFrom('minInclusive', 'minExclusive', 'maxInclusive', 'maxExclusive', 'enumeration', 'enumeration'),
    fc.constantFrom(...TEXTS),
  ),
  fc.tuple(fc.constant('pattern'), fc.constantFrom(...PATTERNS)),
  fc.tuple(fc.constant('whiteSpace'), fc.constantFrom('replace', 'collapse')),
);

/** A built-in type restricted by those of some facets that it takes. */
const type: fc.Arbitrary<SimpleType> = fc
  .tuple(fc.constantFrom(...BASES), fc.array(facet, { maxLength: 4 }))
  .map(([base, facets]) =>
    facets.reduce(
      (derived, each) => (findRule(derived, each) === undefined ? restrict(derived, each) : derived),
      of(base),
    ),
  );

t.test('no type is said to include another one while a text shows the opposite', async (t) => {
  let included = 0;
  for (const [wider, narrower] of fc.sample(fc.tuple(type, type), { seed: 20_261_124, numRuns: 8000 })) {
    if (!includesSimple(wider, narrower)) continue;
    included++;
    const against = TEXTS.find(
      (text) => checkSimple(narrower, text) === undefined && checkSimple(wider, text) !== undefined,
    );
    if (against !== undefined)
      t.fail(`${describeSimple(wider)} and ${describeSimple(narrower)} on ${JSON.stringify(against)}`);
  }
  t.ok(included > 200, `${included} inclusions`);
});

t.test('equal descriptions mean that the same texts are taken', async (t) => {
  const byDescription = new Map<string, string>();
  for (const each of fc.sample(type, { seed: 20_261_125, numRuns: 3000 })) {
    const verdicts = TEXTS.map((text) => (checkSimple(each, text) === undefined ? '1' : '0')).join('');
    const description = describeSimple(each);
    const known = byDescription.get(description);
    if (known !== undefined && known !== verdicts) t.fail(description);
    byDescription.set(description, verdicts);
  }
  t.ok(byDescription.size > 200, `${byDescription.size} descriptions`);
});

t.test('a description is about meaning, not about names, order or notation', async (t) => {
  const same: readonly (readonly [SimpleType, SimpleType])[] = [
    [restrict('decimal', ['maxInclusive', '10']), restrict('decimal', ['maxInclusive', '+10.0'])],
    [
      restrict('string', ['enumeration', 'a'], ['enumeration', 'b']),
      restrict('string', ['enumeration', 'b'], ['enumeration', 'a'], ['enumeration', 'a']),
    ],
    [restrict('string', ['pattern', 'a'], ['pattern', 'b']), restrict('string', ['pattern', 'b'], ['pattern', 'a'])],
    [
      restrict('dateTime', ['minInclusive', '2026-01-01T00:00:00Z']),
      restrict('dateTime', ['minInclusive', '2026-01-01T02:00:00+02:00']),
    ],
    [of('ID'), of('NCName')],
    [of('string'), restrict('string', ['whiteSpace', 'preserve'])],
    [restrict('short', ['minInclusive', '-128'], ['maxInclusive', '127']), of('byte')],
  ];
  for (const [left, right] of same) t.equal(describeSimple(left), describeSimple(right));
  const other: readonly (readonly [SimpleType, SimpleType])[] = [
    // Their values have different shapes in JavaScript.
    [of('int'), restrict('integer', ['minInclusive', '-2147483648'], ['maxInclusive', '2147483647'])],
    [of('string'), of('token')],
    [of('NCName'), of('Name')],
    [of('float'), of('double')],
    [of('NMTOKENS'), of('IDREFS')],
    [
      restrict('string', ['pattern', 'a'], ['pattern', 'b']),
      restrict(restrict('string', ['pattern', 'a']), ['pattern', 'b']),
    ],
    [restrict('string', ['enumeration', 'a']), restrict('string', ['enumeration', 'a '])],
    [restrict('string', ['enumeration', 'a","b']), restrict('string', ['enumeration', 'a'], ['enumeration', 'b'])],
  ];
  for (const [left, right] of other) t.not(describeSimple(left), describeSimple(right));
});

t.test('fixed values compare by value', async (t) => {
  t.equal(equalSimpleValues(of('decimal'), ' 1.0 ', '+1'), true);
  t.equal(equalSimpleValues(of('string'), 'a', 'a '), false);
  t.equal(equalSimpleValues(of('token'), 'a', ' a '), true);
  t.equal(equalSimpleValues(of('boolean'), '1', 'true'), true);
  t.equal(equalSimpleValues(of('float'), '0.1', '0.10000000149'), true);
  t.equal(equalSimpleValues(of('double'), '0.1', '0.10000000149'), false);
  const here = { resolve: (prefix: string) => (prefix === 'x' ? 'urn:one' : undefined) };
  const there = { resolve: (prefix: string) => (prefix === 'y' ? 'urn:one' : undefined) };
  t.equal(equalSimpleValues(of('QName'), { text: 'x:a', qnames: here }, { text: 'y:a', qnames: there }), true);
});
