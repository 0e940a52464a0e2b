import t from 'tap';
import { connect } from '../../src/client/index.js';
import type { SpaceEvent } from '../../src/client/index.js';
import { printerAdvertisement } from '../gate/gate-house.js';
import { startHouse } from './space-house.js';

t.test('[space:store] a client publishes, reads, brings up to date and removes a document', async (t) => {
  const { client } = await startHouse(t);
  const { entry, lease } = await client.publish('<?xml version="1.0"?>\n<note xmlns="urn:x">one</note>\n', {
    name: 'first',
  });
  t.match(entry, { name: 'first', kind: 'document', version: 1, stale: false });
  t.ok(lease.credential);
  t.equal((await client.read(entry.id)).xml, '<note xmlns="urn:x">one</note>');
  t.match((await client.readAdvertisement(entry.id)).advertisement, /kind="document"/);
  const { credential = '' } = lease;
  t.match(await client.update(entry.id, '<note xmlns="urn:x">two</note>', { credential, version: 1 }), {
    entry: { version: 2 },
  });
  await t.rejects(client.update(entry.id, '<note/>', { credential, version: 1 }), { code: 'VERSION_CONFLICT' });
  await t.rejects(client.remove(entry.id), { code: 'CREDENTIAL_REQUIRED' });
  await t.rejects(client.remove(entry.id, { credential: 'made up' }), { code: 'CREDENTIAL_INVALID' });
  await client.remove(entry.id, { credential });
  await t.rejects(client.read(entry.id), { code: 'DOCUMENT_NOT_FOUND' });
});

t.test('what is no XML, or more than one element, is refused before it is sent', async (t) => {
  const { client, requests } = await startHouse(t);
  for (const xml of ['', 'text', '<a/><b/>', '<a', '<!DOCTYPE a><a/>'])
    await t.rejects(client.publish(xml), { code: /^XML_/ }, xml);
  await t.rejects(client.lookup({ schema: '<a/>' }), { code: 'VALUE_INVALID' });
  await t.rejects(client.lookup({ limit: -1 }), { code: 'VALUE_INVALID' });
  await t.rejects(client.read('x'.repeat(300)), { code: 'VALUE_INVALID' });
  t.equal(requests.length, 0);
});

t.test('[lease:grant] a lease is granted, renewed and cancelled with its credential alone', async (t) => {
  const { client } = await startHouse(t);
  const { entry, lease } = await client.publish('<a/>', { periodMs: 10 * 86_400_000 });
  t.equal(lease.periodMs, 86_400_000, 'ask ten days, get one');
  t.match(await client.renew(lease, { periodMs: 60_000 }), { id: lease.id, periodMs: 60_000 });
  await t.rejects(client.renew({ id: lease.id }), { code: 'CREDENTIAL_REQUIRED' });
  await t.rejects(client.cancel({ id: lease.id, credential: 'another' }), { code: 'CREDENTIAL_INVALID' });
  await client.cancel(lease);
  await t.rejects(client.read(entry.id), { code: 'DOCUMENT_NOT_FOUND' });
});

t.test('[space:lookup-union] hits of name and schema are found page by page, each once', async (t) => {
  const { client } = await startHouse(t);
  for (let at = 0; at < 5; at++) await client.publish(`<note>${at}</note>`, { name: `note-${at}` });
  await client.publish(printerAdvertisement());
  const schema =
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:example:print"><xs:element name="ready" type="xs:boolean"/></xs:schema>';
  const names: string[] = [];
  for await (const { entry } of client.lookupAll({ name: 'note-*', schema, limit: 2 })) names.push(entry.name);
  t.same(names.sort(), ['note-0', 'note-1', 'note-2', 'note-3', 'note-4', 'printer-3f']);
  const page = await client.lookup({ name: 'note-*', limit: 2 });
  t.equal(page.hits.length, 2);
  t.ok(page.next);
  t.same((await client.lookup({ name: 'nobody' })).hits, []);
  t.match((await client.lookup({ schema })).hits, [
    { entry: { name: 'printer-3f', kind: 'service' }, advertisement: /kind="service"/ },
  ]);
  await t.rejects(client.lookup({ name: 'note-*' }, { cursor: 'made-up' }), { code: 'CURSOR_INVALID' });
});

