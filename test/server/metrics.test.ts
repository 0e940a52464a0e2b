import t from 'tap';
import type { Test } from 'tap';
import { serve } from '../../src/http/index.js';
import { getToken, startAuthServer } from '../support/auth-house.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { XML, advertisementOf, attributeOf, codeOf, startTestServer } from '../http/support/test-server.js';
import type { TestServer } from '../http/support/test-server.js';

const PING = '<ping xmlns="urn:test">7</ping>';
const WANTED =
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test"><xs:element name="ping" type="xs:int"/></xs:schema>';

/** Values of what is served, by name with labels. */
const scrape = async ({ request }: Pick<TestServer, 'request'>): Promise<ReadonlyMap<string, number>> => {
  const text = await (await request('/metrics')).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
};

const publish = async ({ request }: TestServer, body: string): Promise<string> => {
  const answer = await request('/spaces/main/documents', { method: 'POST', headers: XML, body });
  return attributeOf(await answer.text(), 'entry', 'id');
};

const openGate = async ({ request }: TestServer, id: string, attributes: string): Promise<string> => {
  const body = `<openGate xmlns="urn:stoa:space:1" id="${id}" ${attributes}/>`;
  return (await request('/spaces/main/gates', { method: 'POST', headers: XML, body })).text();
};

const requestKey = (method: string, route: string, status: number): string =>
  `stoa_http_request_seconds_count{method="${method}",route="${route}",status="${status}"}`;

