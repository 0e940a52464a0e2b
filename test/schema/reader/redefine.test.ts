import t from 'tap';
import { check, inTime, limitOf, readSet, rulesOf } from '../support.js';

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const A = 'targetNamespace="urn:a" xmlns="urn:a" elementFormDefault="qualified"';
const document = (body: string, attributes = A): string => `<xs:schema ${XS} ${attributes}>${body}</xs:schema>`;
const redefine = (body: string, location = 'base.xsd'): string =>
  `<xs:redefine schemaLocation="${location}">${body}</xs:redefine>`;
const e = (content: string, attributes = ''): string => `<e xmlns="urn:a" ${attributes}>${content}</e>`;
const element = (name: string, type = 'xs:int'): string => `<xs:element name="${name}" type="${type}"/>`;
const sequence = (content: string): string => `<xs:sequence>${content}</xs:sequence>`;
const complex = (content: string, name = 'T'): string => `<xs:complexType name="${name}">${content}</xs:complexType>`;
const derived = (derivation: 'extension' | 'restriction', content: string, base = 'T'): string =>
  `<xs:complexContent><xs:${derivation} base="${base}">${content}</xs:${derivation}></xs:complexContent>`;
const group = (content: string): string => `<xs:group name="g">${content}</xs:group>`;
const attributes = (content: string): string => `<xs:attributeGroup name="g">${content}</xs:attributeGroup>`;

/** Contents of `e`, of type `T` of the base document, that are valid. */
const taken = (texts: Readonly<Record<string, string>>, ...contents: readonly string[]): readonly string[] => {
  const schema = readSet(texts);
  return contents.filter((content) => check(schema, e(content)).length === 0);
};

t.test('a redefined type takes the place of what it extends, also in the document that is redefined', async (t) => {
  const base = document(complex(sequence(element('a'))) + element('e', 'T'));
  const main = document(redefine(complex(derived('extension', sequence(element('b'))))));
  t.same(taken({ 'main.xsd': main, 'base.xsd': base }, '<a>1</a>', '<a>1</a><b>2</b>'), ['<a>1</a><b>2</b>']);
  t.same(taken({ 'base.xsd': base, 'main.xsd': main }, '<a>1</a>', '<a>1</a><b>2</b>'), ['<a>1</a><b>2</b>']);
  t.equal(readSet({ 'main.xsd': main, 'base.xsd': base }).components().length, 2);
});

t.test('a redefined simple type takes the place of what it restricts', async (t) => {
  const simple = (base: string, facet: string): string =>
    `<xs:simpleType name="S"><xs:restriction base="${base}">${facet}</xs:restriction></xs:simpleType>`;
  const texts = {
    'main.xsd': document(redefine(simple('S', '<xs:maxInclusive value="9"/>'))),
    'base.xsd': document(simple('xs:int', '<xs:minInclusive value="1"/>') + element('e', 'S')),
  };
  t.same(taken(texts, '0', '1', '9', '10'), ['1', '9']);
});

t.test('inside a redefined type its own name means the new type, but for its base', async (t) => {
  const texts = {
    'main.xsd': document(
      redefine(complex(derived('extension', sequence('<xs:element name="b" type="T" minOccurs="0"/>')))),
    ),
    'base.xsd': document(complex(sequence(element('a'))) + element('e', 'T')),
  };
  t.same(taken(texts, '<a>1</a><b><a>1</a><b><a>1</a></b></b>', '<a>1</a><b/>'), [
    '<a>1</a><b><a>1</a><b><a>1</a></b></b>',
  ]);
});

t.test('a redefined group that refers to itself holds what it held before', async (t) => {
  const texts = {
    'main.xsd': document(redefine(group(sequence(`${element('x')}<xs:group ref="g"/>${element('y')}`)))),
    'base.xsd': document(group(sequence(element('a'))) + complex('<xs:group ref="g"/>') + element('e', 'T')),
  };
  t.same(taken(texts, '<a>1</a>', '<x>1</x><a>1</a><y>1</y>'), ['<x>1</x><a>1</a><y>1</y>']);
});

