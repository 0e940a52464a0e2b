import t from 'tap';
import { isStoaError } from '../../../src/base/index.js';
import {
  checkSimple,
  createListType,
  createUnionType,
  describeSimple,
  equalSimpleValues,
  formatSimple,
  includesSimple,
  listIds,
  parseSimple,
} from '../../../src/schema/simple/index.js';
import type { SimpleType } from '../../../src/schema/simple/index.js';
import { QNAMES, findRule, getBuiltIn, restrict } from './support.js';

const list = (item: string | SimpleType): SimpleType =>
  createListType(typeof item === 'string' ? getBuiltIn(item) : item, undefined);
const union = (...members: readonly (string | SimpleType)[]): SimpleType =>
  createUnionType(
    members.map((member) => (typeof member === 'string' ? getBuiltIn(member) : member)),
    undefined,
  );

const ruleOf = (run: () => unknown): string | undefined => {
  try {
    run();
    return undefined;
  } catch (thrown) {
    if (isStoaError(thrown)) return thrown.findings[0]?.rule;
    throw thrown;
  }
};

/** Types with texts and the values that they mean; `undefined` for a text that is none. */
const VALUES: readonly (readonly [string, SimpleType, readonly (readonly [string, unknown])[]])[] = [
  [
    'a list of int',
    list('int'),
    [
      ['', []],
      [' 1\n2 ', [1, 2]],
      ['1 x', undefined],
      ['1,2', undefined],
    ],
  ],
  [
    'a list of QName',
    list('QName'),
    [
      ['a:b c', ['{urn:a}b', '{urn:default}c']],
      ['z:b', undefined],
    ],
  ],
  [
    'a list of a union',
    list(union('int', 'NCName')),
    [
      ['1 a 02', [1, 'a', 2]],
      ['1 :', undefined],
    ],
  ],
  [
    'a union of int and string',
    union('int', 'string'),
    [
      ['01', 1],
      [' 1 ', 1],
      ['1 a', '1 a'],
      [' ', ' '],
    ],
  ],
  ['a union of string and int', union('string', 'int'), [['1', '1']]],
  [
    'a union with lists',
    union('boolean', list('int')),
    [
      ['1', true],
      ['2', [2]],
      ['', []],
      ['true 1', undefined],
    ],
  ],
  [
    'a union of unions',
    union(union('int', 'boolean'), 'date'),
    [
      ['true', true],
      ['2000-01-01', '2000-01-01'],
      ['x', undefined],
    ],
  ],
  [
    'a union of binaries',
    union('hexBinary', 'base64Binary'),
    [
      ['0aFF', Uint8Array.of(10, 255)],
      ['AQID', Uint8Array.of(1, 2, 3)],
    ],
  ],
];

for (const [what, type, texts] of VALUES) {
  t.test(`texts of ${what} mean the values of its parts`, async (t) => {
    for (const [text, value] of texts) {
      const parsed = parseSimple(type, text, QNAMES);
      t.equal(checkSimple(type, text, QNAMES) === undefined, value !== undefined, JSON.stringify(text));
      if (value === undefined) t.ok('problem' in parsed);
      else t.same(parsed, { value });
    }
  });
}

t.test('problems say which item, or why none of the members takes the text', async (t) => {
  t.match(checkSimple(list('int'), '1 x'), { rule: 'cvc-datatype-valid.1.2.1', message: /^item 2: .*xs:int, got "x"/ });
  t.match(checkSimple(union('int', 'boolean'), 'x'), {
    rule: 'cvc-datatype-valid.1.2.3',
    message: /one of the 2 member types, got "x": .*xs:int.*; .*xs:boolean/,
  });
});

const sizes = restrict(list('int'), ['maxLength', '3'], ['minLength', '1']);
const unbounded = restrict(union('nonNegativeInteger', 'string'), ['enumeration', '0'], ['enumeration', 'unbounded']);

t.test('facets of a list are about its items or its whole text', async (t) => {
  t.match(checkSimple(sizes, ''), { rule: 'cvc-minLength-valid', message: /items/ });
  t.match(checkSimple(sizes, '1 2 3 4'), { rule: 'cvc-maxLength-valid' });
  t.equal(checkSimple(restrict(list('int'), ['length', '2']), ' 1  2 '), undefined);
  const enumerated = restrict(list('decimal'), ['enumeration', '1 2.0'], ['enumeration', '']);
  t.equal(checkSimple(enumerated, '+1.0 2'), undefined);
  t.equal(checkSimple(enumerated, ''), undefined);
  t.match(checkSimple(enumerated, '2 1'), { rule: 'cvc-enumeration-valid' });
  const pattern = restrict(list('int'), ['pattern', '\\d \\d']);
  t.equal(checkSimple(pattern, '\t1 \n 2 '), undefined);
  t.match(checkSimple(pattern, '1 22'), { rule: 'cvc-pattern-valid' });
});

