import t from 'tap';
import { isStoaError } from '../../../src/base/index.js';
import { compareComponents } from '../../../src/schema/index.js';
import type { Schema, Verdict } from '../../../src/schema/index.js';
import { createElement } from '../../../src/xml/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import type { SeededRandom } from '../../support/seeded-random.js';
import { read } from '../support.js';
import { key } from './keys.js';

const typed = (content: string, more = ''): string =>
  `<xs:element name="e"><xs:complexType>${content}${more}</xs:complexType></xs:element>`;
const leaf = (name: string, more = '', type = 'xs:int'): string =>
  `<xs:element name="${name}" type="${type}" ${more}/>`;
const occurs = (min: number, max: number): string =>
  `minOccurs="${String(min)}" maxOccurs="${max === Infinity ? 'unbounded' : String(max)}"`;

const verdict = (wanted: Schema, advertised: Schema): Verdict =>
  compareComponents(key(wanted), key(advertised), { direction: 'in', maxMismatches: 0 }).verdict;

const isUsable = (given: Verdict): boolean => given === 'exact' || given === 'compatible';

const tryRead = (body: string): Schema | undefined => {
  try {
    return read(body);
  } catch (thrown) {
    if (isStoaError(thrown)) return undefined;
    throw thrown;
  }
};

const RANGES: readonly (readonly [number, number])[] = [
  ...[0, 1, 2, 3].flatMap((min) =>
    [1, 2, 3, 4, Infinity].filter((max) => max >= min).map((max) => [min, max] as const),
  ),
  [5, 40],
  [7, 3000],
  [2, 5000],
];

/** Ways to write a content that repeats `min` to `max` times. */
const REPEATING: readonly (readonly [string, (min: number, max: number) => string])[] = [
  ['an element', (min, max) => typed(`<xs:sequence>${leaf('a', occurs(min, max))}</xs:sequence>`)],
  [
    'an element before another',
    (min, max) => typed(`<xs:sequence>${leaf('a', occurs(min, max))}${leaf('b', 'minOccurs="0"')}</xs:sequence>`),
  ],
  ['a choice', (min, max) => typed(`<xs:choice ${occurs(min, max)}>${leaf('a')}${leaf('b')}</xs:choice>`)],
  [
    'a group',
    (min, max) =>
      typed(
        `<xs:sequence ${occurs(min, Math.min(max, max === Infinity ? max : 40))}>${leaf('a')}${leaf('b')}</xs:sequence>`,
      ),
  ],
  [
    'a nested group',
    (min, max) =>
      typed(
        `<xs:sequence>${leaf('z')}<xs:choice ${occurs(min, max === Infinity ? max : Math.min(max, 40))}><xs:sequence>${leaf('a')}${leaf('b', 'minOccurs="0"')}</xs:sequence>${leaf('c')}</xs:choice></xs:sequence>`,
      ),
  ],
];

for (const [what, write] of REPEATING) {
  t.test(`counts of ${what} fit exactly when one range is in the other`, async (t) => {
    const isSmall = what.includes('group');
    const ranges = RANGES.filter(([, max]) => !isSmall || max <= 40 || max === Infinity);
    const schemas = ranges.map(([min, max]) => read(write(min, max)));
    for (const [at, [min, max]] of ranges.entries()) {
      for (const [other, [least, most]] of ranges.entries()) {
        const [wanted, advertised] = [schemas[at], schemas[other]];
        if (wanted === undefined || advertised === undefined) continue;
        const given = verdict(wanted, advertised);
        const expected = min >= least && max <= most;
        if (isUsable(given) !== expected || given === 'undecided')
          t.fail(`{${String(min)},${String(max)}} in {${String(least)},${String(most)}} is ${given}`);
      }
    }
  });
}

