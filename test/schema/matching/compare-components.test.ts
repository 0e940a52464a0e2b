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
    out: [
      'item[] occurrence: wanted at most 9, advertised at most unbounded: raise maxOccurs of element item to unbounded',
    ],
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
