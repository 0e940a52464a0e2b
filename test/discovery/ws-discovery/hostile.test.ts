import t from 'tap';
import { DEFAULT_WS_LIMITS, DIALECTS, writeWsMessage } from '../../../src/discovery/ws-discovery/index.js';
import type { WsBody } from '../../../src/discovery/ws-discovery/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { collect, createNet, LAMP, target } from './support.js';

const [STANDARD] = DIALECTS;
if (STANDARD === undefined) throw new TypeError('a dialect');
const message = (body: WsBody, parts: Readonly<Record<string, unknown>> = {}) =>
  writeWsMessage({ header: { dialect: STANDARD, messageId: 'urn:m:1', to: STANDARD.group, ...parts }, body });
const endpoint = (address: string, xaddrs: readonly string[]) => ({
  address,
  types: [LAMP],
  scopes: [],
  xaddrs,
  metadataVersion: 1,
  extensions: [],
});

t.test('a flood of questions is answered at a bounded rate, to each source and to all of them together', async (t) => {
  const { clock, join, air } = createNet();
  const { discovery } = await join({ eth0: ['lan', '10.0.0.1'] });
  await join({ eth0: ['lan', '10.0.0.2'] });
  discovery.answerFor([target('urn:uuid:a')]);
  await clock.advance(5000);
  air.sent.length = 0;
  const answers = (): number => air.sent.filter(({ from }) => from.address === '10.0.0.1').length;
  for (let at = 0; at < 500; at++)
    air.inject(message({ kind: 'probe', query: {} }, { messageId: `urn:m:${at}` }), { address: '10.0.0.2', port: 9 });
  await clock.advance(2000);
  t.ok(
    answers() <= 2 * (DEFAULT_WS_LIMITS.answerBurst + 2 * DEFAULT_WS_LIMITS.answersPerSecond),
    `${answers()} answers`,
  );
  t.ok(answers() >= DEFAULT_WS_LIMITS.answerBurst);
});

t.test('a reply address that is not the asker, and a repeated id, make nobody be answered', async (t) => {
  const { clock, join, air } = createNet();
  const { discovery } = await join({ eth0: ['lan', '10.0.0.1'] });
  await join({ eth0: ['lan', '10.0.0.2'] });
  discovery.answerFor([target('urn:uuid:a')]);
  await clock.advance(5000);
  air.sent.length = 0;
  const text = new TextDecoder().decode(message({ kind: 'probe', query: {} }));
  const elsewhere = text.replace(
    '<a:To>',
    '<a:ReplyTo><a:Address>http://victim.example/</a:Address></a:ReplyTo><a:To>',
  );
  air.inject(new TextEncoder().encode(elsewhere), { address: '10.0.0.2', port: 9 });
  await clock.advance(1000);
  t.equal(air.sent.filter(({ from }) => from.address === '10.0.0.1').length, 0);
  for (let times = 0; times < 5; times++)
    air.inject(message({ kind: 'probe', query: {} }, { messageId: 'urn:m:2' }), { address: '10.0.0.2', port: 9 });
  await clock.advance(1000);
  t.equal(air.sent.filter(({ from }) => from.address === '10.0.0.1').length, 2, 'one answer and its repetition');
});

t.test(
  'what nobody asked for is not taken: matches without a question of ours, a service as one that it is not',
  async (t) => {
    const { clock, join, air } = createNet();
    const { discovery } = await join({ eth0: ['lan', '10.0.0.1'] });
    const { lines, listener } = collect();
    discovery.browse({ types: [LAMP] }, listener);
    await join({ eth0: ['lan', '10.0.0.2'] });
    await clock.advance(1000);
    const from = { address: '10.0.0.2', port: 3702 };
    const matches = { kind: 'probe-matches' as const, matches: [endpoint('urn:uuid:evil', ['http://evil/'])] };
    air.inject(message(matches, { relatesTo: 'urn:uuid:guessed' }), from);
    air.inject(message(matches, { messageId: 'urn:m:2' }), from);
    const hello = { ...endpoint('urn:uuid:other', ['http://x/']), types: [{ namespace: 'urn:x', local: 'Other' }] };
    air.inject(message({ kind: 'hello', endpoint: hello }, { messageId: 'urn:m:3' }), from);
    await clock.advance(1000);
    t.same(lines, []);
  },
);

