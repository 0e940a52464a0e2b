import t from 'tap';
import type { Test } from 'tap';
import { WebSocket } from 'ws';
import { StoaError, toUtf8 } from '../../src/base/index.js';
import { createService } from '../../src/client/index.js';
import type { AttachedServiceHandle, Handlers, ServiceOptions } from '../../src/client/index.js';
import { writeFrame } from '../../src/gate/index.js';
import { attachService } from '../../src/serve/index.js';
import { startHouse } from '../client/space-house.js';
import { printerAdvertisement } from '../gate/gate-house.js';

const ENDPOINT = '<endpoint uri="urn:stoa:attached:1" binding="attached"/>';
const LETTER = { title: 'letter', copies: 2 };

const setUp = async (
  t: Test,
  handlers: Partial<Handlers> = {},
  options: ServiceOptions & {
    readonly access?: 'restricted';
    readonly window?: number;
    readonly heartbeatMs?: number;
  } = {},
) => {
  const house = await startHouse(t, { collaborators: { http: { heartbeatMs: options.heartbeatMs ?? 30_000 } } });
  const service = await createService(
    {
      advertisement: printerAdvertisement({ endpoints: ENDPOINT, ...(options.access && { access: options.access }) }),
      handlers: { print: () => ({ sheets: 2 }), status: () => true, log: () => undefined, ...handlers } as Handlers,
    },
    { space: house.client, ...options },
  );
  const published = await service.publish();
  t.teardown(() => published.kept.stop());
  const { id } = published.entry;
  const credential = published.lease.credential ?? '';
  const attached: AttachedServiceHandle[] = [];
  const sockets: WebSocket[] = [];
  /** Notes the sockets, so that a test can cut them. */
  class NotedWebSocket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  }
  const attach = async (more: Parameters<typeof attachService>[1] = {}) => {
    const handle = await attachService(
      { spaceUrl: house.url, id, credential, handle: service.handle },
      { WebSocket: NotedWebSocket, ...(options.window && { window: options.window }), ...more },
    );
    attached.push(handle);
    return handle;
  };
  t.teardown(() => Promise.all(attached.map((one) => one.close(0))));
  const socketUrl = `${house.url.replace('http:', 'ws:')}/documents/${id.replace('urn:uuid:', '')}/attachment`;
  return { ...house, service, id, credential, attach, sockets, socketUrl };
};

for (const access of ['unrestricted', 'restricted'] as const) {
  t.test(`a service without an open port is called through its space (${access})`, async (t) => {
    const { client, id, attach } = await setUp(t, {}, access === 'restricted' ? { access } : {});
    await attach();
    const gate = await client.openGate(id);
    t.equal(gate.carry, 'relay', 'nothing was asked for, and there is no address to speak to directly');
    t.same(await gate.call('print', LETTER), { sheets: 2 });
    const many = Array.from({ length: 100 }, () => gate.call('print', LETTER));
    t.same(new Set((await Promise.all(many)).map((value) => JSON.stringify(value))).size, 1);
  });
}

t.test('a direct gate on a service that is only attached is refused', async (t) => {
  const { client, id } = await setUp(t);
  await t.rejects(client.openGate(id, { carry: 'direct' }), { code: 'BINDING_UNSUPPORTED' });
});

t.test('results in a space of their own come from an attached service as from any other', async (t) => {
  const { client, id, attach } = await setUp(t, {
    print: async (_value, { results }) => {
      await results?.progress(1, 2);
      return { sheets: 2 };
    },
  });
  await attach();
  const gate = await client.openGate(id);
  const handle = await gate.callAsync('print', LETTER);
  t.ok(handle.space);
  t.same(await handle.final(), { sheets: 2 });
});

