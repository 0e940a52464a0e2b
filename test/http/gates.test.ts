import t from 'tap';
import type { Test } from 'tap';
import { fromUtf8, systemClock, toUtf8 } from '../../src/base/index.js';
import { readAdvertisement } from '../../src/advertisement/index.js';
import { createServiceGate } from '../../src/gate/index.js';
import { serve } from '../../src/http/index.js';
import { parseXml } from '../../src/xml/index.js';
import { JSON_TYPE, XML, advertisementOf, attributeOf, codeOf, startTestServer } from './support/test-server.js';
import type { TestServer } from './support/test-server.js';

const PING = '<ping xmlns="urn:test">7</ping>';

const startService = async (t: Test, answer = '<pong xmlns="urn:test">pong</pong>') => {
  const seen: { headers: Readonly<Record<string, string>>; body: string }[] = [];
  const { root } = parseXml(advertisementOf('svc'));
  const gate = createServiceGate({
    advertisement: readAdvertisement(root),
    clock: systemClock,
    handle: () => Promise.resolve({ bytes: toUtf8(answer) }),
  });
  const service = await serve({
    handle: (request) => {
      seen.push({ headers: request.headers, body: fromUtf8(request.body) });
      return gate(request);
    },
  });
  t.teardown(() => service.close());
  return { ...service, seen };
};

const publish = async ({ request }: TestServer, advertisement: string) => {
  const text = await (
    await request('/spaces/main/documents', { method: 'POST', headers: XML, body: advertisement })
  ).text();
  return { id: attributeOf(text, 'entry', 'id'), lease: { 'stoa-lease': attributeOf(text, 'lease', 'credential') } };
};

const open = async ({ request }: TestServer, id: string, attributes = '', content = '') => {
  const body = `<openGate xmlns="urn:stoa:space:1" id="${id}" ${attributes}>${content}</openGate>`;
  const answer = await request('/spaces/main/gates', { method: 'POST', headers: XML, body });
  const text = await answer.text();
  const of = (name: string) => attributeOf(text, 'openGateResponse', name);
  const path = `/spaces/main/gates/${of('gate').replace('urn:uuid:', '')}`;
  return { status: answer.status, text, uri: of('uri'), control: { 'stoa-control': of('control') }, path, answer };
};

const call = (uri: string, body = PING, headers: Record<string, string> = {}) =>
  fetch(uri, { method: 'POST', headers: { ...XML, ...headers }, body });

t.test(
  '[gate:methods] [auth:open] a call through a relay is one POST of one message, and needs no credential',
  async (t) => {
    const server = await startTestServer(t);
    const service = await startService(t);
    const { id } = await publish(server, advertisementOf('svc', service.url));
    const gate = await open(server, id, 'carry="relay"');
    t.equal(gate.status, 201, gate.text);
    t.equal(gate.answer.headers.get('location'), gate.uri);
    t.match(gate.uri, `${server.url}/spaces/main/relay/`);
    t.equal(attributeOf(gate.text, 'openGateResponse', 'credential'), '', 'an unrestricted service');
    const answer = await call(gate.uri, PING, {
      authorization: 'Bearer not-for-the-service',
      cookie: 'a=b',
      'stoa-lease': 'secret',
    });
    t.equal(answer.status, 200, await answer.clone().text());
    t.equal(await answer.text(), '<pong xmlns="urn:test">pong</pong>');
    t.equal(answer.headers.get('cache-control'), 'no-store');
    t.equal(service.seen[0]?.body, PING, 'the service got the same bytes');
    for (const name of ['authorization', 'cookie', 'stoa-lease'])
      t.equal(service.seen[0]?.headers[name], undefined, name);
    const direct = await open(server, id);
    t.equal(direct.uri, service.url, 'a direct gate is the address of the service');
    t.equal((await call(direct.uri)).status, 200);
  },
);