/** A random content model over a few names. */
const makeModel = (random: SeededRandom, depth: number): string => {
  const { int, pick } = random;
  const range = (): string => {
    const [min, max] = pick([
      [1, 1],
      [1, 1],
      [0, 1],
      [1, 2],
      [0, 2],
      [2, 3],
      [0, Infinity],
      [1, Infinity],
    ] as const);
    return occurs(min, max);
  };
  if (depth === 0 || int(2) === 0) return leaf(pick(['a', 'b', 'c']), range());
  const parts = Array.from({ length: 1 + int(3) }, () => makeModel(random, depth - 1)).join('');
  const compositor = pick(['sequence', 'choice']);
  return `<xs:${compositor} ${range()}>${parts}</xs:${compositor}>`;
};

const makeRoot = (random: SeededRandom): string => {
  if (random.int(6) > 0) return typed(`<xs:sequence>${makeModel(random, 2)}</xs:sequence>`);
  const names = random.shuffle(['a', 'b', 'c']).slice(0, 1 + random.int(3));
  return typed(`<xs:all>${names.map((name) => leaf(name, random.pick(['', 'minOccurs="0"']))).join('')}</xs:all>`);
};

/** Every content of up to `length` elements, as words over the names. */
const WORDS = ((): readonly string[] => {
  const all = [''];
  let last = [''];
  for (let length = 1; length <= 5; length++) {
    last = last.flatMap((word) => ['a', 'b', 'c'].map((name) => word + name));
    all.push(...last);
  }
  return all;
})();

const languageOf = (schema: Schema): ReadonlySet<string> => {
  const name = { namespace: 'urn:t', local: 'e' };
  const child = (local: string) => createElement({ namespace: 'urn:t', local }, { children: ['1'] });
  return new Set(
    WORDS.filter((word) => schema.check(createElement(name, { children: Array.from(word, child) })).length === 0),
  );
};

t.test('content models fit exactly when all short contents do', async (t) => {
  const random = createSeededRandom(20_261_122);
  const models: { schema: Schema; body: string; language: ReadonlySet<string> }[] = [];
  while (models.length < 60) {
    const body = makeRoot(random);
    const schema = tryRead(body);
    if (schema !== undefined) models.push({ schema, body, language: languageOf(schema) });
  }
  const count = { yes: 0, no: 0 };
  for (const wanted of models) {
    for (const advertised of models) {
      const given = isUsable(verdict(wanted.schema, advertised.schema));
      const expected = [...wanted.language].every((word) => advertised.language.has(word));
      if (given) count.yes++;
      else count.no++;
      // What short contents do not show, longer ones may.
      const isShown = given === expected || (!given && wanted.body.includes('unbounded'));
      if (!isShown) t.fail(`${wanted.body} in ${advertised.body} is ${String(given)}, expected ${String(expected)}`);
    }
  }
  t.ok(count.yes > 100 && count.no > 1000, JSON.stringify(count));
});

