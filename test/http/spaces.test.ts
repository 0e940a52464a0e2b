import t from 'tap';
import { createVirtualClock } from '../support/virtual-clock.js';
import { XML, attributeOf, codeOf, startTestServer } from './support/test-server.js';
import type { TestServer } from './support/test-server.js';

const NS = 'xmlns="urn:stoa:space:1"';

const spawn = async (
  { request }: TestServer,
  parent = '/spaces/main',
  message = `<spawn ${NS} period="PT60S"><name>child</name></spawn>`,
  headers = {},
) => {
  const answer = await request(`${parent}/spaces`, { method: 'POST', headers: { ...XML, ...headers }, body: message });
  const text = await answer.text();
  const of = (name: string) => attributeOf(text, 'spawnResponse', name);
  return {
    status: answer.status,
    text,
    path: answer.headers.has('location') ? new URL(answer.headers.get('location') ?? '').pathname : '',
    root: { authorization: `Bearer ${of('root')}` },
    writer: { authorization: `Bearer ${of('writer')}` },
    lease: attributeOf(text, 'lease', 'id').replace('urn:uuid:', ''),
  };
};

t.test('a spawned space admits whoever holds its root credential, shown in any of the ways', async (t) => {
  const server = await startTestServer(t);
  const child = await spawn(server);
  t.equal(child.status, 201, child.text);
  const root = child.root.authorization.slice('Bearer '.length);
  for (const headers of [
    child.root,
    { 'stoa-credential': root },
    { 'stoa-credential': `other, ${root}` },
    { 'stoa-lease': root },
  ])
    t.equal((await server.request(`${child.path}/documents`, { headers })).status, 200, JSON.stringify(headers));
  for (const [headers, status] of [
    [{}, 401],
    [{ authorization: 'Bearer x' }, 403],
    [{ authorization: `Basic ${root}` }, 401],
  ] as const)
    t.equal((await server.request(`${child.path}/documents`, { headers })).status, status, JSON.stringify(headers));
  t.equal((await server.request('/spaces')).status, 200);
  t.notMatch(await (await server.request('/spaces')).text(), 'child');
});

t.test(
  '[spawn:superset] a spawned space has its own URI, advertisement and at least the schema of its parent',
  async (t) => {
    const server = await startTestServer(t);
    const content =
      '<schema><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="note" type="xs:string"/></xs:schema></schema>';
    const child = await spawn(server, '/spaces/main', `<spawn ${NS}><name>child</name>${content}</spawn>`);
    const advertisement = await (await server.request(child.path, { headers: child.root })).text();
    t.equal(attributeOf(advertisement, 'endpoint', 'uri'), server.url + child.path);
    const parent = await (await server.request('/spaces/main')).text();
    const elements = (text: string) => [...text.matchAll(/<(?:\w+:)?element name="(\w+)"/g)].map((match) => match[1]);
    const own = new Set(elements(advertisement));
    t.same(
      elements(parent).filter((name) => !own.has(name)),
      [],
    );
    t.ok(own.has('note'));
    const grandchild = await spawn(server, child.path, `<spawn ${NS}><name>grandchild</name></spawn>`, child.root);
    t.match(await (await server.request(grandchild.path, { headers: grandchild.root })).text(), /element name="note"/);
  },
);

t.test(
  '[space:structured] a space with a content schema refuses what does not conform and keeps nothing of it',
  async (t) => {
    const server = await startTestServer(t);
    const content =
      '<schema><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="n" type="xs:int"/></xs:schema></schema>';
    const { path, root } = await spawn(server, '/spaces/main', `<spawn ${NS}><name>child</name>${content}</spawn>`);
    const post = (body: string) =>
      server.request(`${path}/documents`, { method: 'POST', headers: { ...XML, ...root }, body });
    t.equal((await post('<n>1</n>')).status, 201);
    for (const body of ['<n>one</n>', '<other/>', '<n><m/></n>'])
      t.equal(codeOf(await (await post(body)).text()), 'DOCUMENT_INVALID', body);
    const all = await (await server.request(`${path}/documents`, { headers: root })).text();
    t.equal(all.split('<entry ').length - 1, 1);
  },
);

t.test('[spawn:end] a space that is not renewed ends: its URI is gone, and its parent has no trace', async (t) => {
  const clock = createVirtualClock();
  const server = await startTestServer(t, { collaborators: { clock } });
  const { path, root, lease } = await spawn(server);
  await clock.advance(40_000);
  const renewed = await server.request(`/spaces/main/leases/${lease}?period=60s`, { method: 'PUT', headers: root });
  t.equal(renewed.status, 200, await renewed.text());
  await clock.advance(40_000);
  t.equal((await server.request(path, { headers: root })).status, 200);
  await clock.advance(60_000);
  for (const suffix of ['', '/documents', '/keys']) {
    const answer = await server.request(path + suffix, { headers: root });
    t.equal(answer.status, 410, suffix);
    t.equal(codeOf(await answer.text()), 'SPACE_GONE');
  }
  t.notMatch(await (await server.request('/spaces/main/documents')).text(), 'child');
  await clock.advance(25 * 3_600_000);
  t.equal((await server.request(path, { headers: root })).status, 404);
});

