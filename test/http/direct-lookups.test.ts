import t from 'tap';
import type { Test } from 'tap';
import { createServer, request as send } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_XML_LIMITS, StoaError } from '../../src/base/index.js';
import { noAuthentication } from '../../src/http/authentication.js';
import { createAskedSchemas } from '../../src/http/asked-schemas.js';
import { answerDirectly } from '../../src/http/direct-lookups.js';
import type { HttpServices } from '../../src/http/model.js';
import type { LookupAnswer, LookupInput } from '../../src/space/index.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { JSON_TYPE, XML, advertisementOf, attributeOf, codeOf, startTestServer } from './support/test-server.js';
import type { TestServer } from './support/test-server.js';

const schemaOf = (element: string): string =>
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test" elementFormDefault="qualified">' +
  `<xs:element name="${element}" type="xs:int"/></xs:schema>`;

const publish = async ({ request }: TestServer, body: string, query = ''): Promise<string> =>
  (await request(`/spaces/main/documents${query}`, { method: 'POST', headers: XML, body })).text();

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
}

const ask = async ({ request }: TestServer, path: string, init?: RequestInit): Promise<Answer> => {
  const answer = await request(`/spaces/main/${path}`, init);
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => name !== 'date'));
  return { status: answer.status, headers, text: await answer.text() };
};

/** With a limit a lookup takes the way through the router, whose answer is the same. */
const ROUTED = 'limit=100';

const askByName = async (t: Test, server: TestServer, name: string, headers = {}): Promise<Answer> => {
  const direct = await ask(server, `documents?name=${name}`, { headers });
  t.same(
    direct,
    await ask(server, `documents?name=${name}&${ROUTED}`, { headers }),
    `the route says the same of ${name}`,
  );
  return direct;
};

const askBySchema = async (t: Test, server: TestServer, element: string, headers = {}): Promise<Answer> => {
  const init = { method: 'POST', headers: { ...XML, ...headers }, body: schemaOf(element) };
  const routed = await ask(server, `lookup?${ROUTED}`, init);
  for (const time of ['first', 'second'])
    t.same(await ask(server, 'lookup', init), routed, `the route says the same of ${element}, ${time} time`);
  return routed;
};

t.test('a lookup answered before the router has the same status, headers and body as one by its route', async (t) => {
  const server = await startTestServer(t);
  await publish(server, advertisementOf('one'));
  await publish(server, advertisementOf('größe', 'http://127.0.0.1:9/', 'größe'));
  await publish(server, '<plain xmlns="urn:a">ü</plain>', '?name=plain');
  for (const headers of [
    {},
    { accept: 'application/json' },
    { accept: 'text/xml;q=0.5' },
    { authorization: 'Bearer x' },
  ]) {
    t.match(await askByName(t, server, 'one', headers), { status: 200, text: /one/ });
    t.match(await askByName(t, server, 'none', headers), { status: 200 });
    t.match(await askBySchema(t, server, 'ping', headers), { status: 200, text: /one/ });
    t.match(await askBySchema(t, server, 'größe', headers), { status: 200, text: /größe/ });
    t.match(await askBySchema(t, server, 'none', headers), { status: 200 });
  }
  t.match((await askByName(t, server, 'one')).headers, {
    'content-type': 'application/xml; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': /sandbox/,
  });
});

