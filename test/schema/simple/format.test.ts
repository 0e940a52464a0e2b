import fc from 'fast-check';
import t from 'tap';
import type { TypedValue } from '../../../src/schema/index.js';
import { BUILT_IN_TYPES, formatSimple, parseSimple } from '../../../src/schema/simple/index.js';
import { getBuiltIn, restrict } from './support.js';

const writer = { prefixFor: (namespace: string): string => (namespace === 'urn:default' ? '' : 'p') };

/** By type: values with their texts, and values that are refused. */
const TABLE: Readonly<
  Record<string, readonly [right: readonly (readonly [TypedValue, string])[], wrong: readonly TypedValue[]]>
> = {
  string: [
    [
      ['a\tb', 'a\tb'],
      ['', ''],
      ['😀', '😀'],
    ],
    [5, true, 5n, null, undefined, {}, [], '\u0000', 'a\u000bb', '\ud800', '\udc00x', '\uffff', new Uint8Array()],
  ],
  token: [[[' a  b ', 'a b']], [1]],
  NCName: [[['a', 'a']], ['a:b', '', 'a b', 1]],
  boolean: [
    [
      [true, 'true'],
      [false, 'false'],
    ],
    ['true', 1, 0, null],
  ],
  decimal: [
    [
      ['1.50', '1.50'],
      [' +1. ', '+1.'],
      [5, '5'],
      [0.1, '0.1'],
      [-1e-7, '-0.0000001'],
      [1.25e21, '1250000000000000000000'],
      [-2.5e-10, '-0.00000000025'],
      [10n ** 30n, `1${'0'.repeat(30)}`],
      [-0, '0'],
    ],
    ['1e5', '', 'x', NaN, Infinity, true, null],
  ],
  integer: [
    [
      [5n, '5'],
      [-0, '0'],
      [7, '7'],
      ['007', '007'],
      ['-12345678901234567890', '-12345678901234567890'],
    ],
    [1.5, 2 ** 53, NaN, '1.0', '1n', '', true],
  ],
  long: [
    [
      [9223372036854775807n, '9223372036854775807'],
      ['5', '5'],
    ],
    [9223372036854775808n, '9223372036854775808', 1e300],
  ],
  int: [
    [
      [5, '5'],
      [-5n, '-5'],
      [-0, '0'],
    ],
    [1.5, 2147483648, 2147483648n, '5', NaN, Infinity, null, true],
  ],
  unsignedByte: [[[255, '255']], [256, -1]],
  double: [
    [
      [1.5, '1.5'],
      [1e21, '1e+21'],
      [-0, '-0'],
      [Infinity, 'INF'],
      [-Infinity, '-INF'],
      [NaN, 'NaN'],
      ['INF', 'INF'],
      ['NaN', 'NaN'],
    ],
    ['1.5', 5n, 'Infinity', null],
  ],
  date: [
    [
      ['2026-01-01', '2026-01-01'],
      [' 2026-01-01Z ', '2026-01-01Z'],
    ],
    ['2026-13-01', '01/02/2026', 20260101],
  ],
  duration: [[['P1D', 'P1D']], ['1 day', 5]],
  hexBinary: [
    [
      [new Uint8Array([10, 255]), '0AFF'],
      ['Cv8=', '0AFF'],
      [new Uint8Array(), ''],
    ],
    ['zz', [10, 255], 5],
  ],
  base64Binary: [
    [
      [new Uint8Array([1, 2, 3, 4]), 'AQIDBA=='],
      ['AQ ID', 'AQID'],
      [new Uint8Array([1, 2]), 'AQI='],
      ['', ''],
    ],
    ['A', [1], 5],
  ],
  anyURI: [[['urn:a', 'urn:a']], ['%', 5]],
  QName: [
    [
      ['{urn:a}b', 'p:b'],
      ['{urn:default}b', 'b'],
      ['b', 'b'],
    ],
    ['{urn:a}', 'a:b', '{urn:a}1', '', 5],
  ],
  NMTOKENS: [[[['a', 'b'], 'a b']], ['a b', [], ['a b'], [''], [1], [['a']]]],
};

for (const [name, [right, wrong]] of Object.entries(TABLE)) {
  t.test(`values of xs:${name} are written as its texts, other values are refused`, async (t) => {
    const type = getBuiltIn(name);
    for (const [value, text] of right) t.same(formatSimple(type, value, writer), { text });
    for (const value of wrong)
      t.ok('problem' in formatSimple(type, value, writer), String(value).replace(/[^ -~]/g, '?'));
  });
}

t.test('every facet is checked on what is written', async (t) => {
  t.match(formatSimple(restrict('string', ['maxLength', '2']), 'abc'), { problem: { rule: 'cvc-maxLength-valid' } });
  t.match(formatSimple(restrict('int', ['maxInclusive', '9']), 10), { problem: { rule: 'cvc-maxInclusive-valid' } });
  t.match(formatSimple(restrict('QName', ['enumeration', 'a:b']), '{urn:a}c', writer), {
    problem: { rule: 'cvc-enumeration-valid' },
  });
  t.same(formatSimple(restrict('QName', ['enumeration', 'a:b']), '{urn:a}b', writer), { text: 'p:b' });
});

t.test('a problem says what was expected and what came', async (t) => {
  t.same(formatSimple(getBuiltIn('int'), '12'), {
    problem: { rule: 'value-kind', message: 'expected a number for xs:int, got the string "12"' },
  });
  t.match(formatSimple(getBuiltIn('QName'), '{urn:a}b'), { problem: { message: /whose namespace has a prefix/ } });
});

t.test('what is written is read back as the same value', async (t) => {
  const values: Readonly<Record<string, fc.Arbitrary<TypedValue>>> = {
    string: fc.string({ unit: 'grapheme' }),
    boolean: fc.boolean(),
    integer: fc.bigInt(),
    long: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    int: fc.integer(),
    double: fc.double(),
    hexBinary: fc.uint8Array(),
    base64Binary: fc.uint8Array(),
    NMTOKENS: fc.array(fc.string({ unit: fc.constantFrom(...'aZ1-.:é'), minLength: 1 }), { minLength: 1 }),
    QName: fc.constantFrom('{urn:a}b', '{urn:default}c'),
  };
  for (const [name, type] of BUILT_IN_TYPES) {
    const value = values[name];
    if (value === undefined) continue;
    const qnames = { resolve: (prefix: string) => ({ p: 'urn:a', '': 'urn:default' })[prefix] };
    fc.assert(
      fc.property(value, (each) => {
        const formatted = formatSimple(type, each, writer);
        if ('problem' in formatted) return name === 'string' && formatted.problem.rule === 'xml-character';
        const parsed = parseSimple(type, formatted.text, qnames);
        if (!('value' in parsed)) return false;
        // An integer has no negative zero.
        t.strictSame(parsed.value, name === 'int' ? Number(each) + 0 : each);
        return true;
      }),
      { seed: 20_261_123, numRuns: 60 },
    );
  }
});
