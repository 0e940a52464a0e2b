import t from 'tap';
import { DEFAULT_SCHEMA_LIMITS, isStoaError } from '../../../src/base/index.js';
import { checkSimple, deriveSimpleType, parseSimple } from '../../../src/schema/simple/index.js';
import type { SimpleType } from '../../../src/schema/simple/index.js';
import type { FacetPair } from './libxml2-oracle.js';
import { findRule, getBuiltIn, QNAMES, restrict, show } from './support.js';

type Row = readonly [base: string | SimpleType, facets: readonly FacetPair[], rule: string | undefined];

const length5 = restrict('string', ['length', '5']);
const minLength3 = restrict('string', ['minLength', '3']);
const from10 = restrict('decimal', ['minInclusive', '10']);
const above10 = restrict('decimal', ['minExclusive', '10']);
const below20 = restrict('decimal', ['maxExclusive', '20']);
const colors = restrict('token', ['enumeration', 'red'], ['enumeration', 'green']);

const ROWS: readonly Row[] = [
  // Which facets apply
  ['string', [['totalDigits', '5']], 'cos-applicable-facets'],
  ['string', [['minInclusive', 'a']], 'cos-applicable-facets'],
  ['decimal', [['length', '5']], 'cos-applicable-facets'],
  ['boolean', [['enumeration', 'true']], 'cos-applicable-facets'],
  ['boolean', [['pattern', 'true|false']], undefined],
  ['date', [['fractionDigits', '1']], 'cos-applicable-facets'],
  ['NMTOKENS', [['maxInclusive', '1']], 'cos-applicable-facets'],
  ['string', [['constructor', '1']], 'cos-applicable-facets'],
  ['anySimpleType', [['pattern', 'a']], 'st-props-correct'],
  // Each once, with a value of its kind
  [
    'string',
    [
      ['length', '1'],
      ['length', '1'],
    ],
    'src-single-facet-value',
  ],
  [
    'string',
    [
      ['pattern', 'a'],
      ['pattern', 'b'],
      ['enumeration', 'a'],
      ['enumeration', 'b'],
    ],
    undefined,
  ],
  ['string', [['length', '-1']], 'length-value'],
  ['string', [['length', '1.0']], 'length-value'],
  ['string', [['length', ' +05 ']], undefined],
  ['decimal', [['totalDigits', '0']], 'totalDigits-value'],
  ['string', [['whiteSpace', 'trim']], 'whiteSpace-value'],
  ['string', [['pattern', 'a**']], 'src-pattern-value'],
  // Lengths
  [
    'string',
    [
      ['minLength', '3'],
      ['maxLength', '2'],
    ],
    'minLength-less-than-equal-to-maxLength',
  ],
  [
    'string',
    [
      ['minLength', '2'],
      ['maxLength', '2'],
    ],
    undefined,
  ],
  [
    'string',
    [
      ['length', '2'],
      ['minLength', '1'],
    ],
    'length-minLength-maxLength',
  ],
  [
    'string',
    [
      ['length', '2'],
      ['maxLength', '3'],
    ],
    'length-minLength-maxLength',
  ],
  [length5, [['length', '5']], undefined],
  [length5, [['length', '4']], 'length-valid-restriction'],
  [length5, [['minLength', '3']], 'length-minLength-maxLength'],
  [minLength3, [['length', '4']], undefined],
  [minLength3, [['length', '2']], 'length-minLength-maxLength'],
  [minLength3, [['minLength', '2']], 'minLength-valid-restriction'],
  [minLength3, [['maxLength', '2']], 'minLength-less-than-equal-to-maxLength'],
  [restrict('string', ['maxLength', '3']), [['maxLength', '4']], 'maxLength-valid-restriction'],
  ['NMTOKENS', [['length', '2']], undefined],
  ['NMTOKENS', [['minLength', '0']], 'minLength-valid-restriction'],
  // Digits
  [
    'decimal',
    [
      ['totalDigits', '2'],
      ['fractionDigits', '3'],
    ],
    'fractionDigits-totalDigits',
  ],
  ['integer', [['fractionDigits', '0']], undefined],
  ['integer', [['fractionDigits', '1']], 'facet-fixed'],
  [restrict('decimal', ['totalDigits', '3']), [['totalDigits', '4']], 'totalDigits-valid-restriction'],
  [restrict('decimal', ['fractionDigits', '3']), [['fractionDigits', '4']], 'fractionDigits-valid-restriction'],
  // Bounds
  [
    'decimal',
    [
      ['minInclusive', '1'],
      ['minExclusive', '0'],
    ],
    'minInclusive-minExclusive',
  ],
  [
    'decimal',
    [
      ['maxInclusive', '1'],
      ['maxExclusive', '2'],
    ],
    'maxInclusive-maxExclusive',
  ],
  [
    'decimal',
    [
      ['minInclusive', '2'],
      ['maxInclusive', '1'],
    ],
    'minInclusive-less-than-equal-to-maxInclusive',
  ],
  [
    'decimal',
    [
      ['minInclusive', '1.0'],
      ['maxInclusive', '+1'],
    ],
    undefined,
  ],
  [
    'decimal',
    [
      ['minExclusive', '2'],
      ['maxExclusive', '1'],
    ],
    'minExclusive-less-than-equal-to-maxExclusive',
  ],
  [
    'decimal',
    [
      ['minExclusive', '1'],
      ['maxInclusive', '1'],
    ],
    'minExclusive-less-than-maxInclusive',
  ],
  [
    'decimal',
    [
      ['minInclusive', '1'],
      ['maxExclusive', '1'],
    ],
    'minInclusive-less-than-maxExclusive',
  ],
  ['decimal', [['minInclusive', 'x']], 'minInclusive-valid-restriction'],
  ['integer', [['maxInclusive', '1.5']], 'maxInclusive-valid-restriction'],
  ['byte', [['maxInclusive', '128']], 'maxInclusive-valid-restriction'],
  ['byte', [['maxExclusive', '128']], 'maxExclusive-valid-restriction'],
  ['byte', [['minExclusive', '-128']], undefined],
  [from10, [['minInclusive', '9.99']], 'minInclusive-valid-restriction'],
  [from10, [['minInclusive', '10.0']], undefined],
  [from10, [['minExclusive', '10']], undefined],
  [from10, [['minExclusive', '9']], 'minExclusive-valid-restriction'],
  [from10, [['maxInclusive', '9']], 'maxInclusive-valid-restriction'],
  [from10, [['maxExclusive', '10']], 'maxExclusive-valid-restriction'],
  [above10, [['minInclusive', '10']], 'minInclusive-valid-restriction'],
  [above10, [['minExclusive', '10']], undefined],
  [above10, [['maxInclusive', '10']], 'maxInclusive-valid-restriction'],
  [below20, [['maxInclusive', '20']], 'maxInclusive-valid-restriction'],
  [below20, [['maxExclusive', '20']], undefined],
  [below20, [['maxExclusive', '21']], 'maxExclusive-valid-restriction'],
  [below20, [['minInclusive', '20']], 'minInclusive-valid-restriction'],
  [below20, [['minExclusive', '20']], 'minExclusive-valid-restriction'],
  [
    'duration',
    [
      ['minInclusive', 'P1M'],
      ['maxInclusive', 'P30D'],
    ],
    undefined,
  ],
  [
    'duration',
    [
      ['minInclusive', 'P1M'],
      ['maxInclusive', 'P27D'],
    ],
    'minInclusive-less-than-equal-to-maxInclusive',
  ],
  [
    'date',
    [
      ['minInclusive', '2026-01-02Z'],
      ['maxInclusive', '2026-01-01Z'],
    ],
    'minInclusive-less-than-equal-to-maxInclusive',
  ],
  ['float', [['minInclusive', 'INF']], undefined],
  // White space
  ['string', [['whiteSpace', 'collapse']], undefined],
  ['token', [['whiteSpace', 'preserve']], 'whiteSpace-valid-restriction'],
  ['normalizedString', [['whiteSpace', 'preserve']], 'whiteSpace-valid-restriction'],
  ['int', [['whiteSpace', 'collapse']], undefined],
  ['int', [['whiteSpace', 'replace']], 'facet-fixed'],
  // Fixed facets
  [restrict('string', ['maxLength!', '5']), [['maxLength', '4']], 'facet-fixed'],
  [restrict('string', ['maxLength!', '5']), [['maxLength', '5']], undefined],
  [restrict('decimal', ['minInclusive!', '1.0']), [['minInclusive', '1']], undefined],
  [restrict('decimal', ['minInclusive!', '1.0']), [['minInclusive', '2']], 'facet-fixed'],
  // Enumerations
  ['byte', [['enumeration', '128']], 'enumeration-valid-restriction'],
  ['NCName', [['enumeration', 'a:b']], 'enumeration-valid-restriction'],
  ['QName', [['enumeration', 'a:b']], undefined],
  ['QName', [['enumeration', 'unbound:b']], 'enumeration-valid-restriction'],
  [colors, [['enumeration', 'red']], undefined],
  [colors, [['enumeration', 'blue']], 'enumeration-valid-restriction'],
  [length5, [['enumeration', 'abc']], 'enumeration-valid-restriction'],
  [
    'NMTOKENS',
    [
      ['enumeration', 'a b'],
      ['enumeration', 'c'],
    ],
    undefined,
  ],
  ['NMTOKENS', [['enumeration', 'a ,']], 'enumeration-valid-restriction'],
];