t.test('a space is ended by its holder, a declared one by nobody', async (t) => {
  const server = await startTestServer(t);
  const { path, root } = await spawn(server);
  t.equal((await server.request(path, { method: 'DELETE' })).status, 401);
  t.equal((await server.request(path, { method: 'DELETE', headers: root })).status, 204);
  t.equal((await server.request(path, { method: 'DELETE', headers: root })).status, 410);
  t.equal(codeOf(await (await server.request('/spaces/main', { method: 'DELETE' })).text()), 'SPACE_DECLARED');
});

t.test('the writer credential of a space of results admits to writing only', async (t) => {
  const server = await startTestServer(t);
  const { path, root, writer } = await spawn(
    server,
    '/spaces/main',
    `<spawn ${NS} result="true"><name>r</name></spawn>`,
  );
  t.equal(
    (await server.request(`${path}/documents`, { method: 'POST', headers: { ...XML, ...writer }, body: '<r/>' }))
      .status,
    201,
  );
  t.equal((await server.request(`${path}/documents`, { headers: writer })).status, 403);
  t.equal((await server.request(path, { method: 'DELETE', headers: writer })).status, 403);
  t.match(await (await server.request(`${path}/documents`, { headers: root })).text(), /name="r"/);
});

t.test('[lease:grant] a period is granted up to the limit, and only its holder renews or cancels', async (t) => {
  const server = await startTestServer(t, { flags: { limits: { maxLeaseMs: 600_000 } } });
  const publish = async () => {
    const text = await (
      await server.request('/spaces/main/documents?period=PT3600S', { method: 'POST', headers: XML, body: '<a/>' })
    ).text();
    return {
      text,
      path: `/spaces/main/leases/${attributeOf(text, 'lease', 'id').replace('urn:uuid:', '')}`,
      holder: { 'stoa-lease': attributeOf(text, 'lease', 'credential') },
    };
  };
  const [own, other] = [await publish(), await publish()];
  t.equal(attributeOf(own.text, 'lease', 'period'), 'PT600S');
  for (const method of ['PUT', 'DELETE']) {
    t.equal((await server.request(own.path, { method })).status, 401);
    t.equal((await server.request(own.path, { method, headers: other.holder })).status, 403);
  }
  const renewed = await server.request(`${own.path}?period=30s`, { method: 'PUT', headers: own.holder });
  const text = await renewed.text();
  t.equal(attributeOf(text, 'lease', 'period'), 'PT30S');
  t.equal(attributeOf(text, 'lease', 'credential'), '', 'a credential is given once');
  t.equal(
    codeOf(await (await server.request(`${own.path}?period=soon`, { method: 'PUT', headers: own.holder })).text()),
    'PARAMETER_INVALID',
  );
  t.equal((await server.request(own.path, { method: 'DELETE', headers: own.holder })).status, 204);
  t.equal((await server.request(own.path, { method: 'PUT', headers: own.holder })).status, 404);
  t.equal((await server.request('/spaces/main/leases/nonsense', { method: 'PUT', headers: own.holder })).status, 404);
});

t.test(
  '[lease:stale] a document whose lease ran out is stale, then gone; renewed between, it is fresh with the same id',
  async (t) => {
    const clock = createVirtualClock();
    const server = await startTestServer(t, { collaborators: { clock } });
    const answer = await server.request('/spaces/main/documents?period=PT60S', {
      method: 'POST',
      headers: XML,
      body: '<a/>',
    });
    const [text, location] = [await answer.text(), answer.headers.get('location') ?? ''];
    const lease = `/spaces/main/leases/${attributeOf(text, 'lease', 'id').replace('urn:uuid:', '')}?period=60s`;
    const holder = { 'stoa-lease': attributeOf(text, 'lease', 'credential') };
    const isStale = async () => (await fetch(location)).headers.get('stoa-stale');
    t.equal(await isStale(), 'false');
    await clock.advance(61_000);
    t.equal(await isStale(), 'true');
    t.notMatch(await (await server.request('/spaces/main/documents?fresh=true')).text(), '<entry');
    t.equal((await server.request(lease, { method: 'PUT', headers: holder })).status, 200);
    t.equal(await isStale(), 'false');
    await clock.advance(61_000);
    t.equal(await isStale(), 'true');
    await clock.advance(601_000);
    t.equal((await fetch(location)).status, 404);
  },
);
