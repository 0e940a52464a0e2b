import t from 'tap';
import { compareComponents } from '../../../src/schema/index.js';
import type { ComponentComparison, Direction } from '../../../src/schema/index.js';
import { key } from './keys.js';
import { read } from '../support.js';

const compare = (
  wanted: string,
  advertised: string,
  direction: Direction,
  options: { maxSteps?: number; maxMismatches?: number } = {},
): ComponentComparison =>
  compareComponents(key(read(wanted)), key(read(advertised)), { direction, maxMismatches: 10, ...options });

const typed = (content: string): string =>
  `<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>`;
const sequence = (content: string, more = ''): string => typed(`<xs:sequence>${content}</xs:sequence>${more}`);
const leaf = (name: string, more = '', type = 'xs:int'): string =>
  `<xs:element name="${name}" type="${type}" ${more}/>`;
const OPT = 'minOccurs="0"';

const tell = ({ mismatches }: ComponentComparison): readonly string[] =>
  mismatches.map(({ path, rule, message, change }) => `${path} ${rule}: ${message}: ${change}`);

interface Case {
  readonly why: string;
  readonly wanted: string;
  readonly advertised: string;
  /** What is told when the wanted has to fit into the advertised. */
  readonly in?: readonly string[];
  /** What is told when the advertised has to fit into the wanted. */
  readonly out?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    why: 'an element that only the wanted has',
    wanted: sequence(leaf('a') + leaf('b')),
    advertised: sequence(leaf('a')),
    in: ['b extra-element: wanted an element b (xs:int, required), advertised none of that name: remove element b'],
    out: ['b missing-element: wanted one (xs:int, required), advertised no element b: make element b optional'],
  },
  {
    why: 'an element that only the advertised requires',
    wanted: sequence(leaf('amount')),
    advertised: sequence(leaf('amount') + leaf('currency', '', 'xs:decimal')),
    in: [
      'currency missing-element: wanted no element currency, advertised one (xs:decimal, required): add element currency after amount (xs:decimal, required)',
    ],
    out: [
      'currency extra-element: wanted none of that name, advertised an element currency (xs:decimal, required): add element currency after amount (xs:decimal, optional)',
    ],
  },
  {
    why: 'an element that only the wanted lets be absent',
    wanted: sequence(leaf('a', OPT)),
    advertised: sequence(leaf('a')),
    in: ['a occurrence: wanted it optional, advertised it required: make element a required'],
    out: [],
  },
  {
    why: 'counts',
    wanted: sequence(leaf('item', 'minOccurs="2" maxOccurs="9"')),
    advertised: sequence(leaf('item', 'minOccurs="3" maxOccurs="unbounded"')),
    in: ['item[] occurrence: wanted at least 2, advertised at least 3: raise minOccurs of element item to 3'],
    out: ['item[] occurrence: wanted at most 9, advertised any number: raise maxOccurs of element item to unbounded'],
  },
  {
    why: 'an attribute deep inside',
    wanted: sequence(
      '<xs:element name="item" maxOccurs="unbounded"><xs:complexType><xs:attribute name="sku"/></xs:complexType></xs:element>',
    ),
    advertised: sequence(
      '<xs:element name="item" maxOccurs="unbounded"><xs:complexType><xs:attribute name="sku" use="required"/></xs:complexType></xs:element>',
    ),
    in: ['item[]/@sku required-attribute: wanted it optional, advertised it required: make @sku required'],
    out: [],
  },
  {
    why: 'several things at once, in the order of the wanted',
    wanted: sequence(
      leaf('a', 'nillable="true"') + leaf('b', OPT) + leaf('d'),
      '<xs:attribute name="x"/><xs:attribute name="y"/>',
    ),
    advertised: sequence(leaf('a') + leaf('b'), '<xs:attribute name="y" type="xs:int" use="required"/>'),
    in: [
      '@x extra-attribute: wanted an attribute x (xs:anySimpleType, optional), advertised none of that name: remove @x',
      '@y type: wanted xs:anySimpleType, advertised xs:int: narrow the type of @y to xs:int',
      '@y required-attribute: wanted it optional, advertised it required: make @y required',
      'a nillable: wanted it nillable, advertised it not nillable: make element a not nillable',
      'b occurrence: wanted it optional, advertised it required: make element b required',
      'd extra-element: wanted an element d (xs:int, required), advertised none of that name: remove element d',
    ],
  },
  {
    why: 'another order',
    wanted: sequence(leaf('a') + leaf('b')),
    advertised: sequence(leaf('b') + leaf('a')),
    in: ['. order: wanted (a, b), advertised (b, a): arrange the content of element e as (b, a)'],
    out: ['. order: wanted (a, b), advertised (b, a): let the content of element e be also (b, a)'],
  },
];

