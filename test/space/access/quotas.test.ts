import t from 'tap';
import { isStoaError, serverCaller, toUtf8, fromUtf8 } from '../../../src/base/index.js';
import type { Caller, DocumentId, LeaseId, SubjectId } from '../../../src/base/index.js';
import { createCallRates } from '../../../src/space/access/call-rates.js';
import type { ClientCounters } from '../../../src/space/tables/index.js';
import {
  COUNTERS_KEY,
  NO_CLIENT_COUNTERS,
  SYSTEM_SPACE,
  TABLES,
  clientChildrenKey,
  clientKey,
  readClientCounters,
  readCount,
  readCounters,
  readDocumentRecord,
  readSpaceRecord,
  readSubscriptionRecord,
  tableRange,
} from '../../../src/space/tables/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { createVirtualClock } from '../../support/virtual-clock.js';
import { accessPolicy, caller, createRig, declareMain, plain, service, user } from '../support/spaces.js';
import type { Rig } from '../support/spaces.js';

const EVERYBODY = '<grant to="anyone" actions="publish lookup read open spawn"/>';
const limited = (quota: string) => ({
  authenticates: true,
  declaration: declareMain(accessPolicy(EVERYBODY, `<quota ${quota}/>`)),
});
const of = (bytes: number) => plain(`<a>${'x'.repeat(bytes - 7)}</a>`);
const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'none',
    (thrown: unknown) => (isStoaError(thrown) ? `${thrown.code} ${thrown.limit ?? ''}`.trim() : String(thrown)),
  );
const ann = user('ann');
const bob = user('bob');

t.test('each client has as many documents as the policy allows, however many are published at once', async (t) => {
  const rig = await createRig(limited('documents="5"'));
  const publish = (who: Caller) => rig.main().publish(who, { bytes: of(20), periodMs: 60_000 });
  const all = await Promise.allSettled(Array.from({ length: 12 }, () => publish(ann)));
  t.equal(all.filter(({ status }) => status === 'fulfilled').length, 5);
  for (const one of all)
    if (one.status === 'rejected')
      t.match(one.reason, { code: 'CLIENT_QUOTA_EXCEEDED', limit: 'documents', retryAfterSeconds: 60 });
  t.equal(await codeOf(publish(bob)), 'none', 'another client has its own');
  const [first] = all;
  if (first?.status === 'fulfilled')
    await rig.main().remove(caller(first.value.lease.credential ?? ''), { id: first.value.entry.id });
  t.equal(await codeOf(publish(ann)), 'none');
  t.equal(await codeOf(publish(ann)), 'CLIENT_QUOTA_EXCEEDED documents');
  await rig.restart();
  t.equal(await codeOf(publish(ann)), 'CLIENT_QUOTA_EXCEEDED documents', 'a restart forgets nothing');
  await rig.clock.advance(60_000 + 60_000 + 600_000);
  t.equal(await codeOf(publish(ann)), 'none', 'what has ended counts no more');
});

t.test('bytes count those of the present versions, by publisher', async (t) => {
  const rig = await createRig(limited('bytes="1000"'));
  const held = await rig.main().publish(ann, { bytes: of(600) });
  t.equal(await codeOf(rig.main().publish(ann, { bytes: of(401) })), 'CLIENT_QUOTA_EXCEEDED bytes');
  const shown = { ...bob, credentials: [held.lease.credential ?? ''] };
  const update = (bytes: number) => rig.main().update(shown, { id: held.entry.id, bytes: of(bytes) });
  t.equal(
    await codeOf(update(1001)),
    'CLIENT_QUOTA_EXCEEDED bytes',
    'whoever changes it, it is the publisher who has it',
  );
  t.equal(await codeOf(update(1000)), 'none');
  t.equal(await codeOf(rig.main().publish(bob, { bytes: of(1000) })), 'none');
});

t.test('subscriptions and spaces are counted too, and given back at their end', async (t) => {
  const rig = await createRig(limited('subscriptions="1" spaces="1"'));
  const subscribe = () => rig.main().subscribe(ann, { periodMs: 1000 });
  t.equal(await codeOf(subscribe()), 'none');
  t.equal(await codeOf(subscribe()), 'CLIENT_QUOTA_EXCEEDED subscriptions');
  await rig.clock.advance(2000);
  t.equal(await codeOf(subscribe()), 'none');
  const spawn = (who: Caller) => rig.spaces.spawn(who, rig.main().id, { name: 'x' });
  const spawned = await spawn(ann);
  t.equal(await codeOf(spawn(ann)), 'CLIENT_QUOTA_EXCEEDED spaces');
  t.equal(await codeOf(spawn(bob)), 'none');
  await rig.restart();
  t.equal(await codeOf(spawn(ann)), 'CLIENT_QUOTA_EXCEEDED spaces');
  await rig.spaces.destroy(caller(spawned.root), spawned.id);
  t.equal(await codeOf(spawn(ann)), 'none');
});