/** A declaration, and one made from it so that it has all of its instances and more. */
const WIDENED: readonly (readonly [string, string, string])[] = [
  [
    'an all with more optional elements',
    `<xs:all>${leaf('a')}</xs:all>`,
    `<xs:all>${leaf('b', 'minOccurs="0"')}${leaf('a')}</xs:all>`,
  ],
  [
    'a sequence in an all',
    `<xs:sequence>${leaf('b')}${leaf('a', 'minOccurs="0"')}</xs:sequence>`,
    `<xs:all>${leaf('a', 'minOccurs="0"')}${leaf('b')}${leaf('c', 'minOccurs="0"')}</xs:all>`,
  ],
  [
    'a choice in an all',
    `<xs:choice>${leaf('b')}${leaf('a')}</xs:choice>`,
    `<xs:all>${leaf('a', 'minOccurs="0"')}${leaf('b', 'minOccurs="0"')}</xs:all>`,
  ],
  [
    'a large all in a choice that repeats',
    `<xs:all>${Array.from({ length: 40 }, (_, at) => leaf(`n${String(at)}`)).join('')}</xs:all>`,
    `<xs:choice minOccurs="0" maxOccurs="unbounded">${Array.from({ length: 40 }, (_, at) => leaf(`n${String(at)}`)).join('')}</xs:choice>`,
  ],
  [
    'a large all in a larger one',
    `<xs:all>${Array.from({ length: 40 }, (_, at) => leaf(`n${String(at)}`)).join('')}</xs:all>`,
    `<xs:all>${Array.from({ length: 50 }, (_, at) => leaf(`n${String(49 - at)}`, 'minOccurs="0"')).join('')}</xs:all>`,
  ],
  [
    'many optional elements in an all',
    `<xs:sequence>${Array.from({ length: 40 }, (_, at) => leaf(`n${String(at)}`, 'minOccurs="0"')).join('')}</xs:sequence>`,
    `<xs:all>${Array.from({ length: 40 }, (_, at) => leaf(`n${String(39 - at)}`, 'minOccurs="0"')).join('')}</xs:all>`,
  ],
  [
    'a wildcard in several that share its namespaces',
    '<xs:sequence><xs:any namespace="urn:x urn:y" processContents="skip"/></xs:sequence>',
    '<xs:choice><xs:any namespace="urn:y" processContents="skip"/><xs:any namespace="urn:x urn:z" processContents="skip"/></xs:choice>',
  ],
  [
    'any other namespace in two wildcards',
    '<xs:sequence><xs:any namespace="##other" processContents="lax"/></xs:sequence>',
    '<xs:choice><xs:any namespace="##other" processContents="skip"/><xs:any namespace="##local" processContents="skip"/></xs:choice>',
  ],
  [
    'elements and a wildcard in a wildcard',
    `<xs:sequence>${leaf('a')}<xs:any namespace="##other"/></xs:sequence>`,
    '<xs:sequence><xs:any processContents="skip" minOccurs="2" maxOccurs="2"/></xs:sequence>',
  ],
  [
    'an element in a wildcard that looks for declarations and finds none',
    `<xs:sequence>${leaf('a')}</xs:sequence>`,
    '<xs:sequence><xs:any processContents="lax"/></xs:sequence>',
  ],
  [
    'text in mixed content',
    '<xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent>',
    '<xs:simpleContent><xs:extension base="xs:decimal"/></xs:simpleContent>',
  ],
  [
    'groups that say the same with more',
    `<xs:sequence><xs:sequence>${leaf('a')}</xs:sequence><xs:choice>${leaf('b')}</xs:choice></xs:sequence>`,
    `<xs:sequence>${leaf('a')}${leaf('b')}${leaf('c', 'minOccurs="0"')}</xs:sequence>`,
  ],
  [
    'an unrolled repetition',
    `<xs:sequence>${leaf('a')}${leaf('a')}${leaf('a')}</xs:sequence>`,
    `<xs:sequence>${leaf('a', 'minOccurs="2" maxOccurs="3"')}</xs:sequence>`,
  ],
];

for (const [why, narrow, wide] of WIDENED) {
  t.test(`${why} fits, and not the other way round`, async (t) => {
    const [wanted, advertised] = [read(typed(narrow)), read(typed(wide))];
    t.equal(verdict(wanted, advertised), 'compatible');
    t.equal(verdict(advertised, wanted), 'incompatible');
  });
}

/** What a wildcard lets in is judged by what both schemas declare. */
const OPEN: readonly (readonly [string, string, string, boolean])[] = [
  [
    'a lax wildcard that meets a narrower declaration',
    '<xs:element name="g" type="xs:byte"/>',
    '<xs:element name="g" type="xs:int"/>',
    true,
  ],
  [
    'a lax wildcard that meets another declaration',
    '<xs:element name="g" type="xs:int"/>',
    '<xs:element name="g" type="xs:byte"/>',
    false,
  ],
  [
    'a lax wildcard where only the advertised schema has a declaration',
    '',
    '<xs:element name="g" type="xs:int"/>',
    false,
  ],
  [
    'a lax wildcard with a declaration that the advertised schema lacks',
    '<xs:element name="g" type="xs:int"/>',
    '',
    true,
  ],
];