t.test(
  'facets of a union are pattern and enumeration, the latter by the value of the member that reads it',
  async (t) => {
    t.equal(checkSimple(unbounded, '00'), undefined);
    t.equal(checkSimple(unbounded, 'unbounded'), undefined);
    t.match(checkSimple(unbounded, '1'), {
      rule: 'cvc-enumeration-valid',
      message: /one of "0", "unbounded", got "1"/,
    });
    const pattern = restrict(union('int', 'string'), ['pattern', '\\d+']);
    t.equal(checkSimple(pattern, ' 7 '), undefined, 'the int drops the white space before the pattern is asked');
    t.match(checkSimple(pattern, 'a'), { rule: 'cvc-pattern-valid' });
  },
);

t.test('a union that is restricted by facets stays one member of another union', async (t) => {
  const outer = union(unbounded, 'boolean');
  t.equal(outer.memberTypes.length, 2);
  t.same(parseSimple(outer, '0'), { value: 0n });
  t.same(parseSimple(outer, '1'), { value: true });
  t.ok('problem' in parseSimple(outer, 'other'));
  t.same(
    union(union('int', 'string'), 'int').memberTypes.map(({ builtIn }) => builtIn),
    ['int', 'string'],
    'one without facets is replaced by its members, each once',
  );
});

/** Derivations that are refused, with the rule. */
const REFUSED: readonly (readonly [string, string, () => unknown])[] = [
  ['cos-list-of-atomic', 'a list of lists', () => list(list('int'))],
  ['cos-list-of-atomic', 'a list of a union with a list', () => list(union('int', 'NMTOKENS'))],
  ['cos-list-of-atomic', 'a list of xs:anySimpleType', () => list('anySimpleType')],
  ['cos-st-restricts.3.1', 'a union with xs:anySimpleType', () => union('int', 'anySimpleType')],
];

for (const [rule, what, run] of REFUSED) {
  t.test(`${what} breaks ${rule}`, async (t) => {
    t.equal(ruleOf(run), rule);
  });
}

t.test('only the facets of its variety apply to a list or a union', async (t) => {
  for (const facet of ['length', 'minLength', 'maxLength', 'enumeration', 'pattern'])
    t.equal(findRule(list('int'), [facet, '1']), undefined, `${facet} applies to lists`);
  for (const facet of ['minInclusive', 'maxExclusive', 'totalDigits', 'fractionDigits'])
    t.equal(findRule(list('int'), [facet, '1']), 'cos-applicable-facets', `${facet} does not`);
  for (const facet of ['enumeration', 'pattern'])
    t.equal(findRule(union('int', 'date'), [facet, '1']), undefined, `${facet} applies to unions`);
  for (const facet of ['length', 'minLength', 'maxLength', 'minInclusive', 'totalDigits'])
    t.equal(findRule(union('int', 'int'), [facet, '1']), 'cos-applicable-facets', `${facet} does not`);
  t.equal(findRule(union('int', 'date'), ['whiteSpace', 'collapse']), 'cos-applicable-facets');
  t.equal(findRule(list('int'), ['whiteSpace', 'collapse']), undefined);
  t.equal(findRule(list('int'), ['whiteSpace', 'replace']), 'facet-fixed');
  t.equal(findRule(sizes, ['maxLength', '4']), 'maxLength-valid-restriction');
  t.equal(findRule(unbounded, ['enumeration', '3']), 'enumeration-valid-restriction');
});

t.test('values of a union are equal within one primitive type and different across two', async (t) => {
  const type = union('int', 'decimal', 'float', 'hexBinary', 'string', list('date'));
  t.ok(equalSimpleValues(type, '1', '1.0'));
  t.notOk(equalSimpleValues(type, '1', '1e0'));
  t.notOk(equalSimpleValues(union('date', 'string'), '2000-01-01', '2000-1-1'));
  t.notOk(equalSimpleValues(union('int', list('int')), '1', '1 1'));
  t.ok(equalSimpleValues(union('NMTOKEN', 'string'), 'a', ' a '), 'both are strings, and the token is collapsed');
});

t.test('a value of a union is written by the first member that takes it and is read back as equal', async (t) => {
  const type = union('int', 'decimal', 'date', 'string');
  t.same(formatSimple(type, 1), { text: '1' });
  t.same(formatSimple(type, 1.5), { text: '1.5' });
  t.same(formatSimple(type, ' x '), { text: ' x ' });
  t.match(formatSimple(union('int', 'string'), '1'), {
    problem: { rule: 'value-misread', message: /"1" is read by an earlier member/ },
  });
  t.same(formatSimple(union('int', 'string'), true), {
    problem: {
      rule: 'value-kind',
      message: 'expected a value of one of the member types for xs:anySimpleType, got the boolean true',
    },
  });
  t.match(formatSimple(unbounded, 7), { problem: { rule: 'cvc-enumeration-valid' } });
  t.same(formatSimple(union('boolean', list('int')), [2, 3]), { text: '2 3' });
  t.match(formatSimple(union('int', list('int')), [1]), { problem: { rule: 'value-misread' } });
});