t.test('a restriction is taken or refused under the rule that it breaks', async (t) => {
  for (const [base, facets, rule] of ROWS) {
    const title = `${typeof base === 'string' ? base : `derived ${base.builtIn}`}: ${show(facets.join(' '))}`;
    t.equal(findRule(base, ...facets), rule, title);
  }
});

t.test('a hostile pattern in a facet meets its limit', async (t) => {
  const facets = [{ facet: 'pattern', value: '(a{100}){100}', fixed: false }];
  try {
    deriveSimpleType(getBuiltIn('string'), facets, {
      name: undefined,
      limits: { ...DEFAULT_SCHEMA_LIMITS, maxStates: 5000 },
    });
    t.fail('taken');
  } catch (error) {
    t.ok(isStoaError(error, 'SCHEMA_LIMIT_EXCEEDED') && error.limit === 'maxStates');
  }
});

const accepts = (type: SimpleType, ...texts: readonly string[]): readonly boolean[] =>
  texts.map((text) => checkSimple(type, text, QNAMES) === undefined);

t.test('facets of all steps are in force, a new bound in place of the old one', async (t) => {
  const type = restrict(
    restrict(restrict('decimal', ['minExclusive', '0'], ['fractionDigits', '2']), ['maxInclusive', '100']),
    ['minInclusive', '1'],
  );
  t.same(accepts(type, '1', '0.99', '100.00', '100.01', '5.125'), [true, false, true, false, false]);
  t.match(type.facets, { minInclusive: '1', minExclusive: undefined, maxInclusive: '100', fractionDigits: 2 });
});

