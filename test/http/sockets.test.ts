import t from 'tap';
import type { Test } from 'tap';
import type { Socket } from 'node:net';
import { codeOf, startTestServer } from './support/test-server.js';
import type { TestServer } from './support/test-server.js';

const head = ({ address }: TestServer, line: string, headers: readonly string[] = []): string =>
  [`${line} HTTP/1.1`, `Host: 127.0.0.1:${address.port}`, ...headers, '', ''].join('\r\n');

const POST = 'POST /spaces/main/documents?name=x';
const XML = 'Content-Type: application/xml';

const until = (socket: Socket, wanted: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let received = '';
    const onData = (part: Buffer): void => {
      received += part.toString('utf8');
      if (!wanted.test(received)) return;
      socket.off('data', onData);
      resolve(received);
    };
    socket.on('data', onData);
    socket.once('close', () => reject(new Error(`closed after: ${received}`)));
  });

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

const countDocuments = async ({ request }: TestServer): Promise<number> =>
  (await (await request('/spaces/main/documents')).text()).split('<entry ').length - 1;

t.test('a Host that is not ours is refused before the body is read, with and without Origin', async (t) => {
  const server = await startTestServer(t);
  for (const host of ['Host: evil.example', `Host: evil.example:${server.address.port}`, 'X: no host at all']) {
    const answer = await server.raw(`${POST} HTTP/1.1\r\n${host}\r\n${XML}\r\nContent-Length: 1000000\r\n\r\n`);
    t.match(answer, /^HTTP\/1\.1 421 /);
    t.equal(codeOf(answer), 'HOST_REFUSED');
  }
  const old = await server.raw('GET /health HTTP/1.0\r\n\r\n');
  t.equal(codeOf(old), 'HOST_REFUSED');
});

t.test('a body over the limit is refused by its length, or once it is over', async (t) => {
  const server = await startTestServer(t, { flags: { xml: { maxBytes: 1000 } } });
  const announced = await server.raw(head(server, POST, [XML, 'Content-Length: 1001']));
  t.match(announced, /^HTTP\/1\.1 413 /);
  t.equal(codeOf(announced), 'BODY_TOO_LARGE');
  const chunk = `400\r\n${' '.repeat(1024)}\r\n`;
  const chunked = await server.raw(head(server, POST, [XML, 'Transfer-Encoding: chunked']) + chunk);
  t.match(chunked, /^HTTP\/1\.1 413 /);
  t.equal(await countDocuments(server), 0);
});

t.test('a chunked body is taken like any other, and an empty one is no body', async (t) => {
  const server = await startTestServer(t);
  const whole = await server.raw(
    head(server, POST, [XML, 'Transfer-Encoding: chunked', 'Connection: close']) + '2\r\n<a\r\n2\r\n/>\r\n0\r\n\r\n',
  );
  t.match(whole, /^HTTP\/1\.1 201 /);
  const empty = await server.raw(
    head(server, POST, [XML, 'Transfer-Encoding: chunked', 'Connection: close']) + '0\r\n\r\n',
  );
  t.equal(codeOf(empty), 'BODY_REQUIRED');
});

t.test('a body that does not keep to its length is refused, and the connection with it', async (t) => {
  const server = await startTestServer(t);
  const both = await server.raw(
    head(server, POST, [XML, 'Content-Length: 4', 'Transfer-Encoding: chunked']) + '4\r\n<a/>\r\n0\r\n\r\n',
  );
  t.match(both, /^HTTP\/1\.1 400 /);
  t.equal(codeOf(both), 'REQUEST_MALFORMED');
  const two = await server.raw(head(server, POST, [XML, 'Content-Length: 4', 'Content-Length: 5']) + '<a/>');
  t.equal(codeOf(two), 'REQUEST_MALFORMED');
  const bad = await server.raw(head(server, POST, [XML, 'Transfer-Encoding: chunked']) + 'zz\r\n');
  t.equal(codeOf(bad), 'REQUEST_MALFORMED');
});

t.test('what is no HTTP, and headers without end, are answered with a problem', async (t) => {
  const server = await startTestServer(t);
  const garbage = await server.raw('\x16\x03\x01 nonsense\r\n\r\n');
  t.match(garbage, /^HTTP\/1\.1 400 /);
  t.equal(codeOf(garbage), 'REQUEST_MALFORMED');
  const headers = await server.raw(head(server, 'GET /health', [`X: ${'x'.repeat(20_000)}`]));
  t.match(headers, /^HTTP\/1\.1 431 /);
  t.equal(codeOf(headers), 'HEADERS_TOO_LARGE');
  t.match(headers, /content-type: application\/problem\+xml/i);
});

t.test('a client that hangs up in mid-upload leaves nothing behind', async (t) => {
  const server = await startTestServer(t);
  const socket = server.open();
  socket.write(head(server, POST, [XML, 'Content-Length: 1000']) + '<a>half');
  await server.request('/health');
  socket.destroy();
  await closed(socket);
  t.equal((await server.request('/health')).status, 200);
  t.equal(await countDocuments(server), 0);
});

t.test('requests of one connection are answered in their order', async (t) => {
  const server = await startTestServer(t);
  const requests = [
    head(server, POST, [XML, 'Content-Length: 4']) + '<a/>',
    head(server, 'GET /spaces/main/documents?name=x'),
    head(server, 'GET /nowhere'),
    head(server, 'HEAD /spaces/main/documents?name=x'),
    head(server, 'GET /health', ['Connection: close']),
  ];
  const answers = await server.raw(requests.join(''));
  t.same(
    [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => match[1]),
    ['201', '200', '404', '200', '200'],
  );
  t.match(answers, /name="x"[^]*ROUTE_NOT_FOUND[^]*\{"status":"ok"\}$/);
});

