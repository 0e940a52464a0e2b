import t from 'tap';
import { parseXml } from '../../../src/xml/index.js';
import { allElements, toPlain } from '../plain-tree.js';
import { refusalOf } from '../refusal.js';

const childrenOf = (source: string) => toPlain(parseXml(source).root).children;
const attributesOf = (source: string) => parseXml(source).root.attributes.map(({ value }) => value);

t.test(
  'an element has its expanded name, its prefix as written, its attributes in order and its offsets',
  async (t) => {
    const source = '<?xml version="1.0"?>\n<p:a xmlns:p="urn:p" b="1" p:c="2" xml:lang="en">x<d/></p:a><!-- end -->';
    const { root } = parseXml(source);
    t.same(toPlain(root), {
      name: '{urn:p}a',
      prefix: 'p',
      attributes: [':{}b=1', 'p:{urn:p}c=2', 'xml:{http://www.w3.org/XML/1998/namespace}lang=en'],
      children: ['x', { name: '{}d', prefix: '', attributes: [], children: [] }],
    });
    t.equal(source.slice(root.start, root.end), '<p:a xmlns:p="urn:p" b="1" p:c="2" xml:lang="en">x<d/></p:a>');
  },
);

t.test('CDATA sections are text, comments and instructions are left out, and neighbouring texts are one', async (t) => {
  t.same(childrenOf('<a>x<!-- c -->y<![CDATA[<&]]]]><?pi?>&gt;</a>'), ['xy<&]]>']);
  t.same(childrenOf('<a><!----><![CDATA[]]><?pi a?></a>'), []);
  t.same(
    childrenOf('<a>1<b/><!-- -->2</a>').filter((child) => typeof child === 'string'),
    ['1', '2'],
  );
});

t.test('references stand for their characters, in text and in attributes', async (t) => {
  t.same(childrenOf('<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#x1F600;&#xd;</a>'), ['<>&"\'AB\u{1F600}\r']);
  t.same(attributesOf('<a b="&lt;&#10;&quot;" c=\'"&apos;\'/>'), ['<\n"', '"\'']);
});

t.test('line ends are LF in text, and each white space character is a space in an attribute', async (t) => {
  t.same(childrenOf('<a>1\r\n2\r3\n\r4<![CDATA[\r\n]]></a>'), ['1\n2\n3\n\n4\n']);
  t.same(attributesOf('<a b="1\r\n2\r3\n4\t5&#13;"/>'), ['1 2 3 4 5\r']);
});

t.test('a default namespace applies to elements inside it, not to attributes, and can be taken back', async (t) => {
  const { root } = parseXml('<a xmlns="urn:1" k=""><b xmlns=""><c/></b><d/></a>');
  t.same(
    allElements(root).map(({ name }) => `${name.namespace} ${name.local}`),
    ['urn:1 a', ' b', ' c', 'urn:1 d'],
  );
  t.equal(root.attributes[0]?.name.namespace, '');
});

t.test('a prefix is resolved by the declarations of its own start tag, whatever their order', async (t) => {
  const { root } = parseXml('<p:a p:k="" xmlns:p="urn:1"><p:a p:k="" xmlns:p="urn:2"/><p:a/></p:a>');
  t.same(
    allElements(root).map(({ name, attributes }) => [name.namespace, attributes[0]?.name.namespace]),
    [
      ['urn:1', 'urn:1'],
      ['urn:2', 'urn:2'],
      ['urn:1', undefined],
    ],
  );
});

t.test('equal names in one document are one object, through other prefixes and declarations in between', async (t) => {
  const { root } = parseXml(
    '<p:a xmlns:p="urn:1" xmlns:q="urn:1" b=""><q:a/><b/><b xmlns="urn:2"/><p:a xmlns:p="urn:2"/><a xmlns="urn:1"/><p:a/><p:b xmlns:p="urn:2"/></p:a>',
  );
  const names = allElements(root).map(({ name }) => name);
  for (const left of names) {
    for (const right of names)
      t.equal(left === right, left.namespace === right.namespace && left.local === right.local);
  }
  t.equal(root.attributes[0]?.name, names[2], 'the attribute b and the element b, both in no namespace');
});

t.test('equal names are one object also when thousands of names fill the table of names', async (t) => {
  const many = Array.from({ length: 3000 }, (_, at) => `<p:n${at}/><q:n${at}/><n${at} n${at}=""/>`).join('');
  const { root } = parseXml(`<r xmlns:p="urn:1" xmlns:q="urn:1">${many}${many}</r>`);
  const seen = new Map<string, unknown>();
  let different = 0;
  for (const { name, attributes } of allElements(root)) {
    for (const found of [name, ...attributes.map((attribute) => attribute.name)]) {
      const key = `${found.namespace} ${found.local}`;
      if (seen.has(key) && seen.get(key) !== found) different++;
      seen.set(key, found);
    }
  }
  t.equal(different, 0);
  t.equal(seen.size, 6001);
});

t.test('an element without declarations shares the scope of its parent', async (t) => {
  const { root } = parseXml('<a xmlns="urn:1"><b><c xmlns:p="urn:2"/></b><d/></a>');
  const [a, b, c, d] = allElements(root);
  t.equal(b?.scope, a?.scope);
  t.equal(d?.scope, a?.scope);
  t.equal(c?.scope?.outer, a?.scope);
  t.equal(parseXml('<a><b/></a>').root.scope, undefined);
});

t.test('names that objects have already are names like any other', async (t) => {
  const source = '<__proto__ constructor="1" toString="2" __proto__="3"><constructor/><hasOwnProperty/></__proto__>';
  t.equal(parseXml(source).root.name.local, '__proto__');
  t.same(attributesOf(source), ['1', '2', '3']);
  t.equal(Object.getPrototypeOf(parseXml(source).root), Object.prototype);
});

t.test('names with characters outside ASCII and outside the Basic Multilingual Plane are read', async (t) => {
  const { root } = parseXml('<größe:名\u{10400} xmlns:größe="urn:ü" \u{10400}="1" \u{10400}a="2"/>');
  t.same(root.name, { namespace: 'urn:ü', local: '名\u{10400}' });
  t.same(
    root.attributes.map(({ name }) => name.local),
    ['\u{10400}', '\u{10400}a'],
  );
  t.equal(refusalOf('<\u{F0000}/>').rule, 'name');
  t.equal(refusalOf('<\u{10400}:b/>').rule, 'ns-prefix-declared');
});

t.test('an XML declaration may have any version 1.x, the encoding UTF-8 in any case, and standalone', async (t) => {
  for (const declaration of [
    '<?xml version="1.0"?>',
    "<?xml version='1.7' encoding='utf-8'?>",
    '<?xml  version = "1.0"\tencoding="Utf-8"\nstandalone="no" ?>',
    '<?xml version="1.0" standalone=\'yes\'?>',
  ]) {
    t.equal(parseXml(`${declaration}<a/>`).root.name.local, 'a', declaration);
  }
});
