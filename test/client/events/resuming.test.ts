import t from 'tap';
import { connect } from '../../../src/client/index.js';
import { startTestServer } from '../../http/support/test-server.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { PROJECT } from '../../support/source-files.js';
import { createVirtualClock } from '../../support/virtual-clock.js';
import { createCountingFetch, startHouse } from '../space-house.js';
import { createBreakingFetch, hurried, namesOf, publishAll, take } from './event-house.js';

t.test(
  '[events] the connection is cut under load, again and again: nothing is lost and nothing comes twice',
  async (t) => {
    const { client, url } = await startHouse(t);
    const { fetch: breaking, state, cut, opened } = createBreakingFetch();
    const subscriber = connect(url, { fetch: breaking, clock: hurried });
    const names = Array.from({ length: 150 }, (_, at) => `n${String(at)}`);
    const random = createSeededRandom(7);
    const subscriptions = [await subscriber.subscribe({ name: 'n*' }), await subscriber.subscribe({ name: 'n*' })];
    const reading = subscriptions.map((subscription) => take(subscription, names.length));
    let cuts = 0;
    for (const name of names) {
      await client.publish('<a/>', { name });
      if (random.int(10) !== 0) continue;
      // While it is not open again there is nothing to cut.
      await opened(++cuts);
      cut();
    }
    for (const events of await Promise.all(reading)) t.same(namesOf(events), names);
    t.ok(cuts > 5, `${String(cuts)} cuts`);
    t.equal(state.streams, cuts + 1);
    t.equal(state.subscribes, 1);
  },
);

t.test('[events] the server is started anew: nothing is lost and nothing comes twice', async (t) => {
  const data = t.testdir({ data: {} });
  const start = (port: number) =>
    startTestServer(t, { flags: { store: 'lmdb', data: `${data}/data`, port, spaces: `${PROJECT}spaces` } });
  const first = await start(0);
  const url = `${first.url}/spaces/main`;
  const { fetch: counting, requests } = createCountingFetch();
  const subscription = await connect(url, { fetch: counting, clock: hurried }).subscribe({ name: 'n*' });
  const reading = take(subscription, 6);
  const publisher = connect(url);
  await publishAll(publisher, ['n1', 'n2', 'n3']);
  await first.close();
  await start(first.address.port);
  await publishAll(publisher, ['n4', 'n5', 'n6']);
  t.same(namesOf(await reading), ['n1', 'n2', 'n3', 'n4', 'n5', 'n6']);
  t.equal(requests.filter(({ body }) => body.includes('<subscribe ')).length, 1, 'the subscription is still there');
});

/** Lets a virtual clock run while what goes over the network settles. */
const advance = async (clock: ReturnType<typeof createVirtualClock>, seconds: number): Promise<void> => {
  for (let second = 0; second < seconds; second += 5) {
    await clock.advance(5_000);
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
};

/** A server closes connections that became idle by its own clock. */
const closeByClock = async (
  server: { readonly close: () => Promise<void> },
  clock: ReturnType<typeof createVirtualClock>,
): Promise<void> => {
  const closing = server.close();
  await advance(clock, 5);
  await closing;
};

t.test(
  '[events] a lease that ran out while nobody could renew it is made good: the events go on where they broke',
  async (t) => {
    const clock = createVirtualClock();
    const { client, url, server } = await startHouse(t, { collaborators: { clock } });
    const { fetch: breaking, state, cut } = createBreakingFetch();
    const subscriber = connect(url, { fetch: breaking, clock });
    const subscription = await subscriber.subscribe({ name: 'n*', periodMs: 10_000 });
    const reading = take(subscription, 2);
    await client.publish('<a/>', { name: 'n1', periodMs: 3_600_000 });
    await advance(clock, 5);
    state.down = true;
    cut();
    await advance(clock, 30);
    await client.publish('<a/>', { name: 'n2', periodMs: 3_600_000 });
    state.down = false;
    await advance(clock, 15);
    t.same(namesOf(await reading), ['n1', 'n2']);
    t.equal(state.subscribes, 2);
    await closeByClock(server, clock);
  },
);

/** A server that keeps two events, after ten of which eight are gone. */
const startForgetful = async (t: Parameters<typeof startHouse>[0]) => {
  const clock = createVirtualClock();
  const house = await startHouse(t, { collaborators: { clock }, flags: { limits: { logKeptEntries: 2 } } });
  for (let at = 0; at < 10; at++)
    await house.client.publish('<a/>', { name: `old${String(at)}`, periodMs: 86_400_000 });
  await clock.advance(3_600_000);
  await clock.advance(3_600_000);
  t.teardown(() => closeByClock(house.server, clock));
  return house;
};

t.test('events that are not kept any more end the stream with RESUME_GONE and what to do', async (t) => {
  const { client } = await startForgetful(t);
  const subscription = await client.subscribe({ after: '0' });
  await t.rejects(take(subscription, 1), { code: 'RESUME_GONE', hint: /look up what is there now/ });
});

t.test('[events] with onGap the gap is told, a lookup after it finds what was missed, and events go on', async (t) => {
  const { client } = await startForgetful(t);
  const gaps: string[] = [];
  const found = { tell: (_names: readonly string[]): void => undefined };
  const missed = new Promise<readonly string[]>((resolve) => (found.tell = resolve));
  const onGap = ({ after, reason }: { readonly after: string; readonly reason: unknown }): void => {
    gaps.push(after);
    t.match(reason, { code: 'RESUME_GONE' });
    void client.lookup({ limit: 100 }).then(({ hits }) => found.tell(hits.map(({ entry }) => entry.name)));
  };
  const reading = take(await client.subscribe({ after: '0' }, { onGap }), 1);
  t.equal((await missed).filter((name) => name.startsWith('old')).length, 10);
  await client.publish('<a/>', { name: 'new' });
  t.same(namesOf(await reading), ['new']);
  t.equal(gaps.length, 1);
});
