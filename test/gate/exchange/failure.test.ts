import { readFileSync } from 'node:fs';
import t from 'tap';
import { ERROR_CODES, StoaError } from '../../../src/base/index.js';
import type { ErrorCode } from '../../../src/base/index.js';
import { FAILURE_KINDS, ServiceFault, failureOf } from '../../../src/client/index.js';

/** Codes that no call through a gate gives: they are about schemas, documents, leases, events, the command line. */
const NOT_OF_CALLS: readonly ErrorCode[] = [
  'SCHEMA_INVALID',
  'SCHEMA_LIMIT_EXCEEDED',
  'DOCUMENT_INVALID',
  'ADVERTISEMENT_INVALID',
  'METHOD_AMBIGUOUS',
  'DESCRIPTION_INVALID',
  'SPACE_DECLARED',
  'VERSION_CONFLICT',
  'CURSOR_INVALID',
  'LEASE_NOT_FOUND',
  'SUBSCRIPTION_NOT_FOUND',
  'RESULT_COMPLETE',
  'RESUME_GONE',
  'SUBSCRIBER_TOO_SLOW',
  'DISCOVERY_UNAVAILABLE',
  'OBJECTS_INVALID',
  'OBJECTS_LIMIT_EXCEEDED',
  'UPGRADE_REQUIRED',
  'CONFIGURATION_INVALID',
  'STORE_VERSION_UNSUPPORTED',
  'ABORTED',
  'USAGE',
];

const codes = Object.keys(ERROR_CODES) as ErrorCode[];

t.test('every code that a call can give is of one kind of failure, and says what to do', (t) => {
  for (const code of codes) {
    const failure = failureOf(new StoaError(code, 'it failed'));
    if (NOT_OF_CALLS.includes(code)) {
      t.equal(failure, undefined, code);
      continue;
    }
    t.ok(failure && FAILURE_KINDS.includes(failure.kind), `${code} is ${failure?.kind ?? 'of no kind'}`);
    t.ok((failure?.hint ?? '').length > 20, `${code}: ${failure?.hint ?? ''}`);
    t.equal(failure?.error.code, code);
  }
  t.end();
});

t.test('the kinds are those that docs/client.md lists with their codes, no more and no fewer', (t) => {
  const text = readFileSync(new URL('../../../docs/client.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([a-z-]+)` \|.*\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|$/gm)];
  t.same(
    rows.map(([, kind]) => kind),
    [...FAILURE_KINDS],
  );
  for (const [, kind, listed = ''] of rows) {
    const wanted = codes.filter((code) => failureOf(new StoaError(code, 'x'))?.kind === kind).sort();
    t.same([...listed.matchAll(/[A-Z_]+/g)].map(([code]) => code).sort(), wanted, `codes of ${String(kind)}`);
  }
  t.end();
});

t.test('the hint of a problem goes before the general one', (t) => {
  t.equal(failureOf(new StoaError('GATE_CLOSED', 'x', { hint: 'ask Ann' }))?.hint, 'ask Ann');
  t.match(failureOf(new StoaError('GATE_CLOSED', 'x'))?.hint, /open a new gate/);
  t.match(failureOf(new StoaError('METHOD_NOT_GRANTED', 'x'))?.hint, /names the method/);
  t.end();
});

t.test('whether the service may have done it is told: not if nothing was sent', (t) => {
  const never = { findings: [{ rule: 'never-sent', message: 'nothing was sent' }] };
  t.equal(failureOf(new StoaError('SERVICE_UNREACHABLE', 'x'))?.maybeDone, true);
  t.equal(failureOf(new StoaError('SERVICE_UNREACHABLE', 'x', never))?.maybeDone, false);
  t.equal(failureOf(new StoaError('SERVICE_TIMEOUT', 'x'))?.maybeDone, true);
  t.equal(failureOf(new StoaError('METHOD_NOT_GRANTED', 'x'))?.maybeDone, false);
  t.end();
});

t.test('a declared fault, a foreign error and what is no error are no failures of a call', (t) => {
  const fault = new ServiceFault({ element: { namespace: 'urn:x', local: 'jam' }, value: {} });
  for (const thrown of [fault, new TypeError('x'), undefined, null, 'SERVICE_FAILED', { code: 'SERVICE_FAILED' }])
    t.equal(failureOf(thrown), undefined);
  t.end();
});
