import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { createElement, parseXml, writeXml } from '../../src/xml/index.js';
import type { XmlElement } from '../../src/xml/index.js';
import { arbitraryTree } from './arbitrary-tree.js';
import { allElements, bindingsOf, toPlain } from './plain-tree.js';

const RUNS = { seed: 7, numRuns: 1000 };
const rewrite = (source: string): string => writeXml(parseXml(source).root);

t.test('a tree that was written reads back as the same tree', async () => {
  fc.assert(
    fc.property(arbitraryTree, (tree) => {
      deepStrictEqual(toPlain(parseXml(writeXml(tree)).root), toPlain(tree));
    }),
    RUNS,
  );
});

t.test('what is in scope in an element that was built is in scope when it is read back', async () => {
  fc.assert(
    fc.property(arbitraryTree, (tree) => {
      const read = allElements(parseXml(writeXml(tree)).root);
      for (const [at, built] of allElements(tree).entries()) {
        const element = read[at];
        if (element !== undefined)
          deepStrictEqual({ ...bindingsOf(element), ...bindingsOf(built) }, bindingsOf(element));
      }
    }),
    RUNS,
  );
});

t.test('a parsed tree is written with the same names and the same scopes, and again to the same text', async () => {
  fc.assert(
    fc.property(arbitraryTree, (tree) => {
      const parsed = parseXml(writeXml(tree)).root;
      const text = writeXml(parsed);
      const again = parseXml(text).root;
      deepStrictEqual(toPlain(again), toPlain(parsed));
      deepStrictEqual(allElements(again).map(bindingsOf), allElements(parsed).map(bindingsOf));
      strictEqual(writeXml(again), text);
    }),
    RUNS,
  );
});

t.test('declarations stand where the source had them and are not repeated', async (t) => {
  for (const source of [
    '<a xmlns="urn:a" xmlns:p="urn:p"><p:b/><c xmlns=""><d/></c></a>',
    '<p:a xmlns:p="urn:1"><p:a xmlns:p="urn:2"><p:b/></p:a><p:b/></p:a>',
    '<a><b xmlns="urn:b"/><b/></a>',
    '<a xml:lang="en">x &amp; y</a>',
  ]) {
    t.equal(rewrite(source), source);
  }
});

t.test('declarations of unused prefixes are kept, since QNames in content may need them', async (t) => {
  const source = '<s xmlns:tns="urn:t" type="tns:x"/>';
  t.equal(rewrite(source), source);
});

t.test('a built element declares what its names need, and its children only what is missing', async (t) => {
  const name = (local: string) => ({ namespace: 'urn:x', local });
  const child = createElement(name('b'), { prefix: 'p', attributes: { k: '1' } });
  const tree = createElement(name('a'), {
    prefix: 'p',
    children: [child, createElement({ namespace: '', local: 'c' })],
  });
  t.equal(writeXml(tree), '<p:a xmlns:p="urn:x"><p:b k="1"/><c/></p:a>');
  const plain = createElement(name('a'), { children: [child, createElement({ namespace: '', local: 'c' })] });
  t.equal(writeXml(plain), '<a xmlns="urn:x"><p:b xmlns:p="urn:x" k="1"/><c xmlns=""/></a>');
});

t.test('a parsed element put under a default namespace keeps QNames in its content in no namespace', async (t) => {
  const inner = parseXml('<p:s xmlns:p="urn:s" type="local"/>').root;
  const tree = createElement({ namespace: 'urn:x', local: 'a' }, { children: [inner] });
  t.equal(writeXml(tree), '<a xmlns="urn:x"><p:s xmlns:p="urn:s" xmlns="" type="local"/></a>');
});

t.test('a tree changed by hand gets the declarations that its names need', async (t) => {
  const { root } = parseXml('<p:a xmlns:p="urn:1"><p:b/><p:b k="p:x"/></p:a>');
  const changed: XmlElement = { ...root, name: { namespace: 'urn:2', local: 'a' } };
  const written = writeXml(changed);
  t.same(toPlain(parseXml(written).root), toPlain(changed));
  t.same(toPlain(parseXml(writeXml({ ...root, prefix: 'q' })).root), toPlain({ ...root, prefix: 'q' }));
});

t.test('an XML declaration is written when asked for', async (t) => {
  t.equal(writeXml(parseXml('<a/>').root, { declaration: true }), '<?xml version="1.0" encoding="UTF-8"?>\n<a/>');
});

t.test('indenting puts elements on lines of their own and leaves text with elements beside it alone', async (t) => {
  const { root } = parseXml('<a><b>x</b>\n\n<c><d/></c><e>y<f/><g><h/></g></e></a>');
  const indented = '<a>\n  <b>x</b>\n  <c>\n    <d/>\n  </c>\n  <e>y<f/><g><h/></g></e>\n</a>';
  t.equal(writeXml(root, { indent: '  ' }), indented);
});

t.test('a tree 100,000 levels deep is written without recursion', async (t) => {
  let tree = createElement({ namespace: '', local: 'a' });
  for (let depth = 1; depth < 100_000; depth++) tree = { ...tree, children: [tree] };
  t.equal(writeXml(tree), `${'<a>'.repeat(99_999)}<a/>${'</a>'.repeat(99_999)}`);
});

t.test('what XML cannot hold is refused and not written', async (t) => {
  const tree = createElement({ namespace: '', local: 'a' });
  const broken: Readonly<Record<string, XmlElement>> = {
    'control character in text': { ...tree, children: ['\u0001'] },
    'lone surrogate in text': { ...tree, children: ['x\ud800'] },
    'non-character in text': { ...tree, children: ['\uffff'] },
    'control character in an attribute': {
      ...tree,
      attributes: [{ name: { namespace: '', local: 'b' }, prefix: '', value: '\u0000' }],
    },
    'element name': { ...tree, name: { namespace: '', local: 'a b' } },
    'element name with markup': { ...tree, name: { namespace: '', local: 'a><b' } },
    'name with a colon': { ...tree, name: { namespace: '', local: 'p:a' } },
    'empty name': { ...tree, name: { namespace: '', local: '' } },
    prefix: { ...tree, prefix: 'x=""', name: { namespace: 'u', local: 'a' } },
    'prefix without namespace': { ...tree, prefix: 'p' },
    'attribute name': { ...tree, attributes: [{ name: { namespace: '', local: '1' }, prefix: '', value: '' }] },
    'attribute of a namespace without prefix': {
      ...tree,
      attributes: [{ name: { namespace: 'u', local: 'b' }, prefix: '', value: '' }],
    },
    'one prefix for two namespaces': {
      ...tree,
      prefix: 'p',
      name: { namespace: 'u', local: 'a' },
      attributes: [{ name: { namespace: 'v', local: 'b' }, prefix: 'p', value: '' }],
    },
    'prefix xmlns': { ...tree, prefix: 'xmlns', name: { namespace: 'u', local: 'a' } },
    'prefix xml for another namespace': { ...tree, prefix: 'xml', name: { namespace: 'u', local: 'a' } },
    'the same inside': { ...tree, children: [{ ...tree, children: ['\u0000'] }] },
  };
  for (const [what, element] of Object.entries(broken)) {
    t.throws(() => writeXml(element), { code: 'VALUE_INVALID' }, what);
  }
});