t.test(
  '[gate:both-ends] what is not declared or not valid is refused by the relay, and the service never sees it',
  async (t) => {
    const server = await startTestServer(t);
    const service = await startService(t);
    const { id } = await publish(server, advertisementOf('svc', service.url));
    const { uri } = await open(server, id, 'carry="relay"');
    for (const [body, code] of [
      ['<ping xmlns="urn:test">seven</ping>', 'MESSAGE_INVALID'],
      ['<dance xmlns="urn:test"/>', 'MESSAGE_UNDECLARED'],
      ['<ping xmlns="urn:other">7</ping>', 'MESSAGE_UNDECLARED'],
      ['<ping', 'XML_NOT_WELL_FORMED'],
    ] as const)
      t.equal(codeOf(await (await call(uri, body)).text()), code);
    t.equal(codeOf(await (await call(uri, '{}', JSON_TYPE)).text()), 'CONTENT_TYPE_UNSUPPORTED');
    t.equal(codeOf(await (await fetch(uri, { method: 'POST' })).text()), 'BODY_REQUIRED');
    t.equal(service.seen.length, 0);
  },
);

t.test('an answer that breaks the schema of its own service is not passed on', async (t) => {
  const server = await startTestServer(t);
  const { createServer } = await import('node:http');
  const lying = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/xml', 'set-cookie': 'a=b' }).end('<other/>');
  });
  await new Promise<void>((resolve) => lying.listen(0, '127.0.0.1', resolve));
  t.teardown(() => lying.close());
  const { id } = await publish(
    server,
    advertisementOf('svc', `http://127.0.0.1:${(lying.address() as { port: number }).port}/`),
  );
  const answer = await call((await open(server, id, 'carry="relay"')).uri);
  t.equal(answer.status, 502);
  t.equal(codeOf(await answer.text()), 'ANSWER_INVALID');
  t.equal(answer.headers.get('set-cookie'), null);
});

t.test('a gate that was closed is closed for good, by whoever holds its control', async (t) => {
  const server = await startTestServer(t);
  const service = await startService(t);
  const { id } = await publish(server, advertisementOf('svc', service.url));
  const gate = await open(server, id, 'carry="relay"');
  t.equal((await server.request(`${gate.path}/refresh`, { method: 'POST', headers: gate.control })).status, 200);
  for (const [headers, status] of [
    [{}, 401],
    [{ 'stoa-control': 'nonsense' }, 403],
  ] as const)
    t.equal((await server.request(gate.path, { method: 'DELETE', headers })).status, status);
  t.equal((await call(gate.uri)).status, 200);
  t.equal((await server.request(gate.path, { method: 'DELETE', headers: gate.control })).status, 204);
  t.equal(codeOf(await (await call(gate.uri)).text()), 'GATE_CLOSED');
  const refreshed = await server.request(`${gate.path}/refresh`, { method: 'POST', headers: gate.control });
  t.equal(refreshed.status, 410);
});

t.test(
  'a gate leads to what is there: not to nothing, to no document, to no unknown method, to no removed service',
  async (t) => {
    const server = await startTestServer(t);
    const service = await startService(t);
    const plain = await publish(server, '<a/>');
    const { id, lease } = await publish(server, advertisementOf('svc', service.url));
    const code = async (...input: [string, string?, string?]) => codeOf((await open(server, ...input)).text);
    t.equal(await code('urn:uuid:00000000-0000-7000-8000-000000000000'), 'DOCUMENT_NOT_FOUND');
    t.equal(await code(plain.id), 'NOT_A_SERVICE');
    t.equal(await code(id, '', '<method>dance</method>'), 'METHOD_UNKNOWN');
    t.equal(await code(id, '', '<component element="{urn:test}ping" fingerprint="s1:00"/>'), 'INTERFACE_MISMATCH');
    const gate = await open(server, id, 'carry="relay"');
    await server.request(`/spaces/main/documents/${id.replace('urn:uuid:', '')}`, { method: 'DELETE', headers: lease });
    t.equal(codeOf(await (await call(gate.uri)).text()), 'DOCUMENT_NOT_FOUND');
    t.equal(codeOf(await (await call(`${server.url}/spaces/main/relay/nonsense`)).text()), 'GATE_NOT_FOUND');
  },
);

t.test('a relay goes to no address that the configuration does not allow', async (t) => {
  const server = await startTestServer(t, { flags: { relay: { allow: [] } } });
  for (const uri of [
    'http://127.0.0.1:1/',
    'http://169.254.169.254/latest/',
    'http://[::ffff:10.0.0.1]/',
    'http://localhost:1/',
  ]) {
    const { id } = await publish(server, advertisementOf('svc', uri));
    const answer = await call((await open(server, id, 'carry="relay"')).uri);
    t.equal(answer.status, 403, uri);
    t.equal(codeOf(await answer.text()), 'DESTINATION_FORBIDDEN');
  }
});