t.test('one pattern of each step has to match', async (t) => {
  const type = restrict(restrict('string', ['pattern', 'a.*'], ['pattern', 'b.*']), ['pattern', '.*z']);
  t.same(accepts(type, 'az', 'bz', 'cz', 'ay'), [true, true, false, false]);
});

t.test('patterns match the text after white space is normalised', async (t) => {
  t.same(accepts(restrict('int', ['pattern', '\\d']), ' 5\n', '05', '+5'), [true, false, false]);
  t.same(accepts(restrict('string', ['pattern', 'a']), ' a'), [false]);
});

t.test('white space is normalised before lengths are counted', async (t) => {
  const type = restrict(restrict('string', ['whiteSpace', 'collapse']), ['length', '3']);
  t.same(accepts(type, '  a b  ', 'a  b', 'ab'), [true, true, false]);
});

t.test('enumerations compare values, not texts', async (t) => {
  t.same(accepts(restrict('decimal', ['enumeration', '1.0'], ['enumeration', '-0']), '1', '+01.00', '0', '0.0', '2'), [
    true,
    true,
    true,
    true,
    false,
  ]);
  t.same(accepts(restrict('float', ['enumeration', '100'], ['enumeration', 'NaN']), '1e2', 'NaN', '1'), [
    true,
    true,
    false,
  ]);
  t.same(
    accepts(
      restrict('dateTime', ['enumeration', '2026-01-01T00:00:00Z']),
      '2025-12-31T24:00:00Z',
      '2026-01-01T02:00:00.0+02:00',
      '2026-01-01T00:00:00',
    ),
    [true, true, false],
  );
  t.same(accepts(restrict('duration', ['enumeration', 'P1Y']), 'P12M', 'P365D'), [true, false]);
  t.same(accepts(restrict('hexBinary', ['enumeration', '0aFF']), '0AfF', '0a'), [true, false]);
  t.same(accepts(restrict('base64Binary', ['enumeration', 'AQID']), 'AQ ID', 'AQIE'), [true, false]);
  t.same(accepts(restrict('QName', ['enumeration', 'a:b']), 'a:b', 'b', 'a:c'), [true, false, false]);
  t.same(accepts(restrict('NMTOKENS', ['enumeration', 'a b']), ' a   b ', 'a', 'b a'), [true, false, false]);
  t.same(accepts(restrict('string', ['enumeration', 'a'], ['enumeration', '']), 'a', '', ' a'), [true, true, false]);
});

