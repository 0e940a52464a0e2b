import t from 'tap';
import { readWsMessage } from '../../../src/discovery/ws-discovery/index.js';
import { DEFAULT_WS_LIMITS } from '../../../src/discovery/ws-discovery/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { collect, createNet, LAMP, PRINTER, target } from './support.js';

t.test('what is announced is found by its type and by its scope, in both versions once', async (t) => {
  const { clock, join, air } = createNet();
  const { discovery: agent } = await join({ eth0: ['lan', '10.0.0.1'] });
  agent.answerFor([target('urn:uuid:a'), target('urn:uuid:b', { types: [PRINTER] })]);
  await clock.advance(3000);
  const { discovery: client } = await join({ eth0: ['lan', '10.0.0.2'] });
  const { lines, listener } = collect();
  client.browse({ types: [LAMP], scopes: ['stoa://scope/name'] }, listener);
  await clock.advance(1500);
  t.same(lines, ['up urn:uuid:a http://10.0.0.1:8000/']);
  const answers = air.sent.filter(({ text }) => text.includes('ProbeMatches<'));
  t.ok(
    answers.every(({ to }) => to?.address === '10.0.0.2'),
    'answers are unicast',
  );
});

t.test('Hello and Bye are followed, and a service that tells no address is asked for it', async (t) => {
  const { clock, join } = createNet();
  const { discovery: client } = await join({ eth0: ['lan', '10.0.0.2'] });
  const { lines, listener } = collect();
  client.browse({ types: [LAMP] }, listener);
  await clock.advance(2000);
  const { discovery: agent } = await join({ eth0: ['lan', '10.0.0.1'] });
  agent.answerFor([target('urn:uuid:a')]);
  await clock.advance(1000);
  t.same(lines.splice(0), ['up urn:uuid:a http://10.0.0.1:8000/']);
  agent.answerFor([target('urn:uuid:a', { metadataVersion: 2, xaddrs: () => ['http://elsewhere/'] })]);
  await clock.advance(1000);
  t.same(lines.splice(0), ['changed urn:uuid:a http://elsewhere/']);
  const closed = agent.close();
  await clock.advance(1500);
  await closed;
  t.same(lines.splice(0), ['down urn:uuid:a http://elsewhere/']);
});

t.test('a Hello comes after at most 500 ms and three times, with waits that double up to half a second', async (t) => {
  const { clock, join, air } = createNet({}, 7);
  const { discovery: agent } = await join({ eth0: ['lan', '10.0.0.1'] });
  const start = clock.nowMs();
  agent.answerFor([target('urn:uuid:a')]);
  await clock.advance(5000);
  const ids = new Map<string, number[]>();
  for (const { bytes, atMs } of air.sent) {
    const message = readWsMessage(bytes, DEFAULT_WS_LIMITS);
    const id = message?.header.messageId ?? '?';
    ids.set(id, [...(ids.get(id) ?? []), atMs - start]);
  }
  t.equal(ids.size, 2, 'one for each version');
  for (const times of ids.values()) {
    const [first = -1, second = -1, third = -1] = times;
    t.equal(times.length, 3);
    t.ok(first >= 0 && first <= 500, `first after ${first}`);
    t.ok(second - first >= 50 && second - first <= 250);
    t.equal(third - second, Math.min(500, 2 * (second - first)));
  }
});

t.test('answers come after at most 500 ms and twice, and a repeated question is answered once', async (t) => {
  const { clock, join, air } = createNet();
  const { discovery: agent } = await join({ eth0: ['lan', '10.0.0.1'] });
  agent.answerFor([target('urn:uuid:a')]);
  await clock.advance(5000);
  const { discovery: client } = await join({ eth0: ['lan', '10.0.0.2'] });
  air.sent.length = 0;
  const start = clock.nowMs();
  const resolving = client.resolve('urn:uuid:a');
  await clock.advance(4000);
  t.match(await resolving, { xaddrs: ['http://10.0.0.1:8000/'], metadataVersion: 1 });
  const answers = air.sent.filter(({ from }) => from.address === '10.0.0.1');
  t.equal(answers.length, 4, 'two versions, each answer once more');
  t.ok(answers.every(({ atMs }) => atMs - start <= 500 + 250));
  t.equal(await Promise.race([client.resolve('urn:uuid:none'), clock.advance(4000).then(() => 'late')]), undefined);
});

