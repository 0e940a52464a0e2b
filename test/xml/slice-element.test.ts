import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { createElement, parseXml, sliceElement, writeXml } from '../../src/xml/index.js';
import { arbitraryTree } from './arbitrary-tree.js';
import { allElements, bindingsOf, toPlain } from './plain-tree.js';

const slices = (source: string): readonly string[] => {
  const document = parseXml(source);
  return allElements(document.root).map((element) => sliceElement(document.source, element));
};

t.test('the slice of any element reads back as an equal tree with the same bindings in scope', async () => {
  fc.assert(
    fc.property(arbitraryTree, (tree) => {
      const document = parseXml(writeXml(tree));
      for (const element of allElements(document.root)) {
        const { root } = parseXml(sliceElement(document.source, element));
        deepStrictEqual(toPlain(root), toPlain(element));
        deepStrictEqual(allElements(root).map(bindingsOf), allElements(element).map(bindingsOf));
      }
    }),
    { seed: 11, numRuns: 500 },
  );
});

t.test('a slice is the source itself when no declaration is missing', async (t) => {
  const source = "<a xmlns:p = 'urn:p'\n xmlns=\"urn:a\"  k='>/&gt;' ><!-- kept --><![CDATA[<]]>&#65;\r\n</a >";
  t.same(slices(`<?xml version="1.0"?>\n${source}\n`), [source]);
  t.same(slices('<a><b/><c ></c></a>'), ['<a><b/><c ></c></a>', '<b/>', '<c ></c>']);
});

t.test('declarations from outside are put into the start tag, but for those it makes itself', async (t) => {
  t.same(
    slices(
      '<r xmlns="urn:r" xmlns:p="urn:p" xmlns:q="urn:&amp;&quot;"><p:a p:k = "1"/><b xmlns="" xmlns:p=\'urn:2\'/><c\n/></r>',
    ).slice(1),
    [
      '<p:a xmlns="urn:r" xmlns:p="urn:p" xmlns:q="urn:&amp;&quot;" p:k = "1"/>',
      '<b xmlns:q="urn:&amp;&quot;" xmlns="" xmlns:p=\'urn:2\'/>',
      '<c xmlns="urn:r" xmlns:p="urn:p" xmlns:q="urn:&amp;&quot;"\n/>',
    ],
  );
});

t.test('a prefix hidden by an inner declaration is injected as it is inside', async (t) => {
  t.same(slices('<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c/></p:b></p:a>').at(-1), '<p:c xmlns:p="urn:2"/>');
  t.same(slices('<a xmlns="urn:1"><b xmlns=""><c/></b></a>').at(-1), '<c/>');
});

t.test('an element that was built has no slice', async (t) => {
  t.throws(() => sliceElement('<a/>', createElement({ namespace: '', local: 'a' })), { code: 'VALUE_INVALID' });
});