t.test('a connection that is cut is made anew: the call under way fails once, later ones are answered', async (t) => {
  let calls = 0;
  const begun: { resolve: () => void } = { resolve: () => undefined };
  const { client, id, attach, sockets } = await setUp(t, {
    print: (_value, { signal }) => {
      if (++calls > 1) return { sheets: 2 };
      begun.resolve();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  });
  await attach();
  const gate = await client.openGate(id);
  const isUnderWay = new Promise<void>((resolve) => (begun.resolve = resolve));
  const cut = t.rejects(gate.call('print', LETTER), { code: 'SERVICE_UNREACHABLE' });
  await isUnderWay;
  sockets[0]?.terminate();
  await cut;
  t.same(await gate.call('print', LETTER), { sheets: 2 }, 'it waited for the next connection');
  t.equal(sockets.length, 2);
  t.equal(calls, 2, 'nothing was done twice');
});

t.test('a service that attaches in another process takes over, and the first one is told', async (t) => {
  const { client, id, attach } = await setUp(t);
  const ended = new Promise<StoaError>((resolve) => void attach({ onEnded: resolve }).then(() => attach()));
  t.match((await ended).code, 'GATE_CLOSED');
  const gate = await client.openGate(id);
  t.same(await gate.call('print', LETTER), { sheets: 2 });
});

t.test('only who holds the lease of a service attaches it', async (t) => {
  const { id, service, url } = await setUp(t);
  const input = { spaceUrl: url, id, handle: service.handle };
  await t.rejects(attachService({ ...input, credential: 'x'.repeat(43) }), { code: 'CREDENTIAL_INVALID' });
  await t.rejects(attachService({ ...input, credential: 'x', id: 'urn:uuid:00000000-0000-7000-8000-00000000dead' }), {
    code: 'DOCUMENT_NOT_FOUND',
  });
});

t.test('a service lets its calls end before it detaches', async (t) => {
  const begun: { resolve: () => void } = { resolve: () => undefined };
  const isUnderWay = new Promise<void>((resolve) => (begun.resolve = resolve));
  const finish: { now: () => void } = { now: () => undefined };
  const { client, id, attach } = await setUp(t, {
    print: () =>
      new Promise((resolve) => {
        finish.now = () => resolve({ sheets: 7 });
        begun.resolve();
      }),
  });
  const handle = await attach();
  const gate = await client.openGate(id);
  const answer = gate.call('print', LETTER);
  await isUnderWay;
  const closed = handle.close();
  finish.now();
  t.same(await answer, { sheets: 7 });
  await closed;
});

const closeOf = (socket: WebSocket): Promise<string> =>
  new Promise((resolve) => socket.once('close', (code, reason) => resolve(`${code} ${reason.toString()}`)));

t.test('whoever does not speak the protocol is cut off with a reason', async (t) => {
  const { socketUrl } = await setUp(t);
  const cases: readonly [string, (socket: WebSocket) => void, string][] = [
    ['text', (socket) => socket.send('hello'), '4403 REQUEST_MALFORMED'],
    ['no frame', (socket) => socket.send(toUtf8('x')), '4403 REQUEST_MALFORMED'],
    ['another frame first', (socket) => socket.send(writeFrame({ kind: 'cancel', id: 1 })), '4403 REQUEST_MALFORMED'],
    [
      'a wrong credential',
      (socket) => socket.send(writeFrame({ kind: 'attach', credential: 'x', window: 1 })),
      '4403 CREDENTIAL_INVALID',
    ],
    ['too much', (socket) => socket.send(new Uint8Array(5_000_000)), '1009 '],
  ];
  for (const [what, act, expected] of cases) {
    const socket = new WebSocket(socketUrl, ['stoa-attach.v1']);
    const closed = closeOf(socket);
    socket.once('open', () => act(socket));
    t.equal(await closed, expected, what);
  }
});

/** Status of the answer to a request for an upgrade that is refused. */
const refusal = (url: string, protocols: string[], headers = {}): Promise<number | undefined> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url, protocols, { headers });
    socket.once('unexpected-response', (request, response) => {
      resolve(response.statusCode);
      request.destroy();
    });
    socket.once('error', () => undefined);
  });

t.test('requests for an upgrade are judged as all others are', async (t) => {
  const { socketUrl, url } = await setUp(t);
  const own = ['stoa-attach.v1'];
  t.equal(await refusal(socketUrl, own, { host: 'evil.example' }), 421);
  t.equal(await refusal(socketUrl, own, { origin: 'http://evil.example' }), 403);
  t.equal(await refusal(socketUrl, ['chat']), 400);
  t.equal(await refusal(socketUrl.replace('attachment', 'elsewhere'), own), 404);
  t.equal(await refusal(socketUrl.replace('/main/', '/none/'), own), 404);
  const plain = await fetch(socketUrl.replace('ws:', 'http:'));
  t.equal(plain.status, 426);
  t.equal(plain.headers.get('upgrade'), 'websocket');
  t.ok(url);
});

t.test('an attachment ends with the document', async (t) => {
  const { client, id, credential, attach } = await setUp(t, {}, { heartbeatMs: 200 });
  const told: { end: (error: StoaError) => void } = { end: () => undefined };
  const ended = new Promise<StoaError>((resolve) => (told.end = resolve));
  await attach({ onEnded: told.end });
  await client.remove(id, { credential });
  t.equal((await ended).code, 'DOCUMENT_NOT_FOUND');
});

t.test('only so many connections may leave open who they are; those that end, or say it, make room', async (t) => {
  const house = await startHouse(t);
  const path = '/documents/urn:uuid:01a1fd20-0000-7000-8000-000000000001/attachment';
  const url = `${house.url.replace('http', 'ws')}${path}`;
  const sockets: WebSocket[] = [];
  const open = async (): Promise<number> => {
    const socket = new WebSocket(url, 'stoa-attach.v1');
    sockets.push(socket);
    return new Promise((resolve) => {
      socket.once('open', () => resolve(101));
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('error', () => undefined);
    });
  };
  t.teardown(() => sockets.forEach((socket) => socket.terminate()));
  for (let batch = 0; batch < 10; batch++)
    t.ok((await Promise.all(Array.from({ length: 100 }, open))).every((status) => status === 101));
  t.equal(await open(), 429);
  const [first] = sockets;
  const ended = new Promise((resolve) => first?.once('close', resolve));
  first?.send(Buffer.from([0, 0, 0, 0]));
  await ended;
  t.equal(await open(), 101);
});