t.test('an answer survives loss, duplicates and reordering', async (t) => {
  const random = createSeededRandom(5);
  const { clock, join } = createNet({ random, loss: 0.3, duplication: 0.3, maxDelayMs: 300 }, 5);
  const { discovery: agent } = await join({ eth0: ['lan', '10.0.0.1'] });
  const names = Array.from({ length: 50 }, (_, at) => `urn:uuid:${at}`);
  agent.answerFor(names.map((name) => target(name)));
  const { discovery: client } = await join({ eth0: ['lan', '10.0.0.2'] });
  const { lines, listener } = collect();
  client.browse({ types: [LAMP] }, listener);
  await clock.advance(10_000);
  t.equal(lines.filter((line) => line.startsWith('up')).length, 50);
  t.equal(lines.length, 50, 'nothing is told twice');
});

t.test('a service that answers no more is gone after two questions without an answer', async (t) => {
  const { clock, join, air } = createNet();
  const { discovery: agent } = await join({ eth0: ['lan', '10.0.0.1'] });
  agent.answerFor([target('urn:uuid:a')]);
  const { discovery: client } = await join({ eth0: ['lan', '10.0.0.2'] });
  const { lines, listener } = collect();
  client.browse({ types: [LAMP] }, listener);
  await clock.advance(2000);
  air.cut('10.0.0.1', true);
  await clock.advance(3 * DEFAULT_WS_LIMITS.probeMs + 1000);
  t.same(lines, ['up urn:uuid:a http://10.0.0.1:8000/', 'down urn:uuid:a http://10.0.0.1:8000/']);
  air.cut('10.0.0.1', false);
  await clock.advance(DEFAULT_WS_LIMITS.probeMs + 1000);
  t.equal(lines.at(-1), 'up urn:uuid:a http://10.0.0.1:8000/', 'a partition that heals');
});

t.test('on two interfaces both answer, each with the address by which it is reached there', async (t) => {
  const { clock, join } = createNet();
  const { discovery: agent } = await join({ eth0: ['one', '10.0.1.1'], eth1: ['two', '10.0.2.1'] });
  agent.answerFor([target('urn:uuid:a')]);
  await clock.advance(3000);
  for (const [network, prefix] of [
    ['one', '10.0.1'],
    ['two', '10.0.2'],
  ] as const) {
    const { discovery: client } = await join({ eth0: [network, `${prefix}.9`] });
    const { lines, listener } = collect();
    client.browse({ types: [LAMP] }, listener);
    await clock.advance(1500);
    t.same(lines, [`up urn:uuid:a http://${prefix}.1:8000/`]);
  }
});

t.test('an interface that comes, or gets another address, is greeted with a higher version', async (t) => {
  const { clock, join } = createNet();
  const { discovery: agent, host } = await join({ eth0: ['lan', '10.0.0.1'] });
  host.setInterfaces([]);
  await clock.advance(3000);
  agent.answerFor([target('urn:uuid:a')]);
  const { discovery: client } = await join({ eth0: ['lan', '10.0.0.2'] });
  const { lines, listener } = collect();
  client.browse({ types: [LAMP] }, listener);
  await clock.advance(3000);
  t.same(lines, []);
  host.setInterfaces([{ name: 'eth0', addresses: ['10.0.0.1'] }]);
  await clock.advance(3000);
  t.same(lines, ['up urn:uuid:a http://10.0.0.1:8000/']);
  host.setInterfaces([{ name: 'eth0', addresses: ['10.0.0.7'] }]);
  await clock.advance(3000);
  t.equal(lines.at(-1), 'changed urn:uuid:a http://10.0.0.7:8000/');
});

t.test(
  'a question from beyond the link is answered only where that is wanted, once, with no more than three times its bytes',
  async (t) => {
    for (const answerBeyond of [false, true]) {
      const { clock, join, air } = createNet();
      const { discovery: agent } = await join({ eth0: ['lan', '10.0.0.1'] }, { answerBeyond });
      agent.answerFor(Array.from({ length: 40 }, (_, at) => target(`urn:uuid:${at}`)));
      await clock.advance(6000);
      const { discovery: far } = await join({ eth0: ['far', '192.0.2.1'] });
      air.sent.length = 0;
      const asking = far.probeAt(
        { address: '10.0.0.1', port: 3702 },
        { types: [LAMP], scopes: ['stoa://scope/name/Lamp'] },
      );
      await clock.advance(4000);
      const found = await asking;
      const bytes = (from: string): number =>
        air.sent.filter((each) => each.from.address === from).reduce((sum, each) => sum + each.bytes.length, 0);
      if (answerBeyond) t.ok(found.length > 0);
      else t.equal(bytes('10.0.0.1'), 0);
      t.ok(bytes('10.0.0.1') <= 3 * bytes('192.0.2.1'), `${bytes('10.0.0.1')} of ${bytes('192.0.2.1')}`);
    }
  },
);
