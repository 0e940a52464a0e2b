import t from 'tap';
import { printerAdvertisement } from '../../gate/gate-house.js';
import { startHouse } from '../space-house.js';
import { namesOf, publishAll, take } from './event-house.js';

t.test('[events] two listeners with one filter cost one subscription and one stream', async (t) => {
  const { client, requests } = await startHouse(t);
  const counted = (pattern: RegExp): number =>
    requests.filter(({ url, body }) => pattern.test(body) || (body === '' && pattern.test(url))).length;
  const [one, other] = await Promise.all([client.subscribe({ name: 'n*' }), client.subscribe({ name: 'n*' })]);
  const third = await client.subscribe({ name: 'n*' });
  const reading = [take(one, 3), take(other, 3)];
  await publishAll(client, ['n1', 'other', 'n2', 'n3']);
  for (const events of await Promise.all(reading)) t.same(namesOf(events), ['n1', 'n2', 'n3']);
  t.equal(counted(/<subscribe /), 1);
  t.equal(counted(/\/events$/), 1);
  t.equal(counted(/<cancel /), 1, 'given back when the last one left');

  await publishAll(client, ['n4']);
  t.same(namesOf(await take(third, 4)), ['n1', 'n2', 'n3', 'n4'], 'who begins to read later misses nothing');

  requests.length = 0;
  const different = await Promise.all([
    client.subscribe({ name: 'm*' }),
    client.subscribe({ name: 'm*', kinds: ['document'] }),
  ]);
  t.equal(counted(/<subscribe /), 2, 'other filters are other subscriptions');
  for (const { lease } of different) await client.cancel(lease);
});

t.test('a listener that leaves, or whose signal is aborted, does not disturb the others', async (t) => {
  const { client, requests } = await startHouse(t);
  const ending = new AbortController();
  const [staying, leaving, aborted] = [
    await client.subscribe(),
    await client.subscribe(),
    await client.subscribe({}, { signal: ending.signal }),
  ];
  const [all, first, none] = [take(staying, 3), take(leaving, 1), take(aborted, 9)];
  await publishAll(client, ['a']);
  t.same(namesOf(await first), ['a']);
  ending.abort();
  t.same(namesOf(await none), ['a']);
  await publishAll(client, ['b', 'c']);
  t.same(namesOf(await all), ['a', 'b', 'c']);
  t.equal(requests.filter(({ body }) => body.includes('<cancel ')).length, 1);
});

t.test('a subscription that somebody cancelled ends, and one of a space that ended says so at once', async (t) => {
  const { client } = await startHouse(t);
  const subscription = await client.subscribe();
  const reading = take(subscription, 2);
  await publishAll(client, ['a']);
  await client.cancel(subscription.lease);
  await t.rejects(reading, { code: 'SUBSCRIPTION_NOT_FOUND' });
  const spawned = await client.spawn({ name: 'mine' });
  const mine = client.at(spawned.url, [spawned.root]);
  const following = take(await mine.subscribe(), 1);
  const ended = t.rejects(following, { code: 'SPACE_GONE' });
  await mine.destroy();
  await ended;
});

t.test('[events] a partial schema filters: a matching service is told, others are not', async (t) => {
  const { client } = await startHouse(t);
  const schema =
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:example:print"><xs:element name="ready" type="xs:boolean"/></xs:schema>';
  const listeners = [await client.subscribe({ schema }), await client.subscribe({ schema })];
  const reading = listeners.map((subscription) => take(subscription, 2));
  await client.publish('<a/>', { name: 'note' });
  const { entry, lease } = await client.publish(printerAdvertisement());
  await client.remove(entry.id, lease.credential === undefined ? {} : { credential: lease.credential });
  for (const events of await Promise.all(reading))
    t.same(
      events.map(({ event, name }) => `${event} ${name}`),
      ['published printer-3f', 'removed printer-3f'],
    );
});
