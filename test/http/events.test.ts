import t from 'tap';
import type { Test } from 'tap';
import { createParser } from 'eventsource-parser';
import { ownSchemas } from '../../src/protocol/index.js';
import { parseXml } from '../../src/xml/index.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { XML, advertisementOf, attributeOf, codeOf, startTestServer } from './support/test-server.js';
import type { TestServer } from './support/test-server.js';

interface Received {
  readonly id?: string | undefined;
  readonly event?: string | undefined;
  readonly data: string;
}

interface Stream {
  readonly status: number;
  readonly headers: Headers;
  /** Waits until so many events have come in all, or the stream has ended. */
  readonly take: (count: number) => Promise<readonly Received[]>;
  readonly ended: Promise<void>;
  readonly hangUp: () => void;
  readonly comments: () => number;
}

const stream = async (t: Test, url: string, headers: Record<string, string> = {}): Promise<Stream> => {
  const abort = new AbortController();
  t.teardown(() => abort.abort());
  const answer = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: abort.signal });
  const received: Received[] = [];
  let comments = 0;
  let wake: () => void = () => undefined;
  const parser = createParser({ onEvent: (event) => void received.push(event), onComment: () => void comments++ });
  let isOver = false;
  const ended = (async () => {
    const decoder = new TextDecoder();
    try {
      for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
        parser.feed(decoder.decode(part, { stream: true }));
        wake();
      }
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    } finally {
      isOver = true;
      wake();
    }
  })();
  const take = async (count: number) => {
    while (received.length < count && !isOver) await new Promise<void>((resolve) => (wake = resolve));
    return received;
  };
  return {
    status: answer.status,
    headers: answer.headers,
    take,
    ended,
    hangUp: () => abort.abort(),
    comments: () => comments,
  };
};

const publish = async ({ request }: TestServer, body: string, query = '') => {
  const text = await (await request(`/spaces/main/documents${query}`, { method: 'POST', headers: XML, body })).text();
  return {
    id: attributeOf(text, 'entry', 'id'),
    path: attributeOf(text, 'entry', 'id').replace('urn:uuid:', ''),
    lease: { 'stoa-lease': attributeOf(text, 'lease', 'credential') },
  };
};

const subscribe = async ({ request }: TestServer, content = '', attributes = '') => {
  const body = `<subscribe xmlns="urn:stoa:space:1" ${attributes}>${content}</subscribe>`;
  const answer = await request('/spaces/main/subscriptions', { method: 'POST', headers: XML, body });
  const text = await answer.text();
  return {
    status: answer.status,
    text,
    events: answer.headers.get('location') ?? '',
    lease: { 'stoa-lease': attributeOf(text, 'lease', 'credential') },
  };
};

t.test('[events] a publish and a removal give one event each to a subscriber they match, none to others', async (t) => {
  const server = await startTestServer(t);
  const [all, services, named] = (await Promise.all(
    ['', '?kind=service', '?name=b*'].map((query) => stream(t, `${server.url}/spaces/main/events${query}`)),
  )) as [Stream, Stream, Stream];
  t.equal(all.headers.get('content-type'), 'text/event-stream');
  const a = await publish(server, advertisementOf('a'));
  const b = await publish(server, '<b/>');
  await server.request(`/spaces/main/documents/${a.path}`, { method: 'DELETE', headers: a.lease });
  await server.request(`/spaces/main/documents/${b.path}`, {
    method: 'PUT',
    headers: { ...XML, ...b.lease },
    body: '<b>2</b>',
  });
  const kinds = async (one: Stream, count: number) =>
    (await one.take(count)).map(({ event, data }) => `${event} ${attributeOf(data, 'event', 'name')}`);
  t.same(await kinds(all, 4), ['published a', 'published b', 'removed a', 'updated b']);
  t.same(await kinds(named, 2), ['published b', 'updated b']);
  t.same(await kinds(services, 2), ['published a', 'removed a']);
  for (const { id, data } of await all.take(4)) {
    const { root, source } = parseXml(data);
    t.same(ownSchemas.space.check(root, source), []);
    t.equal(attributeOf(data, 'event', 'sequence'), id, 'the id of an event is its sequence');
  }
});

t.test(
  '[events] a client that comes back after the last event it saw misses nothing and sees nothing twice',
  async (t) => {
    const server = await startTestServer(t);
    const { events, status } = await subscribe(server);
    t.equal(status, 201);
    const first = await stream(t, events);
    for (let at = 0; at < 3; at++) await publish(server, '<a/>', `?name=n${at}`);
    const seen = [...(await first.take(3))];
    first.hangUp();
    await first.ended;
    for (let at = 3; at < 6; at++) await publish(server, '<a/>', `?name=n${at}`);
    const second = await stream(t, events, { 'last-event-id': seen[1]?.id ?? '' });
    await publish(server, '<a/>', '?name=n6');
    const names = (await second.take(5)).map(({ data }) => attributeOf(data, 'event', 'name'));
    t.same(names, ['n2', 'n3', 'n4', 'n5', 'n6']);
    const again = await stream(t, events);
    t.equal((await again.take(7)).length, 7, 'without a last event the subscription begins where it was made');
  },
);