for (const { why, wanted, advertised, in: inward, out } of CASES) {
  t.test(`a comparison tells of ${why}`, async (t) => {
    for (const [direction, expected] of [
      ['in', inward],
      ['out', out],
    ] as const) {
      if (expected === undefined) continue;
      const comparison = compare(wanted, advertised, direction);
      t.equal(comparison.verdict, expected.length === 0 ? 'compatible' : 'incompatible');
      t.strictSame(tell(comparison), expected, direction);
    }
  });
}

t.test('equal fingerprints are exact in every direction', async (t) => {
  for (const direction of ['in', 'out', 'both', 'either'] as const)
    t.strictSame(compare(sequence(leaf('a')), sequence(leaf('a')), direction), { verdict: 'exact', mismatches: [] });
});

t.test('both asks for both ways and either for one', async (t) => {
  const [small, large] = [sequence(leaf('a')), sequence(leaf('a') + leaf('b', OPT))];
  t.equal(compare(small, large, 'in').verdict, 'compatible');
  t.equal(compare(small, large, 'out').verdict, 'incompatible');
  t.equal(compare(small, large, 'both').verdict, 'incompatible');
  t.equal(compare(small, large, 'either').verdict, 'compatible');
  t.equal(compare(large, small, 'either').verdict, 'compatible');
  t.equal(compare(sequence(leaf('a')), sequence(leaf('b')), 'either').verdict, 'incompatible');
});

t.test('a comparison out of budget is undecided, and says so', async (t) => {
  const count = (max: number): string => sequence(leaf('a', `maxOccurs="${String(max)}"`));
  const comparison = compare(count(5000), count(6000), 'in', { maxSteps: 3 });
  t.equal(comparison.verdict, 'undecided');
  t.equal(comparison.mismatches[0]?.rule, 'budget');
  t.equal(compare(count(5000), count(6000), 'in').verdict, 'compatible');
});

t.test('no more mismatches are told than were asked for', async (t) => {
  const names = Array.from({ length: 20 }, (_, at) => leaf(`n${String(at)}`));
  const other = sequence(leaf('z', OPT));
  t.equal(compare(sequence(names.join('')), other, 'in', { maxMismatches: 3 }).mismatches.length, 3);
  t.equal(compare(sequence(names.join('')), other, 'in', { maxMismatches: 0 }).mismatches.length, 0);
  t.equal(compare(sequence(names.join('')), other, 'in', { maxMismatches: 0 }).verdict, 'incompatible');
});

t.test('a type used in two places is told of in both', async (t) => {
  const twice = (type: string): string =>
    `${sequence(leaf('from', '', 't:A') + leaf('to', '', 't:A'))}<xs:complexType name="A"><xs:sequence>${leaf('zip', '', type)}</xs:sequence></xs:complexType>`;
  const paths = compare(twice('xs:string'), twice('xs:int'), 'in').mismatches.map(({ path }) => path);
  t.strictSame(paths, ['from/zip', 'to/zip']);
});

const restricted = (base: string, facets: string): string =>
  `<xs:element name="e"><xs:simpleType><xs:restriction base="${base}">${facets}</xs:restriction></xs:simpleType></xs:element>`;
const facet = (name: string, value: string): string => `<xs:${name} value="${value}"/>`;

