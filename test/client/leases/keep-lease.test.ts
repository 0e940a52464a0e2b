import t from 'tap';
import { StoaError } from '../../../src/base/index.js';
import type { LeaseId } from '../../../src/base/index.js';
import { keepLease } from '../../../src/client/space/keep-lease.js';
import type { Lease } from '../../../src/client/model.js';
import { createVirtualClock } from '../../support/virtual-clock.js';

const setUp = (answer: (renewals: number) => Error | undefined = () => undefined) => {
  const clock = createVirtualClock();
  const renewedAtMs: number[] = [];
  const startMs = clock.nowMs();
  const grant = (): Lease => ({
    id: 'urn:uuid:00000000-0000-7000-8000-000000000001' as LeaseId,
    periodMs: 60_000,
    expiresAtMs: clock.nowMs() + 60_000,
  });
  const told: string[] = [];
  const shown: (string | undefined)[] = [];
  const kept = keepLease(
    {
      clock,
      renew: async (lease) => {
        renewedAtMs.push(clock.nowMs() - startMs);
        shown.push(lease.credential);
        const error = answer(renewedAtMs.length);
        if (error) throw error;
        return grant();
      },
      onRenewed: () => told.push('renewed'),
      onLate: () => told.push('late'),
      onLost: () => told.push('lost'),
    },
    { ...grant(), credential: 'secret' },
  );
  return { clock, kept, renewedAtMs, told, shown };
};

t.test('a lease is renewed at half its time, again and again, with the credential of its grant', async (t) => {
  const { clock, renewedAtMs, shown, kept } = setUp();
  await clock.advance(100_000);
  t.same(renewedAtMs, [30_000, 60_000, 90_000]);
  t.same(shown, ['secret', 'secret', 'secret']);
  t.equal(kept.current().credential, 'secret');
  t.equal(kept.current().expiresAtMs, clock.nowMs() - 10_000 + 60_000);
});

t.test('a stopped lease is renewed no more and leaves no timer behind', async (t) => {
  const { clock, kept, renewedAtMs } = setUp();
  await clock.advance(30_000);
  kept.stop();
  kept.stop();
  t.equal(clock.pending(), 0);
  await clock.advance(600_000);
  t.equal(renewedAtMs.length, 1);
});

t.test(
  'a failed renewal is tried again within 10 s, also after the lease ran out: a stale document comes back',
  async (t) => {
    const { clock, renewedAtMs, told } = setUp((count) =>
      count <= 5 ? new StoaError('SERVICE_UNREACHABLE', 'down') : undefined,
    );
    await clock.advance(85_000);
    t.same(renewedAtMs, [30_000, 40_000, 50_000, 60_000, 70_000, 80_000]);
    t.same(told, ['late', 'renewed']);
  },
);

for (const code of ['LEASE_NOT_FOUND', 'SPACE_GONE', 'CREDENTIAL_INVALID'] as const) {
  t.test(`${code} ends the renewing and is told once`, async (t) => {
    const { clock, renewedAtMs, told } = setUp(() => new StoaError(code, 'gone'));
    await clock.advance(600_000);
    t.same(renewedAtMs, [30_000]);
    t.same(told, ['lost']);
    t.equal(clock.pending(), 0);
  });
}

t.test(
  '[lease:auto] a lease that runs out unrenewed is told as late, once, until it is renewed after all',
  async (t) => {
    const { clock, told } = setUp((count) =>
      count <= 4 || count === 6 ? new StoaError('SERVICE_UNREACHABLE', 'down') : undefined,
    );
    await clock.advance(59_999);
    t.same(told, [], 'there is time left');
    await clock.advance(1);
    t.same(told, ['late']);
    await clock.advance(10_000);
    t.same(told, ['late', 'renewed'], 'at 70 s');
    await clock.advance(40_000);
    t.same(told, ['late', 'renewed', 'renewed'], 'one failure in between is no news');
  },
);

t.test('a renewal that is not answered is given up, and tried again while there is time', async (t) => {
  const clock = createVirtualClock();
  const given: number[] = [];
  const startMs = clock.nowMs();
  const lease: Lease = {
    id: 'urn:uuid:00000000-0000-7000-8000-000000000001' as LeaseId,
    periodMs: 8_000,
    expiresAtMs: clock.nowMs() + 8_000,
  };
  const kept = keepLease(
    {
      clock,
      renew: (_lease, signal) =>
        new Promise((_, reject) => {
          given.push(clock.nowMs() - startMs);
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        }),
    },
    lease,
  );
  await clock.advance(8_000);
  t.same(given, [4_000, 8_000], 'two seconds for the answer, two until the next try');
  kept.stop();
  await clock.advance(60_000);
  t.equal(clock.pending(), 0);
});

t.test('nothing is told once it was stopped', async (t) => {
  const { clock, kept, told } = setUp(() => new StoaError('LEASE_NOT_FOUND', 'gone'));
  const moving = clock.advance(30_000);
  kept.stop();
  await moving;
  t.same(told, []);
});