t.test('what is wrong is refused as by the route', async (t) => {
  const server = await startTestServer(t, { flags: { limits: { maxNameLength: 40 } } });
  await publish(server, advertisementOf('one'));
  await askBySchema(t, server, 'ping');
  const refusals: readonly (readonly [string, RequestInit, string])[] = [
    ['documents?name=one', { headers: { accept: 'image/png' } }, 'NOT_ACCEPTABLE'],
    ['documents?name=one', { headers: { origin: 'http://evil.example' } }, 'ORIGIN_REFUSED'],
    [`documents?name=${'x'.repeat(41)}`, {}, 'PARAMETER_INVALID'],
    ['documents?nmae=one', {}, 'PARAMETER_INVALID'],
    [
      'lookup',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: schemaOf('ping') },
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    ['lookup', { method: 'POST', headers: { ...XML, accept: 'image/png' }, body: schemaOf('ping') }, 'NOT_ACCEPTABLE'],
    ['lookup', { method: 'POST', headers: { ...XML, origin: 'null' }, body: schemaOf('ping') }, 'ORIGIN_REFUSED'],
    [
      'lookup',
      { method: 'POST', headers: { ...XML, 'content-encoding': 'gzip' }, body: 'x' },
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    ['lookup', { method: 'POST', headers: XML, body: '<xs:schema' }, 'XML_NOT_WELL_FORMED'],
    ['lookup', { method: 'POST', headers: XML, body: '<other/>' }, 'MESSAGE_UNDECLARED'],
    ['lookup', { method: 'POST', headers: XML }, 'BODY_REQUIRED'],
    ['lookup', { method: 'POST', headers: JSON_TYPE, body: '{"x":1}' }, 'MESSAGE_UNDECLARED'],
  ];
  for (const [path, init, code] of refusals) {
    const answer = await ask(server, path, init);
    t.equal(codeOf(answer.text), code, `${path} ${JSON.stringify(init)}`);
  }
  const foreign = await server.raw('GET /spaces/main/documents?name=one HTTP/1.1\r\nhost: evil.example\r\n\r\n');
  t.match(foreign, /^HTTP\/1.1 4\d\d [\s\S]*HOST_REFUSED/);
  const unknown = await ask(server, '../none/documents?name=one');
  t.equal(codeOf(unknown.text), 'SPACE_NOT_FOUND');
});

t.test('an answer kept by nobody: publishing, updating, renewing, going stale and removing show at once', async (t) => {
  const clock = createVirtualClock();
  const server = await startTestServer(t, { collaborators: { clock } });
  const credentialOf = (text: string): string => attributeOf(text, 'lease', 'credential');
  const expires = (text: string): string => attributeOf(text, 'entry', 'expires');
  const published = await publish(server, advertisementOf('first'), '?period=PT10M');
  const before = await askBySchema(t, server, 'ping');
  t.match(before.text, /name="first"/);
  const second = await publish(server, advertisementOf('second'), '?period=PT10M');
  t.match((await askBySchema(t, server, 'ping')).text, /name="first"[\s\S]*name="second"/);
  await clock.advance(60_000);
  const lease = attributeOf(published, 'lease', 'id');
  const renewed = await server.request(`/spaces/main/leases/${lease.replace('urn:uuid:', '')}`, {
    method: 'PUT',
    headers: { ...XML, 'stoa-lease': credentialOf(published) },
  });
  t.equal(renewed.status, 200, await renewed.text());
  t.not(expires((await askByName(t, server, 'first')).text), expires(before.text), 'the new end of the lease');
  t.not(expires((await askBySchema(t, server, 'ping')).text), expires(before.text));
  await clock.advance(9 * 60_000 + 30_000);
  t.equal(attributeOf((await askByName(t, server, 'second')).text, 'entry', 'stale'), 'true');
  t.match((await askBySchema(t, server, 'ping')).text, /stale="false"[\s\S]*stale="true"/);
  const id = attributeOf(second, 'entry', 'id').replace('urn:uuid:', '');
  const removed = await server.request(`/spaces/main/documents/${id}`, {
    method: 'DELETE',
    headers: { 'stoa-lease': credentialOf(second) },
  });
  t.equal(removed.status, 204, await removed.text());
  t.notMatch((await askBySchema(t, server, 'ping')).text, /name="second"/);
  t.notMatch((await askByName(t, server, 'second')).text, /<hit>/);
});

const HEAD = `POST /spaces/main/lookup HTTP/1.1\r\nhost: HOST\r\ncontent-type: application/xml\r\n`;

t.test('a body may come in pieces, chunked, after its headers, or with the next request', async (t) => {
  const server = await startTestServer(t);
  await publish(server, advertisementOf('one'));
  await askBySchema(t, server, 'ping');
  const body = schemaOf('ping');
  const head = HEAD.replace('HOST', `127.0.0.1:${server.address.port}`);
  const whole = `${head}content-length: ${body.length}\r\n\r\n`;
  const last = `${head}connection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  const chunks = `${head}transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const unknown = `${head}content-length: ${schemaOf('fresh').length}\r\n\r\n${schemaOf('fresh')}`;
  const count = async (pieces: readonly string[]): Promise<number> => {
    const socket = server.open();
    let received = '';
    const ended = new Promise((resolve) =>
      socket.on('data', (piece) => (received += String(piece))).on('end', resolve),
    );
    socket.setNoDelay();
    for (const piece of pieces) {
      await new Promise((resolve) => socket.write(piece, resolve));
      // The server takes in what came before the next piece is sent.
      await server.request('/');
    }
    await ended;
    return received.split('<hit>').length - 1;
  };
  t.equal(await count([whole, body, last]), 2, 'the body after its headers');
  t.equal(await count([whole + body.slice(0, 100), body.slice(100, 200), body.slice(200), last]), 2, 'in pieces');
  t.equal(await count([chunks, last]), 2, 'chunked');
  t.equal(await count([whole + body + unknown + whole + body + chunks + last]), 4, 'several at once');
});

t.test('requests are told apart: what is at hand is answered, all else goes to the router', async (t) => {
  const asked: LookupInput[] = [];
  const answer: LookupAnswer = { sequence: 1, hits: [] };
  const findAnswer = (_: unknown, input: LookupInput): LookupAnswer | undefined => {
    asked.push(input);
    if (input.name === 'broken') throw new StoaError('PARAMETER_INVALID', 'no');
    if (input.name === 'paged') return { ...answer, next: 'cursor' };
    return input.name === 'later' ? undefined : answer;
  };
  const spaces = { findByAlias: (alias: string) => (alias === 'main' ? { findAnswer } : undefined) };
  const schemas = createAskedSchemas(DEFAULT_XML_LIMITS);
  const collaborators = {
    services: { spaces, authentication: noAuthentication } as unknown as HttpServices,
    judge: () => undefined,
    schemas,
  };
  const server = createServer(
    answerDirectly(collaborators, (request, response) => {
      let length = 0;
      request.on('data', (piece: Buffer) => (length += piece.length));
      request.on('end', () => response.writeHead(418, { length }).end());
      request.resume();
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const request = (method: string, path: string, { headers = {}, body = '' } = {}) =>
    new Promise<{ readonly status: number | undefined; readonly headers: IncomingHttpHeaders }>((resolve, reject) => {
      const sent = send({
        port,
        host: '127.0.0.1',
        method,
        path,
        headers: { ...headers, 'content-length': body.length },
      });
      sent.on('response', (got) =>
        got.resume().on('end', () => resolve({ status: got.statusCode, headers: got.headers })),
      );
      sent.on('error', reject);
      sent.end(body);
    });
  const isDirect = async (...parameters: Parameters<typeof request>) => (await request(...parameters)).status === 200;
  t.equal(await isDirect('GET', '/spaces/main/documents?name=a-b.c_d~1:2'), true);
  t.same(asked.pop(), { name: 'a-b.c_d~1:2' });
  for (const path of [
    '/spaces/none/documents?name=a',
    '/spaces/main/documents?name=a*',
    '/spaces/main/documents?name=a%41',
    '/spaces/main/documents?name=a+b',
    '/spaces/main/documents?name=a&name=b',
    '/spaces/main/documents?name=',
    '/spaces/main/documents?name=broken',
    '/spaces/main/documents?name=paged',
    '/spaces/main/documents?name=later',
    '/spaces/main/documents/?name=a',
    '/spaces/main/documents',
  ])
    t.equal(await isDirect('GET', path), false, path);
  for (const method of ['HEAD', 'PUT', 'DELETE', 'OPTIONS'])
    t.equal(await isDirect(method, '/spaces/main/documents?name=a'), false, method);
  t.equal(await isDirect('GET', '/spaces/main/documents?name=a', { headers: { origin: 'http://x' } }), false, 'origin');
  t.equal(await isDirect('GET', '/spaces/main/documents?name=a', { body: 'x' }), false, 'a GET with a body');

  const body = schemaOf('ping');
  const first = await request('POST', '/spaces/main/lookup', { headers: XML, body });
  t.match(first, { status: 418, headers: { length: String(body.length) } }, 'unknown: the router gets the whole body');
  const parts = schemas.read(new TextEncoder().encode(body))?.parts;
  t.equal(await isDirect('POST', '/spaces/main/lookup', { headers: XML, body }), true, 'known');
  t.equal(asked.pop()?.schemas, parts, 'with what was read from it');
  t.equal(await isDirect('POST', '/spaces/main/lookup?limit=1', { headers: XML, body }), false, 'with parameters');
  t.equal(await isDirect('POST', '/spaces/main/lookup', { headers: JSON_TYPE, body }), false, 'by its type');
  t.equal(await isDirect('POST', '/spaces/main/lookup', { headers: XML, body: `${body} ` }), false, 'other bytes');
});

t.test('partial schemas are known by their bytes, within bounds', async (t) => {
  const schemas = createAskedSchemas(DEFAULT_XML_LIMITS);
  const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
  const asked = schemas.read(bytesOf(schemaOf('a')));
  t.equal(asked?.parts[0]?.root.name.local, 'schema');
  t.equal(schemas.read(bytesOf(schemaOf('a'))), asked);
  t.equal(schemas.find(bytesOf(schemaOf('a'))), asked);
  t.equal(schemas.find(bytesOf(schemaOf('b'))), undefined, 'same length, other bytes');
  t.equal(schemas.read(bytesOf('<a/>')), undefined, 'no schema');
  t.throws(() => schemas.read(bytesOf('<a')), { code: 'XML_NOT_WELL_FORMED' });
  const large = bytesOf(schemaOf('a') + ' '.repeat(70_000));
  t.ok(schemas.read(large));
  t.equal(schemas.find(large), undefined, 'a large one is not kept');
  for (let at = 0; at < 600; at++) schemas.read(bytesOf(schemaOf(`e${at}`)));
  t.equal(schemas.find(bytesOf(schemaOf('a'))), undefined, 'the oldest goes');
  t.ok(schemas.find(bytesOf(schemaOf('e599'))));
});