t.test('[events] looking up and then subscribing after that sequence misses nothing', async (t) => {
  const server = await startTestServer(t);
  await publish(server, '<a/>', '?name=before');
  const sequence = attributeOf(
    await (await server.request('/spaces/main/documents')).text(),
    'lookupResponse',
    'sequence',
  );
  await publish(server, '<a/>', '?name=between');
  const events = await stream(t, `${server.url}/spaces/main/events?after=${sequence}`);
  await publish(server, '<a/>', '?name=later');
  t.same(
    (await events.take(2)).map(({ data }) => attributeOf(data, 'event', 'name')),
    ['between', 'later'],
  );
});

t.test('events are JSON for a client that names it', async (t) => {
  const server = await startTestServer(t);
  const events = await stream(t, `${server.url}/spaces/main/events`, { accept: 'text/event-stream, application/json' });
  await publish(server, '<a/>', '?name=x');
  t.match(JSON.parse((await events.take(1))[0]?.data ?? ''), { event: { '@event': 'published', '@name': 'x' } });
});

t.test('an idle stream shows that it is alive, and a stream keeps its own subscription', async (t) => {
  const clock = createVirtualClock();
  const server = await startTestServer(t, { collaborators: { clock } });
  const events = await stream(t, `${server.url}/spaces/main/events`);
  for (let minute = 0; minute < 40; minute++) await clock.advance(60_000);
  await publish(server, '<a/>', '?name=x');
  t.equal((await events.take(1)).length, 1, 'long after the lease that it began with');
  t.ok(events.comments() >= 40);
});

t.test('the subscription of a stream ends with its connection', async (t) => {
  const server = await startTestServer(t, { flags: { limits: { maxSubscriptions: 1 } } });
  const events = await stream(t, `${server.url}/spaces/main/events`);
  t.equal(events.status, 200);
  const refused = await server.request('/spaces/main/events');
  t.equal(codeOf(await refused.text()), 'QUOTA_EXCEEDED');
  events.hangUp();
  await events.ended;
  for (let attempt = 0, status = 507; status !== 200; attempt++) {
    if (attempt > 200) throw new Error('the subscription was not given back');
    const next = await stream(t, `${server.url}/spaces/main/events`);
    ({ status } = next);
    next.hangUp();
  }
  t.pass('it was given back');
});

t.test('a subscription that was ended, or never was, has no stream', async (t) => {
  const server = await startTestServer(t);
  const { events, lease } = await subscribe(server);
  const open = await stream(t, events);
  const path = new URL(events).pathname.replace(/\/events$/, '');
  t.equal((await server.request(path, { method: 'DELETE' })).status, 401);
  t.equal((await server.request(path, { method: 'DELETE', headers: lease })).status, 204);
  await open.ended;
  t.pass('an open stream ends with its subscription');
  const answer = await fetch(events);
  t.equal(answer.status, 404);
  t.equal(codeOf(await answer.text()), 'SUBSCRIPTION_NOT_FOUND');
  t.equal((await server.request('/spaces/main/subscriptions/nonsense/events')).status, 404);
});

t.test('points from which nothing can be resumed are refused', async (t) => {
  const server = await startTestServer(t);
  const { events } = await subscribe(server);
  for (const id of ['nonsense', '-1', '1.5', '999999', '99999999999999999999'])
    t.equal(codeOf(await (await fetch(events, { headers: { 'last-event-id': id } })).text()), 'PARAMETER_INVALID', id);
  t.equal(codeOf(await (await server.request('/spaces/main/events?after=x')).text()), 'PARAMETER_INVALID');
  t.equal((await subscribe(server, '', 'after="999999"')).status, 400);
});

t.test('a resume point whose events are no longer kept is told as gone', async (t) => {
  const clock = createVirtualClock();
  const server = await startTestServer(t, { collaborators: { clock }, flags: { limits: { logKeptEntries: 2 } } });
  const { events } = await subscribe(server, '', 'period="PT24H"');
  for (let at = 0; at < 20; at++) await publish(server, '<a/>', `?name=n${at}&period=24h`);
  for (let hour = 0; hour < 3; hour++) await clock.advance(3_600_000);
  const answer = await fetch(events);
  if (answer.status === 200) {
    const text = await answer.text();
    t.match(text, /event: problem\ndata: .*RESUME_GONE/);
  } else {
    t.equal(answer.status, 410);
    t.equal(codeOf(await answer.text()), 'RESUME_GONE');
  }
});

t.test('at shutdown streams end at once, saying so', async (t) => {
  const server = await startTestServer(t);
  const events = await stream(t, `${server.url}/spaces/main/events`);
  await server.close();
  await events.ended;
  const last = (await events.take(1)).at(-1);
  t.equal(last?.event, 'problem');
  t.equal(codeOf(last?.data ?? ''), 'SHUTTING_DOWN');
});
