import t from 'tap';
import { compareComponents } from '../../../src/schema/index.js';
import { read } from '../support.js';
import { key } from './keys.js';

const typed = (content: string): string =>
  `<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>`;
const leaf = (name: string, more = '', type = 'xs:int'): string =>
  `<xs:element name="${name}" type="${type}" ${more}/>`;
const many = (count: number, write: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => write(at)).join('');
const OPT = 'minOccurs="0"';
const simple = (facets: string): string =>
  `<xs:element name="e"><xs:simpleType><xs:restriction base="xs:string">${facets}</xs:restriction></xs:simpleType></xs:element>`;
const pattern = (source: string): string => simple(`<xs:pattern value="${source}"/>`);
const mesh = (last: string): string =>
  `<xs:element name="e" type="t:T0"/>${many(60, (at) => `<xs:complexType name="T${String(at)}"><xs:sequence>${many(60, (to) => leaf(`n${String(to)}`, OPT, `t:T${String(to)}`))}${leaf('v', '', last)}</xs:sequence></xs:complexType>`)}`;
const chain = (last: string): string =>
  `<xs:element name="e" type="t:T0"/>${many(1500, (at) => `<xs:complexType name="T${String(at)}"><xs:sequence>${leaf('n', '', at === 1499 ? last : `t:T${String(at + 1)}`)}</xs:sequence></xs:complexType>`)}`;
const nested = (depth: number): string =>
  depth === 0
    ? leaf('z')
    : `<xs:choice>${leaf(`c${String(depth)}`)}<xs:sequence>${leaf(`s${String(depth)}`)}${nested(depth - 1)}</xs:sequence></xs:choice>`;

/** Pairs made to be slow. */
const PAIRS: readonly (readonly [string, string, string])[] = [
  [
    'thousands of optional elements before a choice',
    typed(
      `<xs:sequence>${many(1500, (at) => leaf(`a${String(at)}`, OPT))}<xs:choice>${leaf('x')}${leaf('y')}</xs:choice></xs:sequence>`,
    ),
    typed(
      `<xs:sequence>${many(1500, (at) => leaf(`a${String(at)}`, OPT, 'xs:long'))}<xs:choice>${leaf('x')}${leaf('y')}</xs:choice></xs:sequence>`,
    ),
  ],
  [
    'a choice of thousands',
    typed(`<xs:choice maxOccurs="unbounded">${many(4000, (at) => leaf(`a${String(at)}`, OPT))}</xs:choice>`),
    typed(`<xs:choice maxOccurs="unbounded">${many(4000, (at) => leaf(`a${String(at)}`, '', 'xs:long'))}</xs:choice>`),
  ],
  [
    'an all in its orders',
    typed(`<xs:all>${many(30, (at) => leaf(`a${String(at)}`, OPT))}</xs:all>`),
    typed(`<xs:choice maxOccurs="30">${many(30, (at) => leaf(`a${String(at)}`, OPT, 'xs:long'))}</xs:choice>`),
  ],
  ['types that all refer to one another', mesh('xs:int'), mesh('xs:date')],
  ['a long chain of types', chain('xs:int'), chain('xs:long')],
  [
    'choices in choices',
    typed(`<xs:sequence>${nested(60)}</xs:sequence>`),
    typed(`<xs:sequence>${nested(61)}</xs:sequence>`),
  ],
  [
    'patterns whose deterministic automata are huge',
    pattern('(a|b)*a(a|b){16}'),
    pattern('(a|b)*b(a|b){16}|(a|b)*a(b|a){16}c?'),
  ],
  [
    'patterns over many categories of characters',
    pattern('[\\w\\p{L}-[\\p{Lu}]]{1,8}(\\i\\c*|\\p{IsGreek}+)'),
    pattern('[\\w\\P{Lu}]{1,8}(\\i\\c*|\\p{IsGreek}*|\\p{IsCyrillic}+)+'),
  ],
  [
    'long values against a slow pattern',
    simple(many(200, (at) => `<xs:enumeration value="${'ab'.repeat(900)}${String(at)}"/>`)),
    pattern('(a|b|[0-9])*(a|b|[0-9]){600}(a|[0-9]){1,600}'),
  ],
  ['thousands of values', simple(many(8000, (at) => `<xs:enumeration value="v${String(at)}"/>`)), pattern('v[0-9]+')],
];

for (const [what, one, other] of PAIRS) {
  t.test(`a comparison of ${what} ends soon`, async (t) => {
    const [wanted, advertised] = [key(read(one)), key(read(other))];
    for (const direction of ['in', 'out'] as const) {
      const start = process.cpuUsage();
      const { verdict, mismatches } = compareComponents(wanted, advertised, { direction });
      const { user, system } = process.cpuUsage(start);
      t.ok((user + system) / 1000 < 1000, `${String((user + system) / 1000)} ms`);
      t.equal(verdict === 'compatible', mismatches.length === 0, 'what does not fit has a reason');
    }
  });
}