t.test('relays that lead in a circle are gone through a few times, not until nothing more may be open', async (t) => {
  const server = await startTestServer(t);
  const { id, lease } = await publish(server, advertisementOf('circle'));
  const { uri } = await open(server, id, 'carry="relay"');
  const path = `/spaces/main/documents/${id.replace('urn:uuid:', '')}`;
  const body = advertisementOf('circle', uri);
  t.equal((await server.request(path, { method: 'PUT', headers: { ...XML, ...lease }, body })).status, 200);
  const answer = await call(uri);
  t.equal(answer.status, 403);
  t.equal(codeOf(await answer.text()), 'DESTINATION_FORBIDDEN');
});

t.test('messages open, refresh and close gates as the resources do', async (t) => {
  const { request } = await startTestServer(t);
  const server = { request } as TestServer;
  const { id } = await publish(server, advertisementOf('svc'));
  const send = async (message: object) =>
    (
      await request('/spaces/main', {
        method: 'POST',
        headers: { ...JSON_TYPE, accept: 'application/json' },
        body: JSON.stringify(message),
      })
    ).json();
  const { openGateResponse: gate } = (await send({
    openGate: { '@id': id, '@carry': 'relay', '@period': 'PT1M', method: ['ping'] },
  })) as { openGateResponse: Record<string, string> };
  t.match(gate, { '@carry': 'relay', '@binding': 'stoa-http', method: ['ping'], '@uri': /\/spaces\/main\/relay\// });
  const control = { '@gate': gate['@gate'], '@control': gate['@control'] };
  t.match(await send({ refreshGate: control }), { refreshGateResponse: { '@expires': gate['@expires'] } });
  t.same(await send({ closeGate: control }), { closeGateResponse: {} });
  t.match(await send({ refreshGate: control }), { code: 'GATE_CLOSED' });
});

t.test('a gate holds no longer than its own space allows', async (t) => {
  const server = await startTestServer(t);
  const policy = '<policy xmlns="urn:stoa:policy:1"><limits gate="PT1M"/></policy>';
  const spawned = await server.request('/spaces/main/spaces', {
    method: 'POST',
    headers: XML,
    body: `<spawn xmlns="urn:stoa:space:1"><name>c</name>${policy}</spawn>`,
  });
  const text = await spawned.text();
  const [path, root] = [
    new URL(attributeOf(text, 'spawnResponse', 'uri')).pathname,
    attributeOf(text, 'spawnResponse', 'root'),
  ];
  const headers = { ...XML, authorization: `Bearer ${root}` };
  const published = await (
    await server.request(`${path}/documents`, { method: 'POST', headers, body: advertisementOf('svc') })
  ).text();
  const body = `<openGate xmlns="urn:stoa:space:1" id="${attributeOf(published, 'entry', 'id')}" period="PT1H" carry="relay"/>`;
  const gate = await (await server.request(`${path}/gates`, { method: 'POST', headers, body })).text();
  t.ok(Date.parse(attributeOf(gate, 'openGateResponse', 'expires')) <= Date.now() + 60_000, gate);
  t.equal((await server.request(`${path}/gates`, { method: 'POST', headers: XML, body })).status, 401);
});

t.test('a URN that is published anew after removal has the interface that it has now', async (t) => {
  const server = await startTestServer(t);
  const service = await startService(t);
  const advertisement = (element: string): string =>
    advertisementOf('svc', service.url, element).replace('kind="service"', 'kind="service" id="urn:test:svc"');
  const codeAt = async (uri: string, element: string): Promise<string> =>
    codeOf(await (await call(uri, `<${element} xmlns="urn:test">1</${element}>`)).text());
  const { id, lease } = await publish(server, advertisement('ping'));
  const first = await open(server, id, 'carry="relay"');
  t.equal(await codeAt(first.uri, 'ping'), '');
  const path = `/spaces/main/documents/${encodeURIComponent(id)}`;
  t.equal((await server.request(path, { method: 'DELETE', headers: lease })).status, 204);
  const { id: again } = await publish(server, advertisement('pang'));
  t.equal(again, id);
  const second = await open(server, id, 'carry="relay"');
  t.equal(await codeAt(second.uri, 'ping'), 'MESSAGE_UNDECLARED');
  await codeAt(second.uri, 'pang');
  t.match(service.seen.at(-1)?.body, /^<pang/, 'the relay passes on what it takes');
});
