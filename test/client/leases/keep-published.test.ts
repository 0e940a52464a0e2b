import t from 'tap';
import { StoaError } from '../../../src/base/index.js';
import type { LeaseId } from '../../../src/base/index.js';
import { keepPublished } from '../../../src/client/space/keep-published.js';
import { keepLease } from '../../../src/client/space/keep-lease.js';
import type { HeldDocument, Lease } from '../../../src/client/index.js';
import { createVirtualClock } from '../../support/virtual-clock.js';
import { startHouse } from '../space-house.js';

/** A space that grants 60 s, and fails as it is told. */
const setUp = () => {
  const clock = createVirtualClock();
  const state = { published: 0, removed: [] as string[], renewal: undefined as Error | undefined, down: false };
  const grant = (at: number): Lease => ({
    id: `urn:uuid:00000000-0000-7000-8000-00000000000${String(at)}` as LeaseId,
    periodMs: 60_000,
    expiresAtMs: clock.nowMs() + 60_000,
    credential: `credential-${String(at)}`,
  });
  const space = {
    publish: async (): Promise<HeldDocument> => {
      if (state.down) throw new StoaError('SERVICE_UNREACHABLE', 'down');
      state.published++;
      return { entry: { id: `d${String(state.published)}` } as HeldDocument['entry'], lease: grant(state.published) };
    },
    keepLease: (lease: Lease, told = {}) =>
      keepLease(
        {
          ...told,
          clock,
          renew: async () => {
            if (state.renewal) throw state.renewal;
            return grant(state.published);
          },
        },
        lease,
      ),
    remove: async (id: string, options: { credential?: string } = {}) => {
      state.removed.push(`${id} ${options.credential ?? ''}`);
    },
  };
  return { clock, state, parts: { space, clock } };
};

t.test(
  '[lease:auto] a document that the space has lost is published again, as often as it takes, and told',
  async (t) => {
    const { clock, state, parts } = setUp();
    const told: string[] = [];
    const kept = await keepPublished(parts, '<a/>', {
      onLost: (reason) => told.push(StoaError.from(reason).code),
      onPublished: ({ entry }) => told.push(entry.id),
    });
    t.equal(kept.current().entry.id, 'd1');
    state.renewal = new StoaError('LEASE_NOT_FOUND', 'gone');
    state.down = true;
    await clock.advance(33_000);
    t.same(told, ['LEASE_NOT_FOUND']);
    state.renewal = undefined;
    state.down = false;
    await clock.advance(10_000);
    t.same(told, ['LEASE_NOT_FOUND', 'd2']);
    t.equal(kept.current().entry.id, 'd2');
    await clock.advance(300_000);
    t.equal(state.published, 2, 'and is kept');
    await kept.withdraw();
    t.same(state.removed, ['d2 credential-2']);
    t.equal(clock.pending(), 0);
  },
);

t.test('who stops it while it is lost publishes no more', async (t) => {
  const { clock, state, parts } = setUp();
  const kept = await keepPublished(parts, '<a/>', {});
  state.renewal = new StoaError('SPACE_GONE', 'gone');
  await clock.advance(30_100);
  kept.stop();
  await clock.advance(600_000);
  t.equal(state.published, 1);
  t.equal(clock.pending(), 0);
});

t.test("a failure of the first publish is the caller's to know", async (t) => {
  const { state, parts, clock } = setUp();
  state.down = true;
  await t.rejects(keepPublished(parts, '<a/>', {}), { code: 'SERVICE_UNREACHABLE' });
  t.equal(clock.pending(), 0);
});

t.test('over HTTP: somebody removes what is kept, and it is there again', async (t) => {
  const { client } = await startHouse(t);
  let isBack: (held: HeldDocument) => void = () => undefined;
  const back = new Promise<HeldDocument>((resolve) => (isBack = resolve));
  const kept = await client.keepPublished('<a/>', { name: 'kept', periodMs: 1_000, onPublished: isBack });
  const { entry, lease } = kept.current();
  await client.remove(entry.id, { credential: lease.credential ?? '' });
  const again = await back;
  t.not(again.entry.id, entry.id);
  t.match((await client.lookup({ name: 'kept' })).hits, [{ entry: { id: again.entry.id } }]);
  await kept.withdraw();
  t.same((await client.lookup({ name: 'kept' })).hits, []);
});
