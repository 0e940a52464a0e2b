import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import { StoaError, fromUtf8, toUtf8 } from '../../src/base/index.js';
import { createNodeCarrier } from '../../src/http/index.js';
import type { NodeCarrierOptions } from '../../src/http/index.js';

const start = async (t: Test, answer: RequestListener, options: NodeCarrierOptions = {}) => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { carry, close } = createNodeCarrier(options);
  t.teardown(() => {
    close();
    server.closeAllConnections();
    server.close();
  });
  const uri = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/a?b=c`;
  const signal = new AbortController().signal;
  const call = (more: Partial<Parameters<typeof carry>[0]> = {}) =>
    carry({ uri, headers: { 'content-type': 'application/xml' }, body: toUtf8('<ü/>'), signal, ...more });
  return { server, call, close, uri };
};

/** Something that happens once and is waited for. */
const signalOnce = () => {
  let tell = (): void => undefined;
  const told = new Promise<void>((resolve) => (tell = resolve));
  return { tell: () => tell(), told };
};

t.test('a message arrives as it was sent, and the answer as it was answered', async (t) => {
  const { call } = await start(t, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { 'content-type': type, 'content-length': length, 'accept-encoding': encoding } = request.headers;
      response.writeHead(422, { 'x-twice': ['one', 'two'] });
      response.write(
        `${request.method ?? ''} ${request.url ?? ''} ${String(type)} ${String(length)} ${String(encoding)} `,
      );
      response.end(Buffer.concat(parts));
    });
  });
  const answer = await call();
  t.equal(answer.status, 422);
  t.equal(answer.headers['x-twice'], 'one, two');
  t.equal(fromUtf8(answer.body), 'POST /a?b=c application/xml 5 identity <ü/>');
});

t.test(
  'calls one after the other share connections: two at most, since one is not used again in the same turn',
  async (t) => {
    const { server, call } = await start(t, (_request, response) => response.end());
    let connections = 0;
    server.on('connection', () => connections++);
    for (let calls = 0; calls < 10; calls++) t.same((await call()).body, new Uint8Array());
    t.ok(connections <= 2, `${connections} connections`);
  },
);

t.test('what is said before the answer is none', async (t) => {
  const { call } = await start(t, (_request, response) => {
    response.writeEarlyHints({ link: '</a>; rel=preload', 'content-encoding': 'gzip' });
    response.writeHead(201, { 'x-final': 'yes' }).end('<a/>');
  });
  t.match(await call(), { status: 201, headers: { 'x-final': 'yes' } });
});

t.test('an address is judged when it is new, and refused as often as it is asked for', async (t) => {
  const judged: string[] = [];
  const assertAllowed = (uri: string): void => {
    judged.push(uri);
    if (uri.endsWith('?no')) throw new StoaError('DESTINATION_FORBIDDEN', 'no');
  };
  const { call } = await start(t, (_request, response) => response.end(), { assertAllowed });
  await call();
  await call();
  t.equal(judged.length, 1);
  for (const uri of [`${judged[0] ?? ''}?no`, `${judged[0] ?? ''}?no`])
    await t.rejects(call({ uri }), { code: 'DESTINATION_FORBIDDEN' });
  t.equal(judged.length, 3);
});

t.test('calls under way fail when the carrier is closed, and so do later ones', async (t) => {
  const arrived = signalOnce();
  const { call, close } = await start(t, arrived.tell);
  const underWay = t.rejects(call(), { code: 'SERVICE_UNREACHABLE' });
  await arrived.told;
  close();
  await underWay;
  await t.rejects(call(), { code: 'SERVICE_UNREACHABLE' });
});

t.test('a carrier that is closed before its first call carries none', async (t) => {
  const { call, close } = await start(t, (_request, response) => response.end());
  close();
  await t.rejects(call(), { code: 'SERVICE_UNREACHABLE' });
});

t.test('a caller that gives up before there is a connection waits for none, and nothing is sent', async (t) => {
  const asked = signalOnce();
  const found = signalOnce();
  let requests = 0;
  const { call, uri } = await start(
    t,
    (_request, response) => {
      requests++;
      response.end();
    },
    {
      lookup: (_name, _options, tell) => {
        asked.tell();
        void found.told.then(() => tell(null, [{ address: '127.0.0.1', family: 4 }]));
      },
    },
  );
  const named = uri.replace('127.0.0.1', 'units.test');
  const giving = new AbortController();
  const given = t.rejects(call({ uri: named, signal: giving.signal }), { code: 'ABORTED' });
  await asked.told;
  giving.abort();
  await given;
  found.tell();
  await call({ uri: named });
  t.equal(requests, 1, 'that of the second call');
});

t.test('redirects, encodings and answers above the limit are refused', async (t) => {
  const answers: Record<string, RequestListener> = {
    redirect: (_request, response) => response.writeHead(302, { location: '/' }).end(),
    encoded: (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    announced: (_request, response) => response.writeHead(200, { 'content-length': 11 }).end('12345678901'),
    growing: (_request, response) => {
      response.write('123456');
      response.write('789012');
    },
  };
  for (const [name, answer] of Object.entries(answers)) {
    const { call } = await start(t, answer, { maxAnswerBytes: 10 });
    await t.rejects(call(), { code: 'SERVICE_FAILED' }, name);
  }
});

t.test('an answer that is cut, in its head or in its body, is a failure', async (t) => {
  const inHead = await start(t, (request) => request.socket.destroy());
  await t.rejects(inHead.call(), { code: 'SERVICE_UNREACHABLE' });
  const inBody = await start(t, (_request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('half', () => response.destroy());
  });
  await t.rejects(inBody.call(), { code: 'SERVICE_UNREACHABLE' });
});

t.test('a caller that gives up ends the request, before, while it waits and while it reads', async (t) => {
  const before = await start(t, (_request, response) => response.end());
  await t.rejects(before.call({ signal: AbortSignal.abort() }), { code: 'ABORTED' });
  const reason = new StoaError('SERVICE_TIMEOUT', 'too long');
  await t.rejects(before.call({ signal: AbortSignal.abort(reason) }), reason);
  for (const begins of [false, true]) {
    const giving = new AbortController();
    const arrived = new Promise<Promise<unknown>>((resolve) => {
      void start(t, (_request, response) => {
        if (begins) response.write('half');
        resolve(once(response, 'close'));
        setImmediate(() => giving.abort());
      }).then(({ call }) => t.rejects(call({ signal: giving.signal }), { code: 'ABORTED' }));
    });
    await await arrived;
  }
});

t.test('who is not there is told apart by the cause', async (t) => {
  const { server, call } = await start(t, (_request, response) => response.end());
  server.close();
  await once(server, 'close');
  await t.rejects(call(), { code: 'SERVICE_UNREACHABLE', cause: { code: 'ECONNREFUSED' } });
  await t.rejects(call({ uri: 'ftp://127.0.0.1/' }), { code: 'SERVICE_UNREACHABLE', message: /http or https/ });
});