t.test('whoever did not say who they are is one client; the holder of the root credential has no limit', async (t) => {
  const rig = await createRig({
    declaration: declareMain('<policy xmlns="urn:stoa:policy:1"><quota documents="2"/></policy>'),
  });
  const publish = (who: Caller) => codeOf(rig.main().publish(who, { bytes: of(20) }));
  t.same([await publish(caller()), await publish(caller('lc1.other'))], ['none', 'none']);
  t.equal(await publish(caller()), 'CLIENT_QUOTA_EXCEEDED documents');
  t.equal(await publish(caller(rig.spaces.root(rig.main().id))), 'none');
  t.equal(await publish(caller()), 'CLIENT_QUOTA_EXCEEDED documents');
});

t.test('a limit that is set later counts what is there already', async (t) => {
  const rig = await createRig({ authenticates: true });
  const { id } = rig.main();
  for (const who of [ann, ann, ann, bob]) await rig.main().publish(who, { bytes: of(20) });
  await rig.spaces.policy(caller(rig.spaces.root(id)), id, { quota: { documents: 3 } });
  t.equal(await codeOf(rig.main().publish(ann, { bytes: of(20) })), 'CLIENT_QUOTA_EXCEEDED documents');
  t.equal(await codeOf(rig.main().publish(bob, { bytes: of(20) })), 'none');
});

t.test('what the server does to keep the stream of a connection is no call of its client', async (t) => {
  const rig = await createRig(limited('calls="1" subscriptions="1"'));
  const space = rig.main();
  const { lease, id } = await space.subscribe(ann, {});
  const signal = AbortSignal.abort();
  t.throws(() => space.events(ann, { subscription: id, signal }), { code: 'RATE_LIMITED' });
  t.ok(space.events(ann, { subscription: id, signal, isCounted: true }));
  const holder = serverCaller(lease.credential ?? '');
  for (let time = 0; time < 3; time++) t.ok(await space.renew(holder, { lease: lease.id }));
  t.equal(await codeOf(space.renew(serverCaller(), { lease: lease.id })), 'CREDENTIAL_REQUIRED', 'it has to hold it');
  t.equal(await codeOf(space.cancel(holder, { lease: lease.id })), 'none');
  await rig.clock.advance(1000);
  t.equal(await codeOf(space.subscribe(ann, {})), 'none', 'the room is given back to the client');
});

t.test('calls a second: as many at once as a second has, then as time passes', async (t) => {
  const rig = await createRig(limited('calls="4"'));
  const lookup = (who: Caller) => codeOf(rig.main().lookup(who, {}));
  for (let call = 0; call < 4; call++) t.equal(await lookup(ann), 'none');
  const refused = await rig
    .main()
    .lookup(ann, {})
    .catch((thrown: unknown) => thrown);
  t.match(refused, { code: 'RATE_LIMITED', retryAfterSeconds: 0.25 });
  t.equal(rig.main().findAnswer(ann, {}), undefined, 'the quick way counts nothing and answers nothing');
  t.equal(await lookup(bob), 'none', 'each client by itself');
  await rig.clock.advance(250);
  t.equal(await lookup(ann), 'none');
  t.match(await lookup(ann), 'RATE_LIMITED');
  for (let call = 0; call < 20; call++) t.equal(await lookup(caller(rig.spaces.root(rig.main().id))), 'none');
  t.throws(
    () => {
      for (let call = 0; call < 9; call++) rig.main().takeCall(user('relayed'));
    },
    { code: 'RATE_LIMITED' },
  );
});

t.test(
  'a bucket holds no more than a second has, goes on where a clock went back, and is one of at most 10,000',
  async (t) => {
    const clock = createVirtualClock(1_000_000);
    const rates = createCallRates(clock);
    const take = (subject: string) => rates.take(subject as SubjectId, 2);
    await clock.advance(3_600_000);
    take('a');
    take('a');
    t.throws(() => take('a'), { code: 'RATE_LIMITED' });
    await clock.advance(10_000);
    take('a');
    take('a');
    t.throws(() => take('a'), { code: 'RATE_LIMITED' });
    for (let client = 0; client < 20_000; client++) take(`client-${client}`);
    take('a');
    t.throws(() => createCallRates(clock).take('z' as SubjectId, 0), { code: 'RATE_LIMITED' });
  },
);