t.test('metrics are text that a scraper reads, of this server and of its process', async (t) => {
  const server = await startTestServer(t);
  const answer = await server.request('/metrics');
  t.equal(answer.status, 200);
  t.match(answer.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  t.equal(answer.headers.get('cache-control'), 'no-store');
  const text = await answer.text();
  for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds', 'stoa_spaces'])
    t.match(text, `\n# HELP ${name} `);
  for (const line of text.split('\n'))
    t.match(line, /^(?:# (?:HELP|TYPE) [a-z_0-9]+ .+|[a-z_0-9]+(?:\{.*\})? (?:[0-9.e+-]+|Nan|NaN|\+Inf)|)$/);
});

t.test('requests, lookups and commits are counted with how long they took', async (t) => {
  const server = await startTestServer(t);
  await publish(server, advertisementOf('svc'));
  const before = await scrape(server);
  const lookUp = (query: string) => server.request(`/spaces/main/documents${query}`);
  for (const query of ['?name=svc', '?name=svc', '?name=s*', '', '?limit=x']) await (await lookUp(query)).text();
  for (const query of ['', '', '?name=svc'])
    await (await server.request(`/spaces/main/lookup${query}`, { method: 'POST', headers: XML, body: WANTED })).text();
  await (await server.request('/nowhere/at/all')).text();
  const after = await scrape(server);
  const gained = (key: string): number => (after.get(key) ?? 0) - (before.get(key) ?? 0);
  t.equal(gained(requestKey('GET', '/spaces/:space/documents', 200)), 4, 'directly answered ones too');
  t.equal(gained(requestKey('GET', '/spaces/:space/documents', 400)), 1);
  t.equal(gained(requestKey('POST', '/spaces/:space/lookup', 200)), 3);
  t.equal(gained(requestKey('GET', 'none', 404)), 1);
  const by = (what: string): number => gained(`stoa_lookup_seconds_count{by="${what}"}`);
  t.same(['name', 'nothing', 'schema', 'both'].map(by), [3, 1, 2, 1]);
  t.ok((after.get('stoa_store_commit_seconds_count{outcome="durable"}') ?? 0) > 0);
  const key = 'stoa_lookup_seconds_bucket{by="name",le="+Inf"}';
  t.equal(after.get(key), after.get('stoa_lookup_seconds_count{by="name"}'));
  t.ok((after.get('stoa_lookup_seconds_sum{by="name"}') ?? 0) > 0);
});

t.test('what there is now is counted: spaces, documents fresh and stale, subscriptions, streams', async (t) => {
  const clock = createVirtualClock();
  const server = await startTestServer(t, { collaborators: { clock } });
  const first = await scrape(server);
  const post = (path: string, text: string) => server.request(path, { method: 'POST', headers: XML, body: text });
  for (const period of ['PT10S', 'PT1H']) {
    const text = await (await post(`/spaces/main/documents?period=${period}`, advertisementOf(period))).text();
    const [id, credential] = ['id', 'credential'].map((name) => attributeOf(text, 'lease', name));
    await post('/spaces/main', `<renew xmlns="urn:stoa:space:1" lease="${id}" credential="${credential}"/>`);
  }
  const body = '<spawn xmlns="urn:stoa:space:1" period="PT1H"><name>sub</name></spawn>';
  t.equal((await post('/spaces/main', body)).status, 200);
  const abort = new AbortController();
  t.teardown(() => abort.abort());
  const stream = await server.request('/spaces/main/events', { signal: abort.signal });
  t.equal(stream.status, 200);
  const values = await scrape(server);
  const gained = (key: string): number => (values.get(key) ?? 0) - (first.get(key) ?? 0);
  t.equal(values.get('stoa_spaces{kind="declared"}'), 1);
  t.equal(values.get('stoa_spaces{kind="spawned"}'), 1);
  t.equal(gained('stoa_documents{lease="fresh"}'), 2);
  t.equal(values.get('stoa_subscriptions'), 1);
  t.equal(values.get('stoa_event_streams'), 1);
  t.equal(values.get('stoa_attached_services'), 0);
  await clock.advance(60_000);
  const later = await scrape(server);
  t.equal(later.get('stoa_documents{lease="stale"}'), 1);
  t.equal(later.get('stoa_document_events_total{event="stale"}'), 1);
  t.equal(gained('stoa_document_events_total{event="published"}'), 2);
  t.equal(gained('stoa_lease_renewals_total'), 2);
  t.equal(gained('stoa_schema_reads_total{from="here"}'), 1);
  t.equal(gained('stoa_schema_reads_total{from="cache"}'), 1, 'the same interface is read once');
  t.equal(later.get('stoa_schema_tasks'), 0);
  t.equal(
    later.get('stoa_documents{lease="fresh"}'),
    gained('stoa_documents{lease="fresh"}') - 1 + (first.get('stoa_documents{lease="fresh"}') ?? 0),
  );
  await clock.advance(11 * 60_000);
  const last = await scrape(server);
  t.equal(last.get('stoa_documents{lease="stale"}'), 0, 'deleted');
  t.equal(last.get('stoa_document_events_total{event="removed"}'), 1);
});

const startPong = async (t: Test): Promise<string> => {
  const service = await serve({
    handle: async () => ({
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: new TextEncoder().encode('<pong xmlns="urn:test">pong</pong>'),
    }),
  });
  t.teardown(() => service.close());
  return service.url;
};

t.test('gates opened, refused and closed, and calls through relays are counted by outcome', async (t) => {
  const server = await startTestServer(t);
  const id = await publish(server, advertisementOf('svc', await startPong(t)));
  const gate = await openGate(server, id, 'carry="relay"');
  await openGate(server, 'urn:uuid:00000000-0000-7000-8000-000000000000', '');
  const of = (name: string): string => attributeOf(gate, 'openGateResponse', name);
  t.equal((await scrape(server)).get('stoa_gates_open'), 1);
  for (const body of [PING, '<other xmlns="urn:test"/>'])
    await (await fetch(of('uri'), { method: 'POST', headers: XML, body })).text();
  const path = `/spaces/main/gates/${of('gate').replace('urn:uuid:', '')}`;
  await server.request(path, { method: 'DELETE', headers: { 'stoa-control': of('control') } });
  const values = await scrape(server);
  t.equal(values.get('stoa_gates_total{action="open",code=""}'), 1);
  t.equal(values.get('stoa_gates_total{action="open",code="DOCUMENT_NOT_FOUND"}'), 1);
  t.equal(values.get('stoa_gates_total{action="close",code=""}'), 1);
  t.equal(values.get('stoa_gates_open'), 0);
  t.equal(values.get('stoa_relayed_calls'), 0);
  t.equal(values.get('stoa_relayed_call_seconds_count{outcome="answered"}'), 1);
  t.equal(values.get('stoa_relayed_call_seconds_count{outcome="MESSAGE_UNDECLARED"}'), 1);
});

t.test('nothing that a client chose becomes a label, and no request makes series without end', async (t) => {
  const server = await startTestServer(t);
  const mark = 'zzmarkzz';
  const visit = async (round: number): Promise<void> => {
    const word = `${mark}${round}`;
    await publish(server, advertisementOf(word));
    const paths = [`/${word}`, `/spaces/${word}`, `/spaces/main/documents?name=${word}`, `/spaces/main/relay/${word}`];
    for (const path of [...paths, `/schemas/${word}`, `/spaces/main/documents/${word}`])
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PROPFIND'])
        await (await server.request(path, { method, headers: { ...XML, 'x-word': word } })).text();
    await server.request('/spaces/main', { method: 'POST', headers: XML, body: `<${word} xmlns="urn:${word}"/>` });
    await openGate(server, word, '');
    await server.request('/spaces/main', {
      method: 'POST',
      headers: XML,
      body: `<spawn xmlns="urn:stoa:space:1"><name>${word}</name></spawn>`,
    });
  };
  await visit(0);
  const first = await scrape(server);
  for (let round = 1; round < 5; round++) await visit(round);
  const values = await scrape(server);
  t.same(
    [...values.keys()].filter((key) => key.includes(mark) || /[0-9a-f]{8}-[0-9a-f]{4}/.test(key)),
    [],
  );
  const own = (all: ReadonlyMap<string, number>): readonly string[] =>
    [...all.keys()].filter((key) => key.startsWith('stoa_') && !key.includes('/metrics')).sort();
  t.same(own(values), own(first));
});

t.test('a status that only a service chose is told by its class', async (t) => {
  const { toStatusLabel } = await import('../../src/server/metrics/status-label.js');
  t.same([200, 404, 429, 207, 418, 599].map(toStatusLabel), ['200', '404', '429', '2xx', '4xx', '5xx']);
});

t.test('with authentication metrics are for those that are listed, and for administrators', async (t) => {
  const server = await startAuthServer(t);
  const space = server.spaces.findByAlias('main');
  if (!space) throw new RangeError('the space is not declared');
  const root = { 'stoa-credential': server.spaces.root(space.id) };
  const bearer = { authorization: `Bearer ${await getToken(server)}` };
  const ask = async (headers: Readonly<Record<string, string>>): Promise<readonly unknown[]> => {
    const answer = await server.request('/metrics', { headers });
    return [answer.status, codeOf(await answer.text())];
  };
  t.same(await ask({}), [401, 'AUTHENTICATION_REQUIRED']);
  t.same(await ask(bearer), [403, 'ACCESS_DENIED']);
  t.same(await ask({ 'stoa-credential': 'rc1.wrong' }), [401, 'AUTHENTICATION_REQUIRED']);
  t.same(await ask(root), [200, '']);
  const body =
    '<policy xmlns="urn:stoa:space:1"><access><grant to="group:ops" actions="administer"/></access></policy>';
  await server.request('/spaces/main/policy', { method: 'PUT', headers: { ...XML, ...root }, body });
  t.same(await ask(bearer), [200, '']);
});

t.test('whom the configuration lists reads metrics and nothing besides', async (t) => {
  for (const [readers, status] of [
    [['group:ops'], 200],
    [['authenticated'], 200],
    [['subject:else', 'group:else'], 403],
    [[], 403],
  ] as const) {
    const server = await startAuthServer(t, { flags: { metrics: { readers } } });
    const headers = { authorization: `Bearer ${await getToken(server)}` };
    t.equal((await server.request('/metrics', { headers })).status, status, readers.join());
    t.equal((await server.request('/metrics')).status, 401);
    await server.close();
  }
  const closed = await startTestServer(t, { flags: { metrics: { readers: [] } } });
  t.equal((await closed.request('/metrics')).status, 403, 'also without authentication');
});

t.test('durations are counted up to each bound, and no more series are made than a fixed number', async (t) => {
  const { createDurations } = await import('../../src/server/metrics/durations.js');
  const durations = createDurations({ name: 'd_seconds', help: 'h', labels: ['a', 'b'] });
  for (const seconds of [0.0001, 0.0002, 31]) durations.observe(seconds, 'x', '"\n');
  const text = durations.write();
  t.match(text, '# HELP d_seconds h\n# TYPE d_seconds histogram\nd_seconds_bucket{a="x",b="\\"\\n",le="0.0001"} 1\n');
  t.match(text, 'le="0.00025"} 2\n');
  t.match(text, 'le="30"} 2\n');
  t.match(text, 'le="+Inf"} 3\n');
  t.match(text, 'd_seconds_count{a="x",b="\\"\\n"} 3\n');
  for (let at = 0; at < 5_000; at++) durations.observe(1, String(at), '');
  t.equal(durations.write().split('d_seconds_count').length - 1, 2_000);
});