t.test('a value whose usual text a pattern refuses is written as another text of the same value', async (t) => {
  t.same(formatSimple(restrict('int', ['pattern', '[0-9]{3}']), 7), { text: '007' });
  t.same(formatSimple(restrict('integer', ['pattern', '-[0-9]{3}']), -7n), { text: '-007' });
  t.same(formatSimple(restrict('boolean', ['pattern', '[01]']), true), { text: '1' });
  t.same(formatSimple(restrict('double', ['pattern', '.*\\.[0-9]+']), 1), { text: '1.0' });
  t.same(formatSimple(restrict('hexBinary', ['pattern', '[a-f]*']), Uint8Array.of(255)), { text: 'ff' });
  t.same(formatSimple(union('boolean', 'int'), 1), { text: '+1' }, 'as 1 would be read as true');
  t.same(
    formatSimple(union('hexBinary', 'token'), 'true'),
    { text: 'true' },
    'a string is no base64 where it is a token',
  );
  t.match(formatSimple(restrict('int', ['pattern', 'x']), 7), { problem: { rule: 'cvc-pattern-valid' } });
});

t.test('a list is written item by item, and an item that would become two is refused', async (t) => {
  const names = list('QName');
  const writer = { prefixFor: (namespace: string) => (namespace === 'urn:a' ? 'p' : '') };
  t.same(formatSimple(names, ['{urn:a}b', '{urn:d}c'], writer), { text: 'p:b c' });
  t.match(formatSimple(list('string'), ['a b']), {
    problem: { rule: 'cvc-datatype-valid.1.2.2', message: /item 1: .*white space/ },
  });
  t.match(formatSimple(list('string'), ['a', '']), { problem: { message: /item 2/ } });
  t.match(formatSimple(sizes, [1, 2, 3, 4]), { problem: { rule: 'cvc-maxLength-valid' } });
  t.match(formatSimple(sizes, 1), { problem: { rule: 'value-kind' } });
});

t.test('IDs and references are found in lists and unions', async (t) => {
  t.same(listIds(list(union('int', 'IDREF')), ' 1 a b '), [
    { kind: 'IDREF', value: 'a' },
    { kind: 'IDREF', value: 'b' },
  ]);
  t.same(listIds(union('int', 'ID'), ' a'), [{ kind: 'ID', value: 'a' }]);
  t.same(listIds(union('NCName', 'ID'), 'a'), []);
  t.same(listIds(getBuiltIn('IDREFS'), 'a b').length, 2);
});

t.test('fingerprint texts tell items, members, their order and their IDs apart', async (t) => {
  const types = [
    list('int'),
    list('long'),
    list('IDREF'),
    list('NCName'),
    union('int', 'string'),
    union('string', 'int'),
    union('ID', 'int'),
    union('NCName', 'int'),
    unbounded,
  ];
  t.equal(new Set(types.map((type) => describeSimple(type))).size, types.length);
  t.equal(describeSimple(list('int')), describeSimple(list('int')));
});

/** Wider and narrower types, and whether inclusion is told. */
const INCLUSIONS: readonly (readonly [string, SimpleType, SimpleType, boolean])[] = [
  ['lists of narrower items', list('long'), list('int'), true],
  ['lists of wider items', list('int'), list('long'), false],
  ['an unrestricted list and a shorter one', list('int'), sizes, true],
  ['a shorter list and an unrestricted one', sizes, list('int'), false],
  ['a union and one of its members', union('int', 'date'), getBuiltIn('date'), true],
  ['a union and a restriction of a member', union('long', 'date'), getBuiltIn('int'), true],
  ['a union whose earlier member could read the text otherwise', union('int', 'string'), getBuiltIn('string'), false],
  [
    'a union whose earlier member has no such text',
    union(restrict('string', ['enumeration', 'x']), 'int'),
    getBuiltIn('int'),
    true,
  ],
  ['a union in another order', union('string', 'int'), union('int', 'date'), false],
  ['a union of more members', union('int', 'date', 'time'), union('date', 'int'), true],
  ['a union of fewer members', union('date', 'int'), union('int', 'date', 'time'), false],
  ['a union with members of one primitive type', union('int', 'decimal'), union('long', 'short'), true],
  ['a member and a union of its restrictions', getBuiltIn('long'), union('int', 'short'), true],
  ['an enumerated union and fewer values', unbounded, restrict(unbounded, ['enumeration', '0']), true],
  ['fewer values and an enumerated union', restrict(unbounded, ['enumeration', '0']), unbounded, false],
  [
    'an enumerated union and an atomic type of its values',
    unbounded,
    restrict('string', ['enumeration', 'unbounded']),
    true,
  ],
  ['anything and a union', getBuiltIn('anySimpleType'), union('int', 'date'), true],
];

for (const [what, wider, narrower, expected] of INCLUSIONS) {
  t.test(`inclusion is ${expected ? 'told' : 'not told'} for ${what}`, async (t) => {
    t.equal(includesSimple(wider, narrower), expected);
  });
}
