import t from 'tap';
import type { GateId, SpaceId, SubjectId } from '../../../src/base/index.js';
import { createClosedGates } from '../../../src/gate/desk/closed-gates.js';
import { createOpenCalls } from '../../../src/gate/desk/open-calls.js';
import { createVirtualClock } from '../../support/virtual-clock.js';

const space = 'urn:uuid:00000000-0000-7000-8000-000000000001' as SpaceId;
const other = 'urn:uuid:00000000-0000-7000-8000-000000000002' as SpaceId;
const gate = (at: number) => `urn:uuid:00000000-0000-7000-8000-${String(at).padStart(12, '0')}` as GateId;

t.test('a closed gate stays closed until it would have ended, in its own space', async (t) => {
  const clock = createVirtualClock();
  const closed = createClosedGates(clock);
  await closed.add(space, [{ gate: gate(1), expiresAtMs: clock.nowMs() + 1_000 }]);
  t.equal(await closed.has(space, gate(1)), true);
  t.equal(await closed.has(other, gate(1)), false);
  t.equal(await closed.has(space, gate(2)), false);
  await clock.advance(1_000);
  await closed.add(space, [{ gate: gate(2), expiresAtMs: clock.nowMs() + 1_000 }]);
  t.equal(await closed.has(space, gate(1)), false, 'forgotten: its grant has expired by itself');
});

t.test(
  'no more calls than the limit are open in one space, and an ended one makes room, however it ended',
  async (t) => {
    const calls = createOpenCalls();
    let end: (error?: Error) => void = () => undefined;
    const held = () =>
      new Promise<string>((fulfil, reject) => (end = (error) => (error ? reject(error) : fulfil('done'))));
    const first = calls.run(space, { limit: 1 }, held);
    await t.rejects(
      calls.run(space, { limit: 1 }, async () => 'no'),
      { code: 'TOO_MANY_CALLS', limit: 'maxOpenCalls', retryAfterSeconds: 1 },
    );
    t.equal(await calls.run(other, { limit: 1 }, async () => 'yes'), 'yes', 'spaces do not share the limit');
    end();
    t.equal(await first, 'done');
    const second = calls.run(space, { limit: 1 }, held);
    end(new TypeError('broke'));
    await t.rejects(second, { message: 'broke' });
    t.equal(await calls.run(space, { limit: 1 }, async () => 'again'), 'again');
  },
);

t.test('one client takes up half of the calls that may be open at most', async (t) => {
  const calls = createOpenCalls();
  const ended: (() => void)[] = [];
  const run = (client?: string, limit = 5, of = space) =>
    calls.run(
      of,
      { limit, client: client as SubjectId | undefined },
      () => new Promise<void>((end) => ended.push(end)),
    );
  const held = ['ann', 'ann', 'ann'].map((client) => run(client));
  await t.rejects(run('ann'), {
    code: 'TOO_MANY_CALLS',
    message: /3 calls of one client .* at most 3/,
    retryAfterSeconds: 1,
  });
  held.push(run('ann', 5, other), run('bob'), run());
  await t.rejects(run('bob'), { code: 'TOO_MANY_CALLS', message: /5 calls in all/ });
  t.equal(calls.count(), 6);
  for (const end of ended) end();
  await Promise.all(held);
  t.equal(calls.count(), 0);
  const again = run('ann', 1);
  await t.rejects(run('ann', 1), { code: 'TOO_MANY_CALLS' }, 'a limit of one is one');
  ended.at(-1)?.();
  await again;
});
