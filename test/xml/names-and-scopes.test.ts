import t from 'tap';
import { bindingsInScope, isNcName, isQName, isXmlName, locate, parseXml, resolveQName } from '../../src/xml/index.js';

t.test('an NCName is a name without a colon, a QName has one at most, a Name any', async (t) => {
  const verdicts: Readonly<Record<string, readonly [boolean, boolean, boolean]>> = {
    a: [true, true, true],
    '_-.1\u00b7': [true, true, true],
    '\u{10400}x': [true, true, true],
    'p:a': [false, true, true],
    ':': [false, false, true],
    ':a': [false, false, true],
    'a:': [false, false, true],
    'a:b:c': [false, false, true],
    'a:1': [false, false, true],
    '': [false, false, false],
    '1a': [false, false, false],
    '-': [false, false, false],
    'a b': [false, false, false],
    ' a': [false, false, false],
    'a\ud800': [false, false, false],
    '\udc00': [false, false, false],
    '\u{F0000}': [false, false, false],
    '\u00d7': [false, false, false],
  };
  for (const [text, verdict] of Object.entries(verdicts))
    t.same([isNcName(text), isQName(text), isXmlName(text)], verdict, JSON.stringify(text));
});

t.test('a QName in content is resolved by the scope, without a prefix by the default namespace', async (t) => {
  const { root } = parseXml('<a xmlns="urn:d" xmlns:p="urn:p"/>');
  t.same(resolveQName('p:x', root.scope), { namespace: 'urn:p', local: 'x' });
  t.same(resolveQName('x', root.scope), { namespace: 'urn:d', local: 'x' });
  t.same(resolveQName('x', undefined), { namespace: '', local: 'x' });
  t.same(resolveQName('xml:lang', undefined), { namespace: 'http://www.w3.org/XML/1998/namespace', local: 'lang' });
  for (const text of ['q:x', 'p:', ':x', 'p:x:y', '', ' p:x', 'p:1'])
    t.equal(resolveQName(text, root.scope), undefined, text);
});

t.test('bindings in scope come once for each prefix, the innermost, the outermost declaration first', async (t) => {
  const { root } = parseXml('<a xmlns:p="1" xmlns:q="2"><b xmlns:p="3" xmlns=""/></a>');
  const [child] = root.children;
  const scope = typeof child === 'string' ? undefined : child?.scope;
  t.same(
    bindingsInScope(scope).map(({ prefix, namespace }) => `${prefix}=${namespace}`),
    ['q=2', 'p=3', '='],
  );
  t.same(bindingsInScope(scope, root.scope).length, 2);
});

t.test('LF, CR LF and CR each end a line, and columns count UTF-16 code units', async (t) => {
  const source = 'a\r\nb\rc\n\u{1F600}d';
  const places = Array.from({ length: source.length + 1 }, (_, offset) => locate(source, offset)).map(
    ({ line, column }) => `${line}:${column}`,
  );
  t.same(places, ['1:1', '1:2', '1:3', '2:1', '2:2', '3:1', '3:2', '4:1', '4:2', '4:3', '4:4']);
  t.same(locate(source, 1000), locate(source, source.length));
  t.same(locate(source, -1), { line: 1, column: 1 });
});
