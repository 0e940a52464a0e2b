import t from 'tap';
import type { Test } from 'tap';
import fastify from 'fastify';
import { connect as connectSocket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { StoaError, systemClock } from '../../src/base/index.js';
import type { DocumentId } from '../../src/base/index.js';
import { streamEvents, writeEvent } from '../../src/http/event-stream.js';
import type { EventStream } from '../../src/http/event-stream.js';
import type { SpaceEvent } from '../../src/space/index.js';

const eventOf = (sequence: number, name = 'n'): SpaceEvent => ({
  event: 'published',
  sequence,
  id: 'urn:uuid:00000000-0000-7000-8000-000000000000' as DocumentId,
  kind: 'document',
  name,
  version: 1,
  atMs: 0,
});

/** A server of one stream; `ended` resolves when the events were let go. */
const serveStream = async (
  t: Test,
  generate: (signal: AbortSignal) => AsyncGenerator<SpaceEvent>,
  parts: Partial<EventStream> = {},
) => {
  const app = fastify({ logger: false, forceCloseConnections: true });
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  app.get('/', async (_request, reply) => {
    await streamEvents(reply, {
      open: generate,
      write: writeEvent,
      format: 'xml',
      closing: new AbortController().signal,
      clock: systemClock,
      settings: { heartbeatMs: 60_000, drainTimeoutMs: 100 },
      requestUri: 'urn:stoa:request:x',
      ...parts,
    }).finally(end);
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  t.teardown(() => app.close());
  const { port } = app.server.address() as AddressInfo;
  const open = () => {
    const socket = connectSocket(port, '127.0.0.1');
    socket.on('error', () => undefined);
    t.teardown(() => socket.destroy());
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    return socket;
  };
  return { url: `http://127.0.0.1:${port}/`, open, ended };
};

t.test('a subscriber that takes nothing is cut off and holds nothing', async (t) => {
  let given = 0;
  const stream = await serveStream(t, async function* () {
    for (;;) yield eventOf(++given, 'x'.repeat(256));
  });
  const socket = stream.open();
  socket.pause();
  await stream.ended;
  t.ok(given > 10);
  const atEnd = given;
  await new Promise((resolve) => setImmediate(resolve));
  t.equal(given, atEnd, 'nothing more is read for it');
});

t.test('a subscriber that hangs up lets the events go', async (t) => {
  let wasAborted = false;
  const stream = await serveStream(t, async function* (signal) {
    yield eventOf(1);
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    wasAborted = true;
  });
  const socket = stream.open();
  await new Promise((resolve) => socket.once('data', resolve));
  socket.destroy();
  await stream.ended;
  t.ok(wasAborted);
});

t.test('what is refused before anything was sent is a problem with its status', async (t) => {
  const stream = await serveStream(t, async function* () {
    throw new StoaError('SUBSCRIPTION_NOT_FOUND', 'none');
  });
  t.not((await fetch(stream.url)).status, 200);
});

t.test('what fails later is the last event, with the code', async (t) => {
  const stream = await serveStream(t, async function* () {
    yield eventOf(1);
    await new Promise((resolve) => setImmediate(resolve));
    throw new StoaError('SUBSCRIBER_TOO_SLOW', 'too slow');
  });
  const text = await (await fetch(stream.url)).text();
  t.match(
    text,
    /^: events\nretry: 1000\n\nid: 1\nevent: published\ndata: <event [^\n]*\n\nevent: problem\ndata: [^]*SUBSCRIBER_TOO_SLOW[^]*\n\n$/,
  );
  t.match(text, /data: <\?xml[^\n]*\ndata: <problem/, 'every line of the document is a data line');
});

t.test('a name with line breaks cannot forge a field', async (t) => {
  const stream = await serveStream(t, async function* () {
    yield eventOf(1, 'a\n\nevent: removed\rid: 9');
  });
  const text = await (await fetch(stream.url)).text();
  t.same(
    [...text.matchAll(/^(id|event): (.*)$/gm)].map((match) => match[2]),
    ['1', 'published'],
  );
});