t.test('a redefined group that does not refer to itself restricts what it was before', async (t) => {
  const texts = (own: string): Record<string, string> => ({
    'main.xsd': document(redefine(group(own))),
    'base.xsd': document(
      group(sequence(`${element('a')}<xs:element name="b" type="xs:int" minOccurs="0"/>`)) +
        complex('<xs:group ref="g"/>') +
        element('e', 'T'),
    ),
  });
  t.same(taken(texts(sequence(element('a'))), '<a>1</a>', '<a>1</a><b>1</b>'), ['<a>1</a>']);
  t.same(
    rulesOf(() => readSet(texts(sequence(element('b'))))),
    ['src-redefine.6.2.2'],
  );
});

t.test('a redefined attribute group refers to itself or restricts what it was before', async (t) => {
  const letIn = (own: string): readonly string[] => {
    const schema = readSet({
      'main.xsd': document(redefine(attributes(own))),
      'base.xsd': document(
        attributes('<xs:attribute name="a" type="xs:int"/><xs:attribute name="b"/>') +
          complex('<xs:attributeGroup ref="g"/>') +
          element('e', 'T'),
      ),
    });
    return ['a="1"', 'a="one"', 'b="1"', 'c="1"'].filter((each) => check(schema, e('', each)).length === 0);
  };
  t.same(letIn('<xs:attributeGroup ref="g"/><xs:attribute name="c"/>'), ['a="1"', 'b="1"', 'c="1"']);
  t.same(letIn('<xs:attribute name="a" type="xs:byte"/>'), ['a="1"']);
  t.same(
    rulesOf(() => letIn('<xs:attribute name="c"/>')),
    ['src-redefine.7.2.2'],
  );
  t.same(
    rulesOf(() => letIn('<xs:attribute name="a"/>')),
    ['src-redefine.7.2.2'],
  );
});

t.test('redefinitions of redefinitions apply one after the other', async (t) => {
  const extend = (name: string): string => complex(derived('extension', sequence(element(name))));
  const texts = {
    'main.xsd': document(redefine(extend('c'), 'middle.xsd')),
    'middle.xsd': document(redefine(extend('b'))),
    'base.xsd': document(complex(sequence(element('a'))) + element('e', 'T')),
  };
  const full = '<a>1</a><b>1</b><c>1</c>';
  t.same(taken(texts, '<a>1</a>', '<a>1</a><b>1</b>', full), [full]);
  t.same(taken(Object.fromEntries(Object.entries(texts).reverse()), '<a>1</a><b>1</b>', full), [full]);
});

t.test('a document without namespace is redefined in that of the document that does so', async (t) => {
  const texts = {
    'main.xsd': document(redefine(complex(derived('extension', sequence(element('b')))))),
    'base.xsd': document(
      `${complex(sequence(element('a')))}${complex(derived('extension', ''), 'U')}${element('e', 'U')}`,
      'elementFormDefault="qualified"',
    ),
  };
  t.same(taken(texts, '<a>1</a>', '<a>1</a><b>1</b>'), ['<a>1</a><b>1</b>']);
});

t.test('documents may redefine parts of each other', async (t) => {
  const own = (name: string): string =>
    `<xs:attributeGroup name="${name}"><xs:attribute name="${name}"/></xs:attributeGroup>`;
  const narrower = (name: string): string => own(name).replace('/><', ' type="xs:int"/><');
  const schema = readSet({
    'a.xsd': document(
      `${redefine(narrower('b'), 'b.xsd')}${own('a')}${complex('<xs:attributeGroup ref="a"/><xs:attributeGroup ref="b"/>')}${element('e', 'T')}`,
    ),
    'b.xsd': document(redefine(narrower('a'), 'a.xsd') + own('b'), ''),
  });
  t.same(check(schema, e('', 'a="1" b="1"')), []);
  t.equal(check(schema, e('', 'a="x" b="x"')).length, 2);
});

t.test('a redefine without definitions is an include, also of nothing', async (t) => {
  const main = document(`${redefine('<xs:annotation/>')}${element('e', 'xs:int')}`);
  t.doesNotThrow(() => readSet({ 'main.xsd': main }));
  t.equal(readSet({ 'main.xsd': main, 'base.xsd': document(complex('')) }).components().length, 2);
});

const BASE = document(
  `${complex(sequence(element('a')))}${group(sequence(element('a')))}${attributes('<xs:attribute name="a"/>')}<xs:simpleType name="S"><xs:restriction base="xs:int"/></xs:simpleType>`,
);

