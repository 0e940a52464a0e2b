import t from 'tap';
import type { Test } from 'tap';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { StoaError, fromUtf8, toUtf8 } from '../../../src/base/index.js';
import { createOutboundCarrier } from '../../../src/server/outbound/index.js';
import type { CarrierOptions } from '../../../src/server/outbound/index.js';

const OPTIONS: CarrierOptions = { allow: ['loopback', 'private'], maxAnswerBytes: 1000 };
const BODY = toUtf8('<a/>');
const never = new AbortController().signal;

const createCarrier = (t: Test, options: Partial<CarrierOptions> = {}) => {
  const carrier = createOutboundCarrier({ ...OPTIONS, ...options });
  t.teardown(() => carrier.close());
  return (uri: string, signal: AbortSignal = never) =>
    carrier.carry({ uri, headers: { 'content-type': 'application/xml' }, body: BODY, signal });
};

const listen = async (t: Test, server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
};

const serve = (t: Test, listener: RequestListener) => listen(t, createServer(listener));

const refused = async (t: Test, call: Promise<unknown>, code: string, message: RegExp = /./) => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as StoaError,
  );
  t.type(error, StoaError);
  t.equal(error?.code, code, error?.message ?? 'no error');
  t.match(error?.message ?? '', message);
};

t.test('a message goes out as POST with its bytes and headers, and the answer comes back', async (t) => {
  const port = await serve(t, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      response.writeHead(422, { 'content-type': 'text/xml', 'x-two': ['a', 'b'] });
      response.end(`${request.method} ${request.url} ${request.headers['content-type']} ${Buffer.concat(parts)}`);
    });
  });
  const answer = await createCarrier(t)(`http://127.0.0.1:${port}/p/q?r=s`);
  t.equal(answer.status, 422);
  t.match(answer.headers, { 'content-type': 'text/xml', 'x-two': 'a, b' });
  t.equal(fromUtf8(answer.body), 'POST /p/q?r=s application/xml <a/>');
});

t.test('calls to one host share connections', async (t) => {
  const sockets = new Set<Socket>();
  const port = await serve(t, (request, response) => {
    sockets.add(request.socket);
    response.end('x');
  });
  const carry = createCarrier(t);
  for (let call = 0; call < 5; call++) await carry(`http://127.0.0.1:${port}/`);
  t.ok(sockets.size <= 2, 'one is not used again in the same turn');
});

for (const uri of [
  'http://169.254.169.254/latest/meta-data',
  'http://[fe80::1]/',
  'http://0.0.0.0/',
  'http://0/',
  'http://[::]/',
  'http://224.0.0.1/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://100.100.100.200/',
  'http://169。254。169。254/',
  'ftp://127.0.0.1/',
  'file:///etc/passwd',
  'urn:x:y',
  'nonsense',
  'http://user:secret@127.0.0.1/',
  'http://user@127.0.0.1/',
  'gopher://127.0.0.1:70/_x',
])
  t.test(`${uri} is never gone to`, async (t) => refused(t, createCarrier(t)(uri), 'DESTINATION_FORBIDDEN'));

for (const uri of [
  'http://127.0.0.1:1/',
  'http://127.1:1/',
  'http://0x7f000001:1/',
  'http://017700000001:1/',
  'http://2130706433:1/',
  'http://[::1]:1/',
  'http://[::ffff:127.0.0.1]:1/',
  'http://localhost:1/',
  'http://10.0.0.1:1/',
  'http://[fc00::1]:1/',
])
  t.test(`${uri} is gone to only when its class is allowed`, async (t) => {
    await refused(t, createCarrier(t, { allow: [] })(uri), 'DESTINATION_FORBIDDEN', /relay\.allow|loopback|private/);
    if (/127|7f|localhost|::1\]|0177|2130/.test(uri)) await refused(t, createCarrier(t)(uri), 'SERVICE_UNREACHABLE');
  });

t.test(
  'a name is judged by the addresses it resolves to, each of them, and only allowed ones are connected to',
  async (t) => {
    let hits = 0;
    const port = await serve(t, (_request, response) => {
      hits++;
      response.end('here');
    });
    const names: Record<string, string[]> = {
      'metadata.test': ['169.254.169.254'],
      'mapped.test': ['::ffff:169.254.169.254'],
      'private.test': ['10.0.0.1', '192.168.0.1'],
      'mixed.test': ['169.254.169.254', 'fe80::1', '127.0.0.1'],
      'empty.test': [],
    };
    const resolve = async (name: string) =>
      (names[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const carry = createCarrier(t, { resolve, allow: ['loopback'] });
    for (const name of ['metadata.test', 'mapped.test', 'private.test', 'empty.test'])
      await refused(t, carry(`http://${name}:${port}/`), 'DESTINATION_FORBIDDEN', new RegExp(name));
    t.equal(hits, 0);
    t.equal(fromUtf8((await carry(`http://mixed.test:${port}/`)).body), 'here');
  },
);

t.test('a name that changes its address after the check gains nothing', async (t) => {
  let asked = 0;
  const resolve = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '169.254.169.254', family: 4 }];
  const port = await serve(t, (_request, response) => response.writeHead(200, { connection: 'close' }).end('here'));
  const carry = createCarrier(t, { resolve });
  await carry(`http://rebound.test:${port}/`);
  await refused(t, carry(`http://rebound.test:${port}/`), 'DESTINATION_FORBIDDEN');
});