t.test('a late Bye or Hello of a process does not undo what came after it', async (t) => {
  const { clock, join, air } = createNet();
  const { discovery } = await join({ eth0: ['lan', '10.0.0.1'] });
  await join({ eth0: ['lan', '10.0.0.2'] });
  const { lines, listener } = collect();
  discovery.browse({ types: [LAMP] }, listener);
  const from = { address: '10.0.0.2', port: 3702 };
  const hello = (instanceId: number, messageNumber: number, xaddr: string, metadataVersion: number) =>
    air.inject(
      message(
        { kind: 'hello', endpoint: { ...endpoint('urn:uuid:a', [xaddr]), metadataVersion } },
        { messageId: `urn:m:${instanceId}.${messageNumber}`, sequence: { instanceId, messageNumber } },
      ),
      from,
    );
  hello(10, 5, 'http://new/', 2);
  await clock.advance(10);
  hello(10, 4, 'http://old/', 1);
  hello(9, 99, 'http://older/', 1);
  air.inject(
    message(
      { kind: 'bye', address: 'urn:uuid:a' },
      { messageId: 'urn:m:bye', sequence: { instanceId: 10, messageNumber: 3 } },
    ),
    from,
  );
  await clock.advance(10);
  t.same(lines, ['up urn:uuid:a http://new/']);
});

t.test(
  'a neighbour that invents services takes no more than the limit, and noise of all kinds throws nothing',
  async (t) => {
    const random = createSeededRandom(3);
    const { clock, join, air } = createNet();
    const { discovery } = await join({ eth0: ['lan', '10.0.0.1'] }, { limits: { maxFound: 100 } });
    await join({ eth0: ['lan', '10.0.0.2'] });
    discovery.answerFor([target('urn:uuid:mine')]);
    const { lines, listener } = collect();
    discovery.browse({ types: [LAMP] }, listener);
    const from = { address: '10.0.0.2', port: 3702 };
    for (let at = 0; at < 600; at++) {
      const told = endpoint(`urn:uuid:${at}`, random.int(2) === 0 ? [] : [`http://h${at}/`]);
      const bytes = message({ kind: 'hello', endpoint: told }, { messageId: `urn:m:${at}` });
      air.inject(random.int(3) === 0 ? bytes.slice(random.int(bytes.length)) : bytes, from);
      air.inject(random.bytes(random.int(300)), from);
    }
    air.inject(new Uint8Array(65_507).fill(0x3c), from);
    await clock.advance(3000);
    t.ok(lines.length <= 101, `${lines.length} services`);
    const resolves = air.sent.filter(
      ({ from: sender, text }) => sender.address === '10.0.0.1' && text.includes('<d:Resolve>'),
    );
    t.ok(resolves.length <= 3 * 2 * DEFAULT_WS_LIMITS.answerBurst, `${resolves.length} questions were provoked`);
  },
);

t.test('an idle network is quiet: a responder says nothing by itself, a look-out asks once a minute', async (t) => {
  const { clock, join, air } = createNet();
  const { discovery } = await join({ eth0: ['lan', '10.0.0.1'] });
  discovery.answerFor([target('urn:uuid:a')]);
  await clock.advance(10_000);
  air.sent.length = 0;
  await clock.advance(600_000);
  t.equal(air.sent.length, 0, 'an idle responder');
  discovery.browse({ types: [LAMP] }, () => undefined);
  await clock.advance(10_000);
  air.sent.length = 0;
  await clock.advance(600_000);
  const probes = air.sent.filter(({ to }) => to === undefined);
  t.equal(probes.length, 10 * 2 * 3, 'both versions, each three times');
});