/** What is kept of clients, and what they have by looking at everything. */
const countAll = async ({ store, main }: Rig) => {
  const space = main().id;
  const rows = (table: string, of = space) => store.range(of, tableRange(table, undefined, 1000));
  const counters = readCounters((await store.get(space, toUtf8(COUNTERS_KEY)))?.value);
  const kept = new Map<string, ClientCounters>([['local', counters.local]]);
  for (const { key, value } of await rows('q')) kept.set(fromUtf8(key).slice(2), readClientCounters(value));
  const scanned = new Map<string, ClientCounters>([['local', NO_CLIENT_COUNTERS]]);
  const add = (who: SubjectId, more: Partial<ClientCounters>): void => {
    const subject = clientKey(who).slice(2);
    const known = scanned.get(subject) ?? NO_CLIENT_COUNTERS;
    scanned.set(subject, {
      documents: known.documents + (more.documents ?? 0),
      bytes: known.bytes + (more.bytes ?? 0),
      subscriptions: known.subscriptions + (more.subscriptions ?? 0),
    });
  };
  for (const { value } of await rows(TABLES.entry)) {
    const { document } = readDocumentRecord(value);
    add(document.publisher, { documents: 1, bytes: document.byteLength });
  }
  for (const { value } of await rows(TABLES.subscription))
    add(readSubscriptionRecord(value).subscriber, { subscriptions: 1 });
  const spaces = new Map<string, number>();
  for (const { value } of await rows(TABLES.space, SYSTEM_SPACE)) {
    const { state, parent, owner } = readSpaceRecord(value);
    if (state !== 'alive' || parent === undefined || owner === undefined) continue;
    spaces.set(clientChildrenKey(parent, owner), (spaces.get(clientChildrenKey(parent, owner)) ?? 0) + 1);
  }
  const keptSpaces = new Map(
    (await rows('q', SYSTEM_SPACE)).map(({ key, value }) => [fromUtf8(key), readCount(value)]),
  );
  const sorted = (map: ReadonlyMap<string, unknown>) => [...map].sort(([left], [right]) => (left < right ? -1 : 1));
  return { kept: [...sorted(kept), ...sorted(keptSpaces)], scanned: [...sorted(scanned), ...sorted(spaces)] };
};

for (const seed of [1, 2, 3])
  t.test(`after whatever was done, the counters are what a look at everything counts (seed ${seed})`, async (t) => {
    const random = createSeededRandom(seed);
    const rig = await createRig(limited('documents="12" bytes="3000" subscriptions="4" spaces="3"'));
    const clients = [caller(), ann, bob, user('a subject/with:all sorts of "things" of great length'.repeat(5))];
    const held: { readonly id: DocumentId; readonly lease: LeaseId; readonly credential: string }[] = [];
    const spaces: { readonly root: string; readonly id: Parameters<Rig['spaces']['destroy']>[1] }[] = [];
    const attempt = async (act: Promise<unknown>): Promise<void> => {
      await act.catch((thrown: unknown) => {
        if (!isStoaError(thrown)) throw thrown;
      });
    };
    const publish = async (who: Caller, bytes: Uint8Array): Promise<void> => {
      const { entry, lease } = await rig.main().publish(who, { bytes, periodMs: random.intBetween(1000, 100_000) });
      held.push({ id: entry.id, lease: lease.id, credential: lease.credential ?? '' });
    };
    const actions: readonly (() => Promise<void>)[] = [
      () => publish(random.pick(clients), of(random.intBetween(20, 400))),
      () => publish(random.pick(clients), service({ name: 'x', id: `urn:test:${random.int(3)}` })),
      async () => {
        const one = random.pick(held);
        await rig.main().update(random.pick(clients), {
          id: one.id,
          bytes: of(random.intBetween(20, 900)),
          credential: one.credential,
        });
      },
      async () => {
        const one = random.pick(held);
        await rig.main().remove(caller(), one);
      },
      async () => {
        await rig.main().cancel(caller(), random.pick(held));
      },
      async () => {
        await rig.main().subscribe(random.pick(clients), { periodMs: random.intBetween(1000, 100_000) });
      },
      async () => {
        spaces.push(
          await rig.spaces.spawn(random.pick(clients), rig.main().id, {
            name: 's',
            periodMs: random.intBetween(1000, 400_000),
          }),
        );
      },
      async () => {
        const one = random.pick(spaces);
        await rig.spaces.destroy(caller(one.root), one.id);
      },
      () => rig.clock.advance(random.intBetween(0, 30_000)),
      () => (random.int(8) === 0 ? rig.restart() : Promise.resolve()),
    ];
    for (let round = 0; round < 60; round++) {
      const together = Array.from({ length: random.intBetween(1, 5) }, () => random.pick(actions));
      if (held.length > 0 && spaces.length > 0) {
        const isAlone = together.includes(actions[9] ?? (() => Promise.resolve()));
        for (const group of isAlone ? together.map((each) => [each]) : [together])
          await Promise.all(group.map((act) => attempt(act())));
      } else {
        await attempt((actions[0] ?? (() => Promise.resolve()))());
        await attempt((actions[6] ?? (() => Promise.resolve()))());
      }
      if (round % 10 !== 9) continue;
      const { kept, scanned } = await countAll(rig);
      t.same(kept, scanned, `round ${round}`);
    }
    await rig.clock.advance(3_600_000);
    const { kept, scanned } = await countAll(rig);
    t.same(kept, scanned);
    t.same(kept, [['local', NO_CLIENT_COUNTERS]], 'nothing is kept of clients that have nothing');
  });
