import t from 'tap';
import type { LeaseId } from '../../../src/base/index.js';
import type { Space } from '../../../src/space/index.js';
import { caller, createRig, plain, service } from '../support/spaces.js';

const bytes = plain('<a/>');
const HOUR_MS = 3_600_000;

t.test('[lease:grant] ask 3600 s, get 600 s; another client can neither renew nor cancel', async (t) => {
  const { main, clock } = await createRig({ limits: { maxLeaseMs: 600_000 } });
  const { lease, entry } = await main().publish(caller(), { bytes, periodMs: HOUR_MS });
  t.equal(lease.periodMs, 600_000);
  t.equal(lease.expiresAtMs, clock.nowMs() + 600_000);
  t.equal(entry.expiresAtMs, lease.expiresAtMs);
  const other = await main().publish(caller(), { bytes });
  const operations: readonly ((...input: Parameters<Space['cancel']>) => Promise<unknown>)[] = [
    main().renew,
    main().cancel,
  ];
  for (const operation of operations) {
    await t.rejects(operation(caller(), { lease: lease.id }), { code: 'CREDENTIAL_REQUIRED' });
    await t.rejects(operation(caller(other.lease.credential ?? ''), { lease: lease.id }), {
      code: 'CREDENTIAL_INVALID',
    });
    await t.rejects(operation(caller(), { lease: lease.id, credential: 'x' }), { code: 'CREDENTIAL_INVALID' });
  }
  await clock.advance(1000);
  const renewed = await main().renew(caller(lease.credential ?? ''), { lease: lease.id, periodMs: HOUR_MS });
  t.same(renewed, { id: lease.id, periodMs: 600_000, expiresAtMs: clock.nowMs() + 600_000 });
  await main().cancel(caller(), { lease: lease.id, credential: lease.credential ?? '' });
  await t.rejects(main().read(caller(), entry.id), { code: 'DOCUMENT_NOT_FOUND' });
  await t.rejects(main().renew(caller(lease.credential ?? ''), { lease: lease.id }), { code: 'LEASE_NOT_FOUND' });
});

t.test('a lease is granted for no more than asked, by default for the default, and never for nothing', async (t) => {
  const { main } = await createRig({ limits: { defaultLeaseMs: 5000, maxLeaseMs: 10_000 } });
  const periodOf = async (periodMs?: number) =>
    (await main().publish(caller(), { bytes, ...(periodMs !== undefined && { periodMs }) })).lease.periodMs;
  t.equal(await periodOf(), 5000);
  t.equal(await periodOf(1), 1);
  t.equal(await periodOf(7000), 7000);
  t.equal(await periodOf(10_001), 10_000);
  for (const bad of [0, -1, Number.NaN]) await t.rejects(periodOf(bad), { code: 'PARAMETER_INVALID' }, String(bad));
});

t.test("[lease:stale] a dead service's ad is stale at T1 and gone at T2", async (t) => {
  const { main, clock } = await createRig({ limits: { staleKeptMs: 60_000 } });
  const { entry } = await main().publish(caller(), { bytes: service({ name: 'dead' }), periodMs: 10_000 });
  await clock.advance(9999);
  t.notOk((await main().read(caller(), entry.id)).entry.stale);
  await clock.advance(1);
  const stale = await main().readAdvertisement(caller(), entry.id);
  t.ok(stale.entry.stale, 'flagged, and still readable');
  t.equal(stale.entry.version, 1);
  await clock.advance(59_999);
  t.equal((await main().lookup(caller(), {})).hits.length, 1);
  await clock.advance(1);
  t.same((await main().lookup(caller(), {})).hits, []);
  await t.rejects(main().read(caller(), entry.id), { code: 'DOCUMENT_NOT_FOUND' });
  t.equal((await main().lookup(caller(), {})).sequence, 3, 'published, stale, removed');
});

t.test('[lease:stale] renewed between, it is fresh again with the same id and version', async (t) => {
  const { main, clock } = await createRig({ limits: { staleKeptMs: 60_000 } });
  const { entry, lease } = await main().publish(caller(), { bytes, periodMs: 10_000 });
  await clock.advance(30_000);
  const renewed = await main().renew(caller(lease.credential ?? ''), { lease: lease.id });
  t.equal(renewed.expiresAtMs, clock.nowMs() + 10_000, 'without a period, the last one');
  const again = await main().read(caller(), entry.id);
  t.same(again.entry, { ...entry, expiresAtMs: renewed.expiresAtMs });
  await clock.advance(9999);
  t.notOk((await main().read(caller(), entry.id)).entry.stale);
  await clock.advance(1);
  t.ok((await main().read(caller(), entry.id)).entry.stale);
});

