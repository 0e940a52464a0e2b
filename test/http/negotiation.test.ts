import t from 'tap';
import { StoaError } from '../../src/base/index.js';
import { assertAcceptsXml, findFormat, negotiate, prefers } from '../../src/http/negotiation.js';

const CASES: readonly (readonly [string | undefined, string | undefined])[] = [
  [undefined, 'xml'],
  ['', 'xml'],
  ['*/*', 'xml'],
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
  ['application/json', 'json'],
  ['Application/JSON', 'json'],
  ['application/*', 'xml'],
  ['application/json, application/xml;q=0.9', 'json'],
  ['application/json;q=0.5, application/xml;q=0.9', 'xml'],
  ['application/xml;q=0.5, */*', 'xml'],
  ['application/json;q=0.1, application/xml;q=0', 'json'],
  ['application/json; charset=utf-8', 'json'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'xml'],
  ['application/problem+json', 'json'],
  ['*/*;q=0', undefined],
  ['application/xml;q=0, application/json;q=0', undefined],
  ['image/png', undefined],
  ['application/xml;q=high', undefined],
  ['application/xml;q=-1', undefined],
  ['nonsense', undefined],
];

for (const [accept, expected] of CASES)
  t.test(`Accept: ${accept ?? '(none)'} gives ${expected ?? 'nothing'}`, async (t) => {
    t.equal(findFormat(accept), expected);
    if (expected === undefined)
      t.throws(
        () => negotiate(accept),
        new StoaError('NOT_ACCEPTABLE', 'expected Accept to allow application/xml or application/json'),
      );
  });

t.test('a long Accept header is read no further than its first ranges', async (t) => {
  t.equal(findFormat(`${'image/png,'.repeat(100_000)}application/xml`), undefined);
});

t.test('a document is XML and nothing else', async (t) => {
  for (const accept of [undefined, '*/*', 'text/xml', 'application/*;q=0.1']) assertAcceptsXml(accept);
  for (const accept of ['application/json', 'application/xml;q=0', 'text/html'])
    t.throws(() => assertAcceptsXml(accept));
  t.end();
});

t.test('only a client that names HTML, above XML and JSON, is given a page', async (t) => {
  t.ok(prefers('text/html,application/xml;q=0.9,*/*;q=0.8', 'text/html'));
  for (const accept of [undefined, '*/*', 'application/xml, text/html;q=0.5', 'text/*'])
    t.notOk(prefers(accept, 'text/html'), accept ?? '(none)');
});