for (const [why, wanted, advertised, expected] of OPEN) {
  t.test(`${why} ${expected ? 'fits' : 'does not fit'}`, async (t) => {
    const body = (more: string, min: string): string =>
      typed(`<xs:sequence><xs:any namespace="##targetNamespace" processContents="lax" ${min}/></xs:sequence>`) + more;
    t.equal(isUsable(verdict(read(body(wanted, '')), read(body(advertised, 'minOccurs="0"')))), expected);
  });
}

t.test('a strict wildcard fits where all that it lets in is declared and fits', async (t) => {
  const body = (more: string, min: string): string =>
    typed(`<xs:sequence><xs:any namespace="##targetNamespace" ${min}/></xs:sequence>`) + more;
  const g = '<xs:element name="g" type="xs:int"/>';
  t.equal(verdict(read(body(g, '')), read(body(g, 'minOccurs="0"'))), 'compatible');
  t.equal(verdict(read(body(g, '')), read(body('', 'minOccurs="0"'))), 'incompatible');
});

t.test(
  'elements inside what a lax wildcard lets in are held against what the advertised schema declares',
  async (t) => {
    const inner = (type: string): string =>
      `<xs:element name="a"><xs:complexType><xs:sequence>${leaf('deep', '', type)}</xs:sequence></xs:complexType></xs:element>`;
    const wanted = (type: string): Schema => read(typed(`<xs:sequence>${inner(type)}</xs:sequence>`));
    const advertised = read(
      `${typed('<xs:sequence><xs:any processContents="lax"/></xs:sequence>')}<xs:element name="deep" type="xs:int"/>`,
    );
    t.equal(verdict(wanted('xs:byte'), advertised), 'compatible');
    t.equal(verdict(wanted('xs:date'), advertised), 'incompatible');
  },
);

t.test('a comparison says when it depends on what the schemas declare besides', async (t) => {
  const open = (occurs: string, process: string): Schema =>
    read(typed(`<xs:sequence><xs:any namespace="##other" processContents="${process}" ${occurs}/></xs:sequence>`));
  const compare = (process: string): unknown =>
    compareComponents(key(open('', process)), key(open('minOccurs="0"', process)), { direction: 'both' });
  t.match(compare('lax'), { verdict: 'incompatible', isOpen: true });
  t.notMatch(compare('skip'), { isOpen: true });
});

t.test('members of a substitution group count where their head may stand', async (t) => {
  const head = '<xs:element name="h" type="xs:int"/>';
  const member = (name: string, type = ''): string => `<xs:element name="${name}" ${type} substitutionGroup="t:h"/>`;
  const body = (...globals: readonly string[]): Schema =>
    read(typed('<xs:sequence><xs:element ref="t:h" maxOccurs="2"/></xs:sequence>') + globals.join(''));
  t.equal(verdict(body(head, member('m')), body(head, member('m'), member('n'))), 'compatible');
  t.equal(verdict(body(head, member('m'), member('n')), body(head, member('m'))), 'incompatible');
  t.equal(verdict(body(head, member('m', 'type="xs:byte"')), body(head, member('m'))), 'compatible');
  const abstract = head.replace('name="h"', 'name="h" abstract="true"');
  t.equal(verdict(body(abstract, member('m')), body(head, member('m'))), 'compatible');
  t.equal(verdict(body(head, member('m')), body(abstract, member('m'))), 'incompatible');
});

t.test('types that one side may derive differently fit by what they have, not by how they came to be', async (t) => {
  const extension = `<xs:element name="e" type="t:D" block="#all"/><xs:complexType name="B"><xs:sequence>${leaf('a')}</xs:sequence></xs:complexType><xs:complexType name="D"><xs:complexContent><xs:extension base="t:B"><xs:sequence>${leaf('b')}</xs:sequence></xs:extension></xs:complexContent></xs:complexType>`;
  const plain = `<xs:element name="e" type="t:P"/><xs:complexType name="P"><xs:sequence>${leaf('a')}${leaf('b')}${leaf('c', 'minOccurs="0"')}</xs:sequence></xs:complexType>`;
  t.equal(verdict(read(extension), read(plain)), 'compatible');
  t.equal(verdict(read(plain), read(extension)), 'incompatible');
});