t.test('a request that does not arrive in time is given up', async (t) => {
  const server = await startTestServer(t, { collaborators: { http: { requestTimeoutMs: 100 } } });
  const slow = await server.raw(head(server, POST, [XML, 'Content-Length: 1000']) + '<a>slow');
  t.match(slow, /^HTTP\/1\.1 408 /);
  t.equal(codeOf(slow), 'REQUEST_TIMEOUT');
  t.equal(await countDocuments(server), 0);
});

/** A relay gate to a service that answers when it is told to. */
const openSlowCall = async (t: Test, server: TestServer) => {
  const { createServer } = await import('node:http');
  let answer: () => void = () => undefined;
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const service = createServer((request, response) => {
    request.resume();
    answer = () =>
      response.writeHead(200, { 'content-type': 'application/xml' }).end('<pong xmlns="urn:test">late</pong>');
    request.on('end', arrive);
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  t.teardown(() => service.close());
  const { port } = service.address() as { port: number };
  const { advertisementOf, attributeOf } = await import('./support/test-server.js');
  const headers = { 'content-type': 'application/xml' };
  const published = await (
    await server.request('/spaces/main/documents', {
      method: 'POST',
      headers,
      body: advertisementOf('slow', `http://127.0.0.1:${port}/`),
    })
  ).text();
  const gate = await server.request('/spaces/main/gates', {
    method: 'POST',
    headers,
    body: `<openGate xmlns="urn:stoa:space:1" id="${attributeOf(published, 'entry', 'id')}" carry="relay"/>`,
  });
  t.equal(gate.status, 201);
  const path = new URL(gate.headers.get('location') ?? '').pathname;
  const message = '<ping xmlns="urn:test">1</ping>';
  return {
    arrived,
    answer: () => answer(),
    text: head(server, `POST ${path}`, [XML, `Content-Length: ${message.length}`]) + message,
  };
};

t.test('at shutdown what is under way ends, kept connections take nothing new, and then nothing listens', async (t) => {
  const server = await startTestServer(t);
  const call = await openSlowCall(t, server);
  const busy = server.open();
  busy.write(call.text);
  const idle = server.open();
  idle.write(head(server, 'GET /health'));
  await until(idle, /ok"\}$/);
  await call.arrived;
  const idleClosed = closed(idle);
  const closing = server.close();
  await idleClosed;
  const answered = until(busy, /<\/problem>$/);
  // A late request on the connection that is busy.
  busy.write(head(server, 'GET /health'));
  call.answer();
  t.match(await answered, /^HTTP\/1\.1 200 [^]*late[^]*HTTP\/1\.1 503 [^]*SHUTTING_DOWN/);
  await closing;
  await t.rejects(server.request('/health'));
});

t.test('a late request on a kept connection is told that the server is ending', async (t) => {
  const server = await startTestServer(t);
  const call = await openSlowCall(t, server);
  const busy = server.open();
  busy.write(call.text);
  await call.arrived;
  const late = server.open();
  // A request that has begun keeps its connection open.
  late.write(`GET /health HTTP/1.1\r\nHost: 127.0.0.1:${server.address.port}\r\n`);
  await server.request('/health');
  const closing = server.close();
  late.write('\r\n');
  const answer = await until(late, /<\/problem>$/);
  t.match(answer, /^HTTP\/1\.1 503 /);
  t.match(answer, /connection: close/i);
  t.match(answer, /retry-after: \d/i);
  t.equal(codeOf(answer), 'SHUTTING_DOWN');
  call.answer();
  await closing;
});

t.test('what does not end within the grace is cut', async (t) => {
  const server = await startTestServer(t, { flags: { shutdownGraceMs: 100 } });
  const call = await openSlowCall(t, server);
  const busy = server.open();
  busy.on('error', () => undefined);
  busy.write(call.text);
  await call.arrived;
  const cut = closed(busy);
  await server.close();
  await cut;
  t.pass('close resolved although the service never answered');
});

t.test('a client that hangs up during a relayed call ends the call at the service', async (t) => {
  const server = await startTestServer(t);
  const { createServer } = await import('node:http');
  let ended: () => void = () => undefined;
  const endedAtService = new Promise<void>((resolve) => (ended = resolve));
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const service = createServer((request) => {
    request.resume();
    request.on('end', arrive);
    request.socket.once('close', ended);
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  t.teardown(() => service.close());
  const { advertisementOf, attributeOf } = await import('./support/test-server.js');
  const headers = { 'content-type': 'application/xml' };
  const uri = `http://127.0.0.1:${(service.address() as { port: number }).port}/`;
  const published = await (
    await server.request('/spaces/main/documents', { method: 'POST', headers, body: advertisementOf('hang', uri) })
  ).text();
  const gate = await server.request('/spaces/main/gates', {
    method: 'POST',
    headers,
    body: `<openGate xmlns="urn:stoa:space:1" id="${attributeOf(published, 'entry', 'id')}" carry="relay"/>`,
  });
  const abort = new AbortController();
  const call = fetch(gate.headers.get('location') ?? '', {
    method: 'POST',
    headers,
    body: '<ping xmlns="urn:test">1</ping>',
    signal: abort.signal,
  });
  const failed = t.rejects(call);
  await arrived;
  abort.abort();
  await failed;
  await endedAtService;
  t.pass('the service saw its caller go');
});