const take = async (events: AsyncIterable<SpaceEvent>, count: number): Promise<SpaceEvent[]> => {
  const taken: SpaceEvent[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
};

t.test(
  '[events] a subscriber gets one event for each matching change, from the moment that it has subscribed',
  async (t) => {
    const { client, requests } = await startHouse(t);
    const before = await client.publish('<a/>', { name: 'note-before' });
    const subscription = await client.subscribe({ name: 'note-*' });
    const { entry, lease } = await client.publish('<a/>', { name: 'note-1' });
    await client.publish('<a/>', { name: 'other' });
    await client.remove(entry.id, lease.credential === undefined ? {} : { credential: lease.credential });
    const events = await take(subscription, 2);
    t.match(events, [
      { event: 'published', name: 'note-1', id: entry.id, kind: 'document', version: 1 },
      { event: 'removed', name: 'note-1', id: entry.id },
    ]);
    t.match(requests.at(-1)?.body, /<cancel /, 'a reader that stops cancels its subscription');
    const again = await client.subscribe({ name: 'note-*', after: before.entry.sequence });
    t.match(await take(again, 1), [{ event: 'published', name: 'note-1' }], 'from an earlier sequence on');
  },
);

t.test(
  '[events] a broken connection is taken up again where it broke: nothing is lost and nothing comes twice',
  async (t) => {
    let cut: (() => void) | undefined;
    let streams = 0;
    const breaking: typeof fetch = async (input, init) => {
      if (!new Headers(init?.headers).get('accept')?.startsWith('text/event-stream')) return fetch(input, init);
      streams++;
      const ending = new AbortController();
      cut = () => ending.abort();
      return fetch(input, {
        ...init,
        signal: AbortSignal.any([ending.signal, ...(init?.signal ? [init.signal] : [])]),
      });
    };
    const { client, url } = await startHouse(t);
    const subscriber = connect(url, { fetch: breaking });
    const subscription = await subscriber.subscribe({ name: 'n*' });
    const names: string[] = [];
    for (const name of ['n1', 'n2']) await client.publish('<a/>', { name });
    for await (const event of subscription) {
      names.push(event.name);
      if (names.length === 2) {
        cut?.();
        for (const name of ['n3', 'n4']) await client.publish('<a/>', { name });
      }
      if (names.length === 4) break;
    }
    t.same(names, ['n1', 'n2', 'n3', 'n4']);
    t.equal(streams, 2);
  },
);

t.test('a subscription whose signal is aborted ends without an error, and one that is gone says so', async (t) => {
  const { client } = await startHouse(t);
  const ending = new AbortController();
  const subscription = await client.subscribe({}, { signal: ending.signal });
  const reading = take(subscription, 1);
  ending.abort();
  t.same(await reading, []);
  const cancelled = await client.subscribe();
  await client.cancel(cancelled.lease);
  await t.rejects(take(cancelled, 1), { code: 'SUBSCRIPTION_NOT_FOUND' });
});

t.test('[spawn:end] a spawned space admits its root credential alone, and once ended answers SPACE_GONE', async (t) => {
  const { client } = await startHouse(t);
  const spawned = await client.spawn({ name: 'mine' });
  t.match(spawned.advertisement, /kind="space"/);
  const [mine, strangers] = [client.at(spawned.url, [spawned.root]), client.at(spawned.url, [])];
  await mine.publish('<a/>', { name: 'a' });
  t.equal((await mine.lookup()).hits.length, 1);
  await t.rejects(strangers.lookup(), { code: 'CREDENTIAL_REQUIRED' });
  t.equal((await mine.describe()).id, spawned.id);
  t.equal(
    (await client.at(spawned.url, ['another', spawned.root]).lookup()).hits.length,
    1,
    'one of several credentials is enough',
  );
  await mine.destroy();
  await t.rejects(mine.lookup(), { code: 'SPACE_GONE' });
  t.notMatch(
    (await client.lookup()).hits.map(({ entry }) => entry.name),
    ['mine'],
    'no trace in the parent',
  );
});

t.test('a space says who it is, and an address that is none is told as such', async (t) => {
  const { client, url, server } = await startHouse(t);
  t.match(await client.describe(), { id: /^urn:uuid:/, advertisement: { kind: 'space' } });
  t.equal(await client.describe(), await client.describe(), 'asked for once');
  await t.rejects(connect(`${url}-not`).lookup(), { code: 'SPACE_NOT_FOUND' });
  await t.rejects(connect(`${server.url}/nowhere`).lookup(), { code: 'ROUTE_NOT_FOUND' });
  await t.rejects(connect('http://127.0.0.1:1/').lookup(), { code: 'SERVICE_UNREACHABLE' });
  await t.rejects(connect('http://127.0.0.1:1/').describe(), { code: 'SERVICE_UNREACHABLE' });
  t.throws(() => connect('nowhere'), { code: 'PARAMETER_INVALID' });
});