/** Wanted, advertised, and what is told in and out. */
const FACETS: readonly (readonly [wanted: string, advertised: string, inward: string, out: string])[] = [
  [
    restricted('xs:string', facet('maxLength', '12')),
    restricted('xs:string', facet('maxLength', '10')),
    '. facet: wanted maxLength 12, advertised maxLength 10: lower maxLength of element e to 10',
    '',
  ],
  [
    restricted('xs:string', facet('maxLength', '10')),
    restricted('xs:string', facet('maxLength', '12')),
    '',
    '. facet: wanted maxLength 10, advertised maxLength 12: widen maxLength of element e to 12',
  ],
  [
    restricted('xs:string', ''),
    restricted('xs:string', facet('minLength', '1')),
    '. facet: wanted no minLength, advertised minLength 1: set minLength of element e to 1',
    '',
  ],
  [
    restricted('xs:decimal', facet('maxInclusive', '9.5')),
    restricted('xs:decimal', facet('maxExclusive', '9')),
    '. facet: wanted maxInclusive 9.5, advertised maxExclusive 9: set maxExclusive of element e to 9',
    '',
  ],
  [
    restricted('xs:decimal', facet('fractionDigits', '2')),
    restricted('xs:decimal', facet('fractionDigits', '3')),
    '',
    '. facet: wanted fractionDigits 2, advertised fractionDigits 3: widen fractionDigits of element e to 3',
  ],
  [
    restricted('xs:token', facet('enumeration', 'a') + facet('enumeration', 'b')),
    restricted('xs:token', facet('enumeration', 'b') + facet('enumeration', 'c')),
    '. enumeration: wanted the values "a", advertised the values "b", "c": remove "a" from the values of element e',
    '. enumeration: wanted the values "a", "b", advertised the values "c": add "c" to the values of element e',
  ],
  [
    restricted('xs:string', facet('pattern', '[a-z]+')),
    restricted('xs:string', facet('pattern', '[a-m]+')),
    '. pattern: wanted pattern "[a-z]+", advertised pattern "[a-m]+": let element e match pattern "[a-m]+"',
    '',
  ],
  [
    '<xs:element name="e" type="xs:long"/>',
    '<xs:element name="e" type="xs:int"/>',
    '. type: wanted xs:long, advertised xs:int: narrow the type of element e to xs:int',
    '',
  ],
  [
    '<xs:element name="e" type="xs:int"/>',
    restricted('xs:long', facet('maxInclusive', '5')),
    '. facet: wanted maxInclusive 2147483647, advertised maxInclusive 5: set maxInclusive of element e to 5',
    '. type: wanted xs:int, advertised a restriction of xs:long: widen the type of element e to xs:long',
  ],
  [
    '<xs:element name="e" type="xs:string" fixed="a"/>',
    '<xs:element name="e" type="xs:string"/>',
    '. fixed: wanted fixed "a", advertised no default or fixed value: take the default or fixed value from element e',
    '. fixed: wanted fixed "a", advertised no default or fixed value: take the default or fixed value from element e',
  ],
];

for (const [wanted, advertised, inward, out] of FACETS) {
  t.test(`a comparison tells which facet fails: ${inward === '' ? out : inward}`, async (t) => {
    t.strictSame(tell(compare(wanted, advertised, 'in')), inward === '' ? [] : [inward]);
    t.strictSame(tell(compare(wanted, advertised, 'out')), out === '' ? [] : [out]);
  });
}

t.test('a comparison tells of types that may take the place of a declared one on one side only', async (t) => {
  const base = '<xs:element name="e" type="t:B"/><xs:complexType name="B"/>';
  const derived = (name: string): string =>
    `<xs:complexType name="${name}"><xs:complexContent><xs:extension base="t:B"><xs:attribute name="a"/></xs:extension></xs:complexContent></xs:complexType>`;
  t.strictSame(tell(compare(base + derived('D') + derived('F'), base + derived('D'), 'in')), [
    '. xsi-type: wanted F in the place of its type, by xsi:type, advertised no such type there: block the replacing of the type of element e by F',
  ]);
  t.equal(compare(base + derived('D'), base + derived('D') + derived('F'), 'in').verdict, 'compatible');
});

t.test('a type that replaces xs:anyType by xsi:type has to be known', async (t) => {
  const any = `${typed('<xs:sequence><xs:element name="v"/></xs:sequence>')}`;
  const named = `${typed('<xs:sequence><xs:element name="v" type="t:B"/></xs:sequence>')}<xs:complexType name="B"/><xs:complexType name="D"><xs:complexContent><xs:extension base="t:B"/></xs:complexContent></xs:complexType>`;
  t.equal(compare(named, any, 'in').verdict, 'incompatible');
});

t.test('a change that is told makes the mismatch go away', async (t) => {
  const item = (more: string): string =>
    `<xs:element name="item" ${more}><xs:complexType><xs:attribute name="sku" use="required"/></xs:complexType></xs:element>`;
  const advertised = sequence(item('maxOccurs="5"') + leaf('note'));
  const wanted = sequence(item('maxOccurs="9"') + leaf('extra'));
  const told = compare(wanted, advertised, 'in');
  t.strictSame(
    told.mismatches.map(({ change }) => change),
    ['lower maxOccurs of element item to 5', 'remove element extra', 'add element note after item (xs:int, required)'],
  );
  t.equal(compare(sequence(item('maxOccurs="5"') + leaf('note')), advertised, 'in').verdict, 'exact');
});