/** What breaks each rule: the rule, why, and the content of a redefine. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  ['src-redefine.5', 'a type that does not derive', complex(sequence(element('a')))],
  ['src-redefine.5', 'a type that derives from another', complex(derived('extension', '', 'xs:anyType'))],
  [
    'src-redefine.5',
    'a simple type that restricts another',
    '<xs:simpleType name="S"><xs:restriction base="xs:int"/></xs:simpleType>',
  ],
  [
    'src-redefine.5',
    'a simple type that is a union',
    '<xs:simpleType name="S"><xs:union memberTypes="S"/></xs:simpleType>',
  ],
  ['src-redefine.5', 'a type that is not there', complex(derived('extension', '', 'N'), 'N')],
  ['src-redefine.5', 'a complex type that is a simple one', complex(derived('extension', '', 'S'), 'S')],
  ['src-redefine.6', 'a group that is not there', '<xs:group name="n"><xs:sequence/></xs:group>'],
  [
    'src-redefine.6.1',
    'a group that refers to itself twice',
    group(sequence('<xs:group ref="g"/><xs:group ref="g"/>')),
  ],
  [
    'src-redefine.6.1.2',
    'a group that refers to itself optionally',
    group(sequence('<xs:group ref="g" minOccurs="0"/>')),
  ],
  ['src-redefine.6.2.2', 'a group that is wider than before', group(sequence(`${element('a')}${element('b')}`))],
  ['src-redefine.7', 'an attribute group that is not there', '<xs:attributeGroup name="n"/>'],
  [
    'src-redefine.7.1',
    'an attribute group that refers to itself twice',
    attributes('<xs:attributeGroup ref="g"/><xs:attributeGroup ref="g"/>'),
  ],
  ['src-redefine.7.2.2', 'an attribute group that is wider than before', attributes('<xs:attribute name="z"/>')],
  ['s4s-elt-must-match.1', 'an element', element('e')],
];

for (const [rule, why, body] of REFUSED) {
  t.test(`a set of documents is refused by ${rule}: ${why}`, async (t) => {
    const rules = rulesOf(() => readSet({ 'main.xsd': document(redefine(body)), 'base.xsd': BASE }));
    t.ok(rules.includes(rule), rules.join());
  });
}

t.test('a set of documents is refused by src-redefine.1 when what is redefined is not given', async (t) => {
  t.same(
    rulesOf(() => readSet({ 'main.xsd': document(redefine(complex(derived('extension', '')))) })),
    ['src-redefine.1'],
  );
});

t.test(
  'a set of documents is refused by src-redefine.3 when the redefined document has another namespace',
  async (t) => {
    const rules = rulesOf(() =>
      readSet({ 'main.xsd': document(redefine('')), 'base.xsd': document('', 'targetNamespace="urn:b"') }),
    );
    t.same(rules, ['src-redefine.3']);
  },
);

t.test('one component is redefined once', async (t) => {
  const extension = complex(derived('extension', ''));
  const twice = {
    'main.xsd': document('<xs:include schemaLocation="one.xsd"/><xs:include schemaLocation="two.xsd"/>'),
    'one.xsd': document(redefine(extension)),
    'two.xsd': document(redefine(extension)),
    'base.xsd': BASE,
  };
  t.ok(rulesOf(() => readSet(twice)).includes('src-redefine.5'));
});

t.test('documents that redefine each other in a circle of two hundred are read in bounded time', async (t) => {
  const count = 200;
  const texts = Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `${String(at)}.xsd`,
      document(
        redefine(complex(derived('extension', '')), `${String((at + 1) % count)}.xsd`) + (at === 0 ? complex('') : ''),
      ),
    ]),
  );
  t.ok(inTime(() => t.equal(readSet(texts).components().length, 1)));
});

t.test('a long chain of redefinitions is refused before the stack ends', async (t) => {
  const texts = (count: number): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `${String(at)}.xsd`,
        document(at === count - 1 ? complex('') : redefine(complex(derived('extension', '')), `${String(at + 1)}.xsd`)),
      ]),
    );
  t.doesNotThrow(() => readSet(texts(100)));
  t.equal(
    limitOf(() => readSet(texts(257))),
    'maxDocuments',
  );
});