t.test('a value without an order to a bound is outside', async (t) => {
  t.same(accepts(restrict('duration', ['maxInclusive', 'P30D']), 'P1M', 'P27D', 'P1Y'), [false, true, false]);
  t.same(
    accepts(
      restrict('dateTime', ['minInclusive', '2026-01-01T00:00:00Z']),
      '2026-01-01T00:00:00',
      '2026-01-01T14:00:00',
      '2026-01-01T15:00:00',
    ),
    [false, false, true],
  );
  t.same(accepts(restrict('double', ['minInclusive', '-INF']), 'NaN', '-INF', 'INF'), [false, true, true]);
});

t.test('lengths count characters, octets or items', async (t) => {
  t.same(accepts(restrict('string', ['length', '1']), '😀', '日', 'ab'), [true, true, false]);
  t.same(accepts(restrict('hexBinary', ['length', '2']), '0aff', '0a'), [true, false]);
  t.same(accepts(restrict('base64Binary', ['length', '1']), 'AQ==', 'A Q = =', 'AQI='), [true, true, false]);
  t.same(accepts(restrict('NMTOKENS', ['length', '2']), 'aa b', 'ab'), [true, false]);
  t.same(accepts(restrict('QName', ['length', '1']), 'a:bcd'), [true]);
});

t.test('a derived type keeps the value shape and the built-in ancestor of its base', async (t) => {
  const type = restrict(restrict('unsignedShort', ['maxInclusive', '9']), ['minInclusive', '2']);
  t.match(type, {
    shape: 'number',
    builtIn: 'unsignedShort',
    primitive: 'decimal',
    variety: 'atomic',
    name: undefined,
  });
  t.same(parseSimple(type, ' 07 '), { value: 7 });
  t.match(parseSimple(type, '1'), { problem: { rule: 'cvc-minInclusive-valid' } });
  t.ok(Object.isFrozen(type) && Object.isFrozen(type.facets));
});
