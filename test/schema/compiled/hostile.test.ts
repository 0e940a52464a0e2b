import t from 'tap';
import type { Test } from 'tap';
import { parseXml, createElement, writeXml } from '../../../src/xml/index.js';
import type { Schema } from '../../../src/schema/index.js';
import { schemaDocument } from '../support.js';
import { HOSTILE_TEXTS, MARK } from './hostile-texts.js';
import { createTwins, differenceOf, differenceOfEncoding } from './twins.js';
import type { Twins } from './twins.js';

const XS = 'http://www.w3.org/2001/XMLSchema';
const xs = (local: string, attributes: Record<string, string>, ...children: ReturnType<typeof createElement>[]) =>
  createElement({ namespace: XS, local }, { prefix: 'xs', attributes, children });

/** Texts that a schema can hold: XML has no way to write some. */
const texts = HOSTILE_TEXTS.filter((text) => !/[\0\u001b\ud800]/.test(text));

/** A schema that says every hostile text wherever a schema may say a text. */
const hostileSchema = (namespace: string) => {
  const values = texts.map((value) => xs('enumeration', { value }));
  const enumerated = xs('simpleType', { name: 'Enumerated' }, xs('restriction', { base: 'xs:string' }, ...values));
  const fields = texts.flatMap((text, at) => [
    xs('element', { name: `default${String(at)}`, type: 'xs:string', default: text, minOccurs: '0' }),
    xs('element', { name: `fixed${String(at)}`, type: 'xs:string', fixed: text, minOccurs: '0' }),
  ]);
  const attributes = texts.flatMap((text, at) => [
    xs('attribute', { name: `default${String(at)}`, type: 'xs:string', default: text }),
    xs('attribute', { name: `fixed${String(at)}`, type: 'xs:string', fixed: text }),
  ]);
  const any = xs('element', { name: 'any', type: 't:Enumerated', minOccurs: '0', maxOccurs: 'unbounded' });
  const root = xs(
    'element',
    { name: 'root' },
    xs('complexType', {}, xs('sequence', {}, ...fields, any), ...attributes),
  );
  const text = writeXml(
    createElement(
      { namespace: XS, local: 'schema' },
      {
        prefix: 'xs',
        attributes: { targetNamespace: namespace, elementFormDefault: 'qualified' },
        namespaces: { t: namespace },
        children: [enumerated, root],
      },
    ),
  );
  return createTwins([schemaDocument(text)]);
};

/** The program without its literals: what of it the engine reads as code. */
const withoutLiterals = (source: string): string =>
  source.replace(/"(?:[^"\\\n]|\\.)*"/g, '""').replace(/'(?:[^'\\\n]|\\.)*'/g, "''");

const directions = ['check', 'decode', 'encode'] as const;

const assertClean = (t: Test, schema: Schema, name: { namespace: string; local: string }): void => {
  for (const direction of directions) {
    const source = schema.toSource(name, direction) ?? '';
    t.match(source, MARK, 'the program knows the hostile texts');
    t.notMatch(withoutLiterals(source), MARK, 'but only in literals');
    t.notMatch(source, /[\u2028\u2029]|<\/script|<!--/i);
  }
  t.equal((globalThis as Record<string, unknown>)[MARK], undefined, 'and none of them ran');
};

const compareAll = (t: Test, twins: Twins, namespace: string): void => {
  const name = { namespace, local: 'root' };
  const child = (local: string, text: string) => createElement({ namespace, local }, { children: [text] });
  for (const [at, text] of texts.entries()) {
    const documents = [
      createElement(name, { attributes: { [`default${String(at)}`]: text, [`fixed${String(at)}`]: text } }),
      createElement(name, { attributes: { [`fixed${String(at)}`]: 'another' } }),
      createElement(name, { children: [child('any', text), child('any', text)] }),
      createElement(name, { children: [child(`default${String(at)}`, ''), child(`fixed${String(at)}`, '')] }),
      createElement(name, { children: [child(`fixed${String(at)}`, text)] }),
      createElement(name, { children: [child('any', `${text}!`)] }),
    ];
    for (const root of documents) t.equal(differenceOf(twins, root), undefined);
    t.equal(differenceOfEncoding(twins, { name, value: { any: [text], [text]: text } }), undefined);
  }
  for (const tier of directions) t.equal(twins.compiled.codecs(name)?.[tier], 'compiled');
};

t.test(
  '[marshal:same] no text of a schema reaches a program but as a literal: enumerations, defaults, fixed values',
  async (t) => {
    const namespace = 'urn:t';
    const twins = hostileSchema(namespace);
    compareAll(t, twins, namespace);
    assertClean(t, twins.compiled, { namespace, local: 'root' });
  },
);

t.test('[marshal:same] nor does a namespace', async (t) => {
  for (const text of texts.filter((each) => /\S/.test(each))) {
    const namespace = text.trim();
    const twins = hostileSchema(namespace);
    const root = createElement({ namespace, local: 'root' });
    t.equal(differenceOf(twins, root), undefined);
    t.equal(differenceOfEncoding(twins, { name: root.name, value: {} }), undefined);
    assertClean(t, twins.compiled, root.name);
  }
});

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'prototype',
  'valueOf',
  'then',
  'arguments',
  'this',
  'return',
  'ｐwned',
  '_',
];

t.test('[marshal:same] members may have any name: __proto__, constructor, words of the language', async (t) => {
  const elements = NAMES.map((name) => `<xs:element name="${name}" type="xs:int" minOccurs="0"/>`).join('');
  const attributes = NAMES.map((name) => `<xs:attribute name="${name}" type="xs:int"/>`).join('');
  const roots = NAMES.map(
    (name) =>
      `<xs:element name="${name}"><xs:complexType><xs:sequence>${elements}</xs:sequence>${attributes}</xs:complexType></xs:element>`,
  ).join('');
  const twins = createTwins([
    schemaDocument(
      `<xs:schema xmlns:xs="${XS}" targetNamespace="urn:t" elementFormDefault="qualified">${roots}</xs:schema>`,
    ),
  ]);
  for (const local of NAMES) {
    const name = { namespace: 'urn:t', local };
    const { root, source } = parseXml(
      `<${local} xmlns="urn:t" ${NAMES.map((each, at) => `${each}="${String(at)}"`).join(' ')}>${NAMES.map((each) => `<${each}>1</${each}>`).join('')}</${local}>`,
    );
    t.equal(differenceOf(twins, root, source), undefined);
    t.equal(differenceOf(twins, parseXml(`<${local} xmlns="urn:t"/>`).root), undefined);
    // What an object inherits is no member of it.
    for (const value of [{}, Object.create({ [local]: 1 }) as object, Object.create(null) as object, new Date(0)])
      t.equal(differenceOfEncoding(twins, { name, value: value as never }), undefined);
    t.equal(twins.compiled.codecs(name)?.encode, 'compiled');
  }
});