t.test('a name that does not resolve is unreachable', async (t) => {
  const resolve = async () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));
  await refused(t, createCarrier(t, { resolve })('http://nowhere.test/'), 'SERVICE_UNREACHABLE', /ENOTFOUND/);
});

for (const status of [301, 302, 303, 307, 308])
  t.test(`a redirect by ${status} is not followed`, async (t) => {
    let followed = 0;
    const port = await serve(t, (request, response) => {
      if (request.url === '/secret') followed++;
      response.writeHead(status, { location: '/secret' }).end();
    });
    await refused(t, createCarrier(t)(`http://127.0.0.1:${port}/`), 'SERVICE_FAILED', /redirects/);
    t.equal(followed, 0);
  });

t.test('an answer over the limit is refused, announced or not', async (t) => {
  const port = await serve(t, (request, response) => {
    if (request.url === '/announced') response.writeHead(200, { 'content-length': '1001' });
    response.end('x'.repeat(request.url === '/fits' ? 1000 : 1001));
  });
  const carry = createCarrier(t);
  await refused(t, carry(`http://127.0.0.1:${port}/announced`), 'SERVICE_FAILED', /1000 bytes/);
  await refused(t, carry(`http://127.0.0.1:${port}/chunked`), 'SERVICE_FAILED', /1000 bytes/);
  t.equal((await carry(`http://127.0.0.1:${port}/fits`)).body.length, 1000);
});

t.test('an endless answer is given up at the limit', async (t) => {
  const port = await serve(t, (_request, response) => {
    const write = () => {
      while (!response.destroyed && response.write('x'.repeat(1000)));
    };
    response.on('drain', write);
    write();
  });
  await refused(t, createCarrier(t)(`http://127.0.0.1:${port}/`), 'SERVICE_FAILED', /1000 bytes/);
});

t.test('a compressed answer is refused, so that no limit is met by a small body', async (t) => {
  const port = await serve(t, (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'));
  await refused(t, createCarrier(t)(`http://127.0.0.1:${port}/`), 'SERVICE_FAILED', /gzip/);
});

for (const part of ['no answer at all', 'half an answer'])
  t.test(`${part} when its caller has no more time is what the caller says`, async (t) => {
    const ending = new AbortController();
    const port = await serve(t, (_request, response) => {
      if (part === 'half an answer') response.write('half');
      setImmediate(() => ending.abort(new StoaError('SERVICE_TIMEOUT', 'no more time')));
    });
    const call = createCarrier(t)(`http://127.0.0.1:${port}/`, ending.signal);
    await refused(t, call, 'SERVICE_TIMEOUT', /no more time/);
  });

t.test('a connection cut in mid-answer is told as such', async (t) => {
  const cut = createTcpServer((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'));
  });
  const port = await listen(t, cut);
  await refused(t, createCarrier(t)(`http://127.0.0.1:${port}/`), 'SERVICE_UNREACHABLE');
});

for (const [what, bytes] of [
  ['closes without a word', ''],
  ['speaks no HTTP', 'SSH-2.0-OpenSSH\r\n'],
  ['sends two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx'],
  ['sends endless headers', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`],
] as const)
  t.test(`a peer that ${what} is unreachable`, async (t) => {
    const port = await listen(
      t,
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(bytes));
      }),
    );
    await refused(t, createCarrier(t)(`http://127.0.0.1:${port}/`), 'SERVICE_UNREACHABLE');
  });

t.test('a caller that gives up ends the call at the service too', async (t) => {
  const ended = new Promise<void>((resolve) => {
    void serve(t, (request) => {
      request.socket.once('close', resolve);
      abort.abort();
    }).then((port) => void refused(t, createCarrier(t)(`http://127.0.0.1:${port}/`, abort.signal), 'ABORTED'));
  });
  const abort = new AbortController();
  await ended;
  await refused(t, createCarrier(t)('http://127.0.0.1:1/', abort.signal), 'ABORTED');
});
