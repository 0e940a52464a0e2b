import t from 'tap';
import { StoaError, fromUtf8, statusOf, toUtf8 } from '../../src/base/index.js';
import {
  PROBLEM_CONTENT_TYPES,
  findProblemFormat,
  isXmlContent,
  readProblem,
  writeProblem,
} from '../../src/protocol/index.js';

const error = new StoaError('MESSAGE_INVALID', 'expected <page>, got "&"\u0000\ud800', {
  cause: new TypeError('secret'),
  limit: 'maxDepth',
  hint: 'look at the schema',
  findings: [
    { rule: 'cvc-type', message: 'no', path: '/print/page', line: 3, column: 14 },
    { rule: 'r', message: 'm' },
  ],
});

for (const format of ['xml', 'json'] as const) {
  t.test(`a problem document in ${format} reads back as the error, without its cause`, async (t) => {
    const bytes = writeProblem(error, { format, instance: 'urn:uuid:1' });
    t.notMatch(fromUtf8(bytes), /secret/);
    const read = readProblem(bytes, `${PROBLEM_CONTENT_TYPES[format]}; charset=utf-8`);
    t.match(read, { code: 'MESSAGE_INVALID', limit: 'maxDepth', hint: 'look at the schema' });
    t.same(read?.findings, error.findings);
    t.match(read?.message, /^expected <page>, got "&"/);
  });
}

t.test('what is no problem document of ours reads as nothing, whatever its bytes', async (t) => {
  const { xml, json } = PROBLEM_CONTENT_TYPES;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['', xml],
    ['<problem/>', xml],
    ['<problem xmlns="urn:ietf:rfc:7807"/>', xml],
    ['<problem xmlns="urn:ietf:rfc:7807"><code>NO_SUCH_CODE</code></problem>', xml],
    ['<!DOCTYPE problem><problem xmlns="urn:ietf:rfc:7807"><code>INTERNAL</code></problem>', xml],
    ['{"code":"toString"}', json],
    ['{"code":"__proto__"}', json],
    ['null', json],
    ['[]', json],
    ['{', json],
    ['"INTERNAL"', json],
    ['{"code":"INTERNAL"}', 'application/json'],
    ['{"code":"INTERNAL"}', undefined],
    [`{"code":"INTERNAL","detail":"${'x'.repeat(300_000)}"}`, json],
  ];
  for (const [text, type] of rows)
    t.equal(readProblem(toUtf8(text), type), undefined, `${String(type)}: ${text.slice(0, 80)}`);
  t.equal(readProblem(Uint8Array.of(0xff, 0xfe), xml), undefined);
});

t.test('texts and findings of a foreign problem are taken over cut to a bounded length', async (t) => {
  const finding = Array.from({ length: 500 }, () => ({ rule: 'r', message: 'm'.repeat(3_000), line: 'x' }));
  const bytes = toUtf8(
    JSON.stringify({ code: 'INTERNAL', detail: 'd'.repeat(5_000), finding: finding.slice(0, 60), status: 200 }),
  );
  const read = readProblem(bytes, PROBLEM_CONTENT_TYPES.json);
  t.equal(read?.findings.length, 50);
  t.equal(read?.findings[0]?.message.length, 2_001);
  t.equal(read?.message.length, 2_001);
  t.equal(read && statusOf(read), 500, 'the status is that of the code');
});

t.test('only XML in UTF-8 counts as XML content', async (t) => {
  for (const yes of ['application/xml', 'text/xml', 'Application/XML; charset=UTF-8', 'text/xml;charset="utf-8"'])
    t.ok(isXmlContent(yes), yes);
  for (const no of [
    undefined,
    '',
    'text/plain',
    'application/json',
    'application/xml; charset=latin1',
    'application/xmlx',
    'application/soap+xml',
  ]) {
    t.notOk(isXmlContent(no), String(no));
  }
  t.equal(findProblemFormat('application/problem+xml;charset=utf-8'), 'xml');
  t.equal(findProblemFormat('application/xml'), undefined);
});
