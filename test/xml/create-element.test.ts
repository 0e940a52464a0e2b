import t from 'tap';
import { createElement, findNamespace, resolveQName } from '../../src/xml/index.js';
import type { ElementParts, XmlName } from '../../src/xml/index.js';

const NAME: XmlName = { namespace: 'urn:x', local: 'a' };

t.test('a built element has no place in a source, and its scope binds what its names need', async (t) => {
  const element = createElement(NAME, {
    prefix: 'p',
    attributes: [
      { name: 'b', value: '1' },
      { name: { namespace: 'urn:y', local: 'c' }, prefix: 'q', value: '2' },
    ],
    namespaces: { tns: 'urn:t' },
  });
  t.same([element.start, element.end, element.prefix], [-1, -1, 'p']);
  t.same(
    ['p', 'q', 'tns', '', 'r'].map((prefix) => findNamespace(element.scope, prefix)),
    ['urn:x', 'urn:y', 'urn:t', '', undefined],
  );
  t.same(resolveQName('tns:z', element.scope), { namespace: 'urn:t', local: 'z' });
});

t.test('attributes by local name leave out those without a value', async (t) => {
  const { attributes } = createElement(NAME, { attributes: { a: '1', b: undefined, c: '' } });
  t.same(
    attributes.map(({ name, value }) => [name.local, value]),
    [
      ['a', '1'],
      ['c', ''],
    ],
  );
});

t.test('neighbouring texts are joined and empty ones left out', async (t) => {
  t.same(
    createElement(NAME, { children: ['', 'a', '', 'b', createElement(NAME), '', 'c'] }).children.filter(
      (child) => typeof child === 'string',
    ),
    ['ab', 'c'],
  );
  t.same(createElement(NAME, { children: ['', ''] }).children, []);
});

t.test('a name, a prefix or a character that XML cannot hold is refused', async (t) => {
  const refused: Readonly<Record<string, readonly [XmlName, ElementParts]>> = {
    'local name': [{ namespace: '', local: 'a b' }, {}],
    'local name with a colon': [{ namespace: 'u', local: 'p:a' }, {}],
    'prefix with a colon': [NAME, { prefix: 'p:q' }],
    'prefix without a namespace': [{ namespace: '', local: 'a' }, { prefix: 'p' }],
    'prefix xmlns': [NAME, { prefix: 'xmlns' }],
    'prefix xml': [NAME, { prefix: 'xml' }],
    'attribute twice': [
      NAME,
      {
        attributes: [
          { name: 'a', value: '' },
          { name: 'a', value: '' },
        ],
      },
    ],
    'attribute twice by two prefixes': [
      NAME,
      {
        attributes: [
          { name: NAME, prefix: 'p', value: '' },
          { name: NAME, prefix: 'q', value: '' },
        ],
      },
    ],
    'attribute of a namespace without prefix': [NAME, { attributes: [{ name: NAME, value: '' }] }],
    'attribute xmlns': [NAME, { attributes: { xmlns: 'u' } }],
    'attribute xmlns:p': [NAME, { attributes: { 'xmlns:p': 'u' } }],
    'attribute value': [NAME, { attributes: { a: '\u0000' } }],
    "attribute with the element's prefix for another namespace": [
      NAME,
      { prefix: 'p', attributes: [{ name: { namespace: 'v', local: 'b' }, prefix: 'p', value: '' }] },
    ],
    text: [NAME, { children: ['\ud800'] }],
    'declaration of a default namespace against the element': [
      { namespace: '', local: 'a' },
      { namespaces: { '': 'urn:y' } },
    ],
    'declaration of a prefix against the element': [NAME, { prefix: 'p', namespaces: { p: 'urn:y' } }],
    'declaration of no namespace': [NAME, { namespaces: { p: '' } }],
    'declaration of a prefix that is no name': [NAME, { namespaces: { 'p q': 'urn:y' } }],
  };
  for (const [what, [name, parts]] of Object.entries(refused))
    t.throws(() => createElement(name, parts), { code: 'VALUE_INVALID' }, what);
});

t.test('attributes in the namespace of the prefix xml need no declaration', async (t) => {
  const lang = {
    name: { namespace: 'http://www.w3.org/XML/1998/namespace', local: 'lang' },
    prefix: 'xml',
    value: 'en',
  };
  t.equal(createElement({ namespace: '', local: 'a' }, { attributes: [lang] }).scope, undefined);
});
