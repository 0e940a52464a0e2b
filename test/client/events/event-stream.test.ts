import t from 'tap';
import { StoaError, fromUtf8, silentLog } from '../../../src/base/index.js';
import { readEventStream } from '../../../src/client/space/event-stream.js';
import { writeProblem } from '../../../src/protocol/index.js';
import { createVirtualClock } from '../../support/virtual-clock.js';

const ID = 'urn:uuid:00000000-0000-7000-8000-000000000001';
const eventOf = (sequence: number) =>
  `id: ${sequence}\nevent: published\ndata: <event xmlns="urn:stoa:space:1" event="published" sequence="${sequence}"\ndata:  id="${ID}" kind="document" name="n${sequence}" version="1" at="2026-01-01T00:00:00Z"/>\n\n`;
const problemOf = (code: 'SHUTTING_DOWN' | 'SUBSCRIBER_TOO_SLOW' | 'RESUME_GONE' | 'SPACE_GONE') =>
  `event: problem\ndata: ${fromUtf8(writeProblem(new StoaError(code, 'told'), { format: 'xml' })).replace('\n', '\ndata: ')}\n\n`;

type Piece = string | 'SILENCE';

/** One answer per connection; a connection ends after its pieces unless the last is silence. */
const setUp = (connections: readonly (readonly Piece[] | (() => Promise<Response>))[]) => {
  const clock = createVirtualClock();
  const lastIds: (string | null)[] = [];
  const fetch: typeof globalThis.fetch = async (_url, init) => {
    const connection = connections[lastIds.length];
    lastIds.push(new Headers(init?.headers).get('last-event-id'));
    if (!connection) return new Response(null, { status: 500 });
    if (typeof connection === 'function') return connection();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const piece of connection) if (piece !== 'SILENCE') controller.enqueue(new TextEncoder().encode(piece));
        if (connection.at(-1) !== 'SILENCE') controller.close();
        init?.signal?.addEventListener('abort', () => {
          try {
            controller.error(init.signal?.reason);
          } catch {
            // Closed already.
          }
        });
      },
    });
    return new Response(body);
  };
  const ending = new AbortController();
  const connection = {
    url: 'http://space.example',
    fetch,
    carrier: () => Promise.reject(new TypeError('not used')),
    clock,
    log: silentLog,
    credentials: ['root', 'lease'],
    timeoutMs: 1_000,
  };
  const names: string[] = [];
  const read = async () => {
    for await (const { name } of readEventStream(connection, {
      url: 'http://space.example/events',
      signal: ending.signal,
    }))
      names.push(name);
  };
  return { clock, lastIds, names, ending, reading: read() };
};

t.test(
  'a stream that ends is taken up again after the last event, with longer and longer waits while nothing comes',
  async (t) => {
    const house = setUp([[eventOf(1), eventOf(2)], [], [], [eventOf(3), 'SILENCE']]);
    await house.clock.settle();
    t.same(house.names, ['n1', 'n2']);
    await house.clock.advance(499);
    t.equal(house.lastIds.length, 1);
    await house.clock.advance(1);
    t.same(house.lastIds, [null, '2']);
    await house.clock.advance(1_000);
    t.same(house.lastIds, [null, '2', '2']);
    await house.clock.advance(2_000);
    t.same(house.names, ['n1', 'n2', 'n3']);
    house.ending.abort();
    await house.reading;
    t.equal(house.clock.pending(), 0);
  },
);

t.test('events are put together from pieces of any size, characters cut in the middle included', async (t) => {
  const text = eventOf(1).replace('n1', 'été☃');
  const bytes = new TextEncoder().encode(text);
  const house = setUp([
    async () =>
      new Response(
        new ReadableStream<Uint8Array>({
          start: (controller) => {
            for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
            controller.close();
          },
        }),
      ),
  ]);
  await house.clock.settle();
  t.same(house.names, ['été☃']);
  house.ending.abort();
  await house.reading;
});

for (const code of ['SHUTTING_DOWN', 'SUBSCRIBER_TOO_SLOW'] as const) {
  t.test(`a stream that the space ends with ${code} is taken up again`, async (t) => {
    const house = setUp([
      [eventOf(1), problemOf(code)],
      [eventOf(2), 'SILENCE'],
    ]);
    await house.clock.advance(500);
    t.same(house.names, ['n1', 'n2']);
    house.ending.abort();
    await house.reading;
  });
}

for (const code of ['RESUME_GONE', 'SPACE_GONE'] as const) {
  t.test(`a stream that the space ends with ${code} ends for good, told as that`, async (t) => {
    const house = setUp([[eventOf(1), problemOf(code)]]);
    await t.rejects(house.reading, { code });
    t.same(house.names, ['n1']);
    t.equal(house.clock.pending(), 0);
  });
}

t.test('an answer that refuses the stream is told by its code', async (t) => {
  const body = writeProblem(new StoaError('SUBSCRIPTION_NOT_FOUND', 'gone'), { format: 'xml' }).slice();
  const house = setUp([
    async () => new Response(body, { status: 404, headers: { 'content-type': 'application/problem+xml' } }),
  ]);
  await t.rejects(house.reading, { code: 'SUBSCRIPTION_NOT_FOUND' });
});

t.test('a connection on which nothing comes for a minute is taken for dead; comments keep it', async (t) => {
  const house = setUp([
    [eventOf(1), 'SILENCE'],
    [eventOf(2), 'SILENCE'],
  ]);
  await house.clock.advance(59_999);
  t.equal(house.lastIds.length, 1);
  await house.clock.advance(501);
  t.same(house.lastIds, [null, '1']);
  house.ending.abort();
  await house.reading;
});

t.test('an event that never ends is given up at 64 Ki characters, and the stream taken up again', async (t) => {
  const house = setUp([[eventOf(1), `data: ${'x'.repeat(70_000)}`, 'SILENCE'], ['SILENCE']]);
  await house.clock.advance(500);
  t.equal(house.lastIds.length, 2);
  t.same(house.names, ['n1']);
  house.ending.abort();
  await house.reading;
});

t.test('an event that is no event message ends the stream', async (t) => {
  for (const data of ['hello', '<a/>', '<event xmlns="urn:stoa:space:1"/>']) {
    await t.rejects(setUp([[`data: ${data}\n\n`]]).reading, { code: /ANSWER_INVALID|XML_NOT_WELL_FORMED/ }, data);
  }
});