t.test('a renewal counts at once, is no log entry, and is written within two seconds', async (t) => {
  const { main, clock, store } = await createRig();
  const { entry, lease } = await main().publish(caller(), { bytes, periodMs: 10_000 });
  const shown = caller(lease.credential ?? '');
  let commits = 0;
  const commit = store.commit.bind(store);
  store.commit = (...args) => {
    commits++;
    return commit(...args);
  };
  for (let round = 0; round < 10; round++) {
    await clock.advance(100);
    await main().renew(shown, { lease: lease.id });
  }
  t.equal((await main().read(caller(), entry.id)).entry.expiresAtMs, clock.nowMs() + 10_000);
  t.equal(commits, 0);
  await clock.advance(2000);
  t.equal(commits, 1);
  t.equal(await store.sequence(main().id), 1);
});

t.test('a mass end of leases is written in batches and loses none', async (t) => {
  const { main, clock } = await createRig({ limits: { staleKeptMs: 1000 } });
  const all = Array.from({ length: 1200 }, () => main().publish(caller(), { bytes, periodMs: 1000 }));
  await Promise.all(all);
  await clock.advance(1500);
  t.equal((await main().lookup(caller(), { fresh: true })).hits.length, 0);
  await clock.advance(3000);
  t.equal((await main().lookup(caller(), {})).hits.length, 0);
  t.equal((await main().lookup(caller(), {})).sequence, 3600);
});

t.test('a failing store delays the end of a lease and does not lose it', async (t) => {
  const { main, clock, store } = await createRig({ limits: { staleKeptMs: 60_000 } });
  const { entry } = await main().publish(caller(), { bytes, periodMs: 1000 });
  const commit = store.commit.bind(store);
  store.commit = () => Promise.reject(new RangeError('disk full'));
  await clock.advance(2500);
  t.notOk((await main().read(caller(), entry.id)).entry.stale);
  store.commit = commit;
  await clock.advance(2000);
  t.ok((await main().read(caller(), entry.id)).entry.stale);
});

t.test('after a restart a lease gets one extension of at most 60 s, not repeated until it is renewed', async (t) => {
  const rig = await createRig({ limits: { staleKeptMs: HOUR_MS } });
  const { clock } = rig;
  const { entry, lease } = await rig.main().publish(caller(), { bytes, periodMs: 10_000 });
  const long = await rig.main().publish(caller(), { bytes, periodMs: HOUR_MS });
  const end = async (): Promise<number> => (await rig.main().read(caller(), entry.id)).entry.expiresAtMs;
  await clock.advance(5000);
  await rig.restart();
  const extended = await end();
  t.equal(extended, clock.nowMs() + 60_000);
  t.equal((await rig.main().read(caller(), long.entry.id)).entry.expiresAtMs, long.lease.expiresAtMs);
  for (let crash = 0; crash < 3; crash++) {
    await clock.advance(10_000);
    await rig.restart();
    t.equal(await end(), extended, 'a crash loop keeps nothing alive');
  }
  await rig.main().renew(caller(lease.credential ?? ''), { lease: lease.id, periodMs: 20_000 });
  await rig.restart();
  t.equal(await end(), clock.nowMs() + 60_000, 'renewed since, so extended again');
  await clock.advance(60_000);
  t.ok((await rig.main().read(caller(), entry.id)).entry.stale);
});

t.test('a lease that ended while the server was down is extended, one that was stale is not', async (t) => {
  const rig = await createRig({ limits: { staleKeptMs: HOUR_MS } });
  const ended = await rig.main().publish(caller(), { bytes, periodMs: 10_000 });
  const stale = await rig.main().publish(caller(), { bytes, periodMs: 1000 });
  await rig.clock.advance(5000);
  await rig.spaces.close();
  await rig.clock.advance(20_000);
  await rig.restart();
  t.notOk((await rig.main().read(caller(), ended.entry.id)).entry.stale);
  t.ok((await rig.main().read(caller(), stale.entry.id)).entry.stale);
});

t.test('closing writes renewals that wait and leaves no timer behind', async (t) => {
  const rig = await createRig();
  const { lease, entry } = await rig.main().publish(caller(), { bytes, periodMs: 10_000 });
  await rig.clock.advance(9000);
  await rig.main().renew(caller(lease.credential ?? ''), { lease: lease.id, periodMs: HOUR_MS });
  const { expiresAtMs } = (await rig.main().read(caller(), entry.id)).entry;
  await rig.spaces.close();
  t.equal(rig.clock.pending(), 0);
  await rig.restart();
  t.equal((await rig.main().read(caller(), entry.id)).entry.expiresAtMs, expiresAtMs);
  await rig.spaces.close();
  await t.rejects(rig.main().publish(caller(), { bytes }), { code: 'SHUTTING_DOWN' });
});

t.test('a renewal of nothing is refused', async (t) => {
  const { main } = await createRig();
  await t.rejects(main().renew(caller('x'), { lease: 'urn:uuid:0' as LeaseId }), { code: 'LEASE_NOT_FOUND' });
  await t.rejects(main().cancel(caller('x'), { lease: 'urn:uuid:0' as LeaseId }), { code: 'LEASE_NOT_FOUND' });
});
