import t from 'tap';
import { toUtf8 } from '../../src/base/index.js';
import { createExecHandler } from '../../src/agent/index.js';
import type { ExecOptions } from '../../src/agent/index.js';
import type { HandledMessage } from '../../src/client/index.js';

const message = (text: string, parts: { readonly response?: boolean; readonly signal?: AbortSignal } = {}) => {
  const { response = true, signal = new AbortController().signal } = parts;
  const name = { namespace: 'urn:x', local: 'a' };
  const method = { name: 'turn', request: name, faults: [], idempotent: false, ...(response && { response: name }) };
  return { bytes: toUtf8(text), method, signal } as unknown as HandledMessage;
};
const run = async (command: string, text = '<a/>', options: Partial<ExecOptions> = {}) => {
  const answer = await createExecHandler({ command, ...options })(message(text));
  return answer && new TextDecoder().decode(answer.bytes);
};

t.test(
  'a command gets the message on standard input and the method by its name, and answers on standard output',
  async (t) => {
    t.equal(await run('cat'), '<a/>');
    t.equal(await run('printf %s "$STOA_METHOD"'), 'turn');
    t.equal(
      await run('cat', '<a>$(touch /nowhere/x) `id` "</a>'),
      '<a>$(touch /nowhere/x) `id` "</a>',
      'nothing of it is run',
    );
    t.equal(await run('echo "<fault/>"; exit 3'), '<fault/>\n', 'a fault may go with an exit code');
    t.equal(await run('true', 'x'.repeat(500_000)), undefined, 'one that reads nothing');
    t.equal(await createExecHandler({ command: 'cat' })(message('<a/>', { response: false })), undefined, 'one-way');
  },
);

t.test(
  'a command that fails, writes too much, or takes too long fails the call, and is ended with all its children',
  async (t) => {
    await t.rejects(run('exit 7'), { code: 'SERVICE_FAILED', message: /code 7/ });
    await t.rejects(run('no-such-command-at-all'), { code: 'SERVICE_FAILED', message: /code 127/ });
    await t.rejects(run('kill -9 $$'), { code: 'SERVICE_FAILED', message: /a signal/ });
    await t.rejects(run('yes', '', { maxAnswerBytes: 1000 }), { code: 'SERVICE_FAILED', limit: 'maxAnswerBytes' });
    const start = Date.now();
    await t.rejects(run('sleep 60 & sleep 60', '', { timeoutMs: 100 }), { code: 'SERVICE_TIMEOUT' });
    const hungUp = AbortSignal.timeout(50);
    await t.rejects(createExecHandler({ command: 'sleep 60' })(message('', { signal: hungUp })), {
      code: 'SERVICE_TIMEOUT',
    });
    t.ok(Date.now() - start < 20_000);
  },
);

t.test('more commands at once than allowed are refused', async (t) => {
  const handle = createExecHandler({ command: 'cat', maxRunning: 1 });
  const first = handle(message('<a/>'));
  await t.rejects(handle(message('<a/>')), { code: 'TOO_MANY_CALLS', limit: 'maxRunning' });
  t.ok(await first);
  t.ok(await handle(message('<a/>')), 'and taken again later');
});

t.test('what a command complains of goes to the log, cut', async (t) => {
  const lines: unknown[] = [];
  const ignore = (): void => undefined;
  const log = { debug: ignore, info: ignore, error: ignore, warn: (fields: unknown) => void lines.push(fields) };
  await run('head -c 100000 /dev/zero | tr "\\\\0" x >&2; cat', '<a/>', { log });
  t.match(lines, [{ method: 'turn', errors: /^x{4096}$/ }]);
});
