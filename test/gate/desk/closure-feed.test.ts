import t from 'tap';
import type { DocumentId, GateId, SpaceId, SubjectId } from '../../../src/base/index.js';
import { createClosureFeed } from '../../../src/gate/desk/closure-feed.js';
import type { ClosedGate } from '../../../src/gate/desk/kept-closures.js';
import { createVirtualClock } from '../../support/virtual-clock.js';

const SPACE = 'urn:uuid:00000000-0000-7000-8000-000000000001' as SpaceId;
const OTHER = 'urn:uuid:00000000-0000-7000-8000-000000000002' as SpaceId;
const SERVICE = 'urn:example:printer' as DocumentId;
const gateOf = (at: number): GateId => `urn:example:gate:${at}` as GateId;

const closed = (at: number, other: Partial<ClosedGate> = {}): ClosedGate => ({
  gate: gateOf(at),
  document: SERVICE,
  subject: 'ann' as SubjectId,
  ...other,
});

const take = async (closures: AsyncIterator<GateId>, count: number): Promise<readonly GateId[]> => {
  const taken: GateId[] = [];
  while (taken.length < count) {
    const { value, done } = await closures.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
};

t.test('a follower is told of the gates of its service, before and after it begins, and of no other', async (t) => {
  const clock = createVirtualClock();
  const feed = createClosureFeed(clock);
  feed.tell(SPACE, closed(1));
  feed.tell(SPACE, closed(2, { document: 'urn:example:scanner' as DocumentId }));
  feed.tell(OTHER, closed(3));
  const ending = new AbortController();
  const closures = feed.follow(SPACE, SERVICE, ending.signal)[Symbol.asyncIterator]();
  t.same(await take(closures, 1), [gateOf(1)]);
  const next = take(closures, 2);
  feed.tell(OTHER, closed(4));
  feed.tell(SPACE, closed(5));
  feed.tell(SPACE, closed(6));
  t.same(await next, [gateOf(5), gateOf(6)]);
  const last = closures.next();
  ending.abort();
  t.match(await last, { done: true });
});

t.test('what is older than any credential, or more than may be kept, is not told again', async (t) => {
  const clock = createVirtualClock();
  const feed = createClosureFeed(clock, { keptMs: 70_000, maxKept: 2 });
  feed.tell(SPACE, closed(1));
  await clock.advance(70_000);
  for (const at of [2, 3, 4]) feed.tell(SPACE, closed(at));
  const ending = new AbortController();
  const closures = feed.follow(SPACE, SERVICE, ending.signal)[Symbol.asyncIterator]();
  t.same(await take(closures, 2), [gateOf(3), gateOf(4)]);
  ending.abort();
  t.same(await take(closures, 1), []);
});

t.test(
  'a service is told of each of its few closures, however many others there are, and the whole is bounded',
  async (t) => {
    const feed = createClosureFeed(createVirtualClock(), { maxKept: 10 });
    const flooded = 'urn:example:flooded' as DocumentId;
    for (const at of [1, 2, 3]) feed.tell(SPACE, closed(at));
    for (let at = 100; at < 200; at++) feed.tell(SPACE, closed(at, { document: flooded }));
    const ending = new AbortController();
    const follow = (document: DocumentId) => feed.follow(SPACE, document, ending.signal)[Symbol.asyncIterator]();
    const [own, other] = [follow(SERVICE), follow(flooded)];
    t.same(await take(own, 3), [1, 2, 3].map(gateOf));
    t.same(await take(other, 7), [193, 194, 195, 196, 197, 198, 199].map(gateOf));
    ending.abort();
    t.same([...(await take(own, 1)), ...(await take(other, 1))], []);
  },
);

t.test('a follower that does not read is cut off, and can begin anew', async (t) => {
  const feed = createClosureFeed(createVirtualClock(), { maxWaiting: 3 });
  const { signal } = new AbortController();
  const closures = feed.follow(SPACE, SERVICE, signal)[Symbol.asyncIterator]();
  const first = closures.next();
  for (let at = 0; at < 10; at++) feed.tell(SPACE, closed(at));
  t.match(await first, { value: gateOf(0) });
  await t.rejects(take(closures, 10), { code: 'SUBSCRIBER_TOO_SLOW' });
  const again = feed.follow(SPACE, SERVICE, signal)[Symbol.asyncIterator]();
  t.equal((await take(again, 10)).length, 10);
  await again.return?.();
});

t.test('of too many followers the oldest is cut off', async (t) => {
  const feed = createClosureFeed(createVirtualClock(), { maxFollowers: 2 });
  const { signal } = new AbortController();
  const follow = () => {
    const closures = feed.follow(SPACE, SERVICE, signal)[Symbol.asyncIterator]();
    return { closures, first: closures.next() };
  };
  const [one, two, three] = [follow(), follow(), follow()];
  await t.rejects(one.first, { code: 'SUBSCRIBER_TOO_SLOW' });
  feed.tell(SPACE, closed(1));
  for (const { first, closures } of [two, three]) {
    t.match(await first, { value: gateOf(1) });
    await closures.return?.();
  }
});
