import t from 'tap';
import { silentLog } from '../../../src/base/index.js';
import { toTxt } from '../../../src/discovery/index.js';
import { createMdnsDriver } from '../../../src/discovery/mdns/create-mdns-driver.js';
import { CLASS_IN, EMPTY_QUERY, EMPTY_RESPONSE, RECORD } from '../../../src/discovery/mdns/dns/model.js';
import type { DnsMessage, DnsRecord } from '../../../src/discovery/mdns/dns/model.js';
import { writeMessage } from '../../../src/discovery/mdns/dns/write-message.js';
import { formatName } from '../../../src/discovery/mdns/names.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import type { CapturedPacket } from '../../support/simulated-link.js';
import { createLan } from './lan.js';

const SERVICE = { name: 'Main', type: '_stoa._tcp', subtypes: ['_directory'], port: 7862, txt: toTxt({ v: '1' }) };
const TYPE = ['_stoa', '_tcp', 'local'];
const INSTANCE = ['Main', ...TYPE];
const STRANGER = { address: '10.0.0.99', port: 5353 };

const question = (name: readonly string[], type: number, unicast = false): DnsMessage['questions'][number] => ({
  name,
  type,
  class: CLASS_IN,
  unicast,
});

const query = (questions: DnsMessage['questions'], rest: Partial<DnsMessage> = {}): Uint8Array =>
  writeMessage({ ...EMPTY_QUERY, questions, ...rest });

const pointer = (ttlSeconds: number, target = INSTANCE): DnsRecord => ({
  name: TYPE,
  type: RECORD.PTR,
  class: CLASS_IN,
  flush: false,
  ttlSeconds,
  data: { kind: 'PTR', target },
});

const isProbe = ({ message }: CapturedPacket): boolean => message.authorities.length > 0;
const isResponse = ({ message }: CapturedPacket): boolean => message.isResponse;
const summary = (record: DnsRecord): string =>
  `${record.type} ${formatName(record.name).replace(/stoa-[0-9a-f]{8}/, 'HOST')} ${record.ttlSeconds}${record.flush ? ' flush' : ''}`;

/** A network on which one host has announced the service and fallen silent. */
const settled = async () => {
  const lan = createLan();
  const host = await lan.host('10.0.0.1');
  const announcement = host.driver.announce(SERVICE);
  await lan.clock.advance(5000);
  const before = lan.network.packets.length;
  return {
    ...lan,
    host,
    announcement,
    said: () => lan.network.packets.slice(before).filter(({ from }) => from.address === '10.0.0.1'),
    hear: (bytes: Uint8Array, from = STRANGER) => lan.network.inject('lan', bytes, from),
  };
};

t.test('a name is probed for three times, 250 ms apart, after a pause of less than 250 ms', async (t) => {
  for (let seed = 1; seed <= 5; seed++) {
    const { clock, network, host } = createLan(seed);
    const startMs = clock.nowMs();
    (await host('10.0.0.1')).driver.announce(SERVICE);
    await clock.advance(5000);
    const probes = network.packets.filter(isProbe);
    t.equal(probes.length, 3);
    const times = probes.map(({ atMs }) => atMs - startMs);
    t.ok((times[0] ?? 999) < 250);
    t.same(
      times.map((time) => time - (times[0] ?? 0)),
      [0, 250, 500],
    );
    for (const { message } of probes) {
      t.same(
        message.questions.map(({ type }) => type),
        [RECORD.ANY, RECORD.ANY],
      );
      t.same(message.authorities.map(({ type, flush }) => [type, flush]).toSorted(), [
        [RECORD.A, false],
        [RECORD.TXT, false],
        [RECORD.SRV, false],
      ]);
    }
  }
});

t.test('what was won is announced twice, a second apart, with the flush bit on what is its own', async (t) => {
  const { clock, network, host } = createLan();
  (await host('10.0.0.1')).driver.announce(SERVICE);
  await clock.advance(10_000);
  const announcements = network.packets.filter(isResponse);
  const lastProbe = network.packets.filter(isProbe).at(-1);
  t.same(
    announcements.map(({ atMs }) => atMs - (lastProbe?.atMs ?? 0)),
    [250, 1250],
  );
  for (const { message } of announcements)
    t.same(message.answers.map(summary), [
      '1 HOST.local 120 flush',
      '33 Main._stoa._tcp.local 120 flush',
      '16 Main._stoa._tcp.local 4500 flush',
      '12 _stoa._tcp.local 4500',
      '12 _directory._sub._stoa._tcp.local 4500',
      '12 _services._dns-sd._udp.local 4500',
    ]);
});

t.test('no packet of mDNS has an id, and no response a question', async (t) => {
  const { clock, network, host } = createLan();
  const one = await host('10.0.0.1');
  one.driver.announce(SERVICE);
  one.watch({ type: '_stoa._tcp' });
  await clock.advance(20_000);
  t.ok(network.packets.every(({ message }) => message.id === 0));
  t.ok(network.packets.filter(isResponse).every(({ message }) => message.questions.length === 0));
});

t.test('a goodbye takes back what was announced, and not the list of types that others share', async (t) => {
  const { clock, announcement, said } = await settled();
  const stopped = announcement.stop();
  await clock.advance(10);
  await stopped;
  t.equal(announcement.stop(), stopped);
  t.same(
    said().flatMap(({ message }) => message.answers.map(summary)),
    [
      '33 Main._stoa._tcp.local 0 flush',
      '16 Main._stoa._tcp.local 0 flush',
      '12 _stoa._tcp.local 0',
      '12 _directory._sub._stoa._tcp.local 0',
    ],
  );
});

t.test('closing the driver says goodbye for services and host in one packet, and ends everything', async (t) => {
  const { clock, host, said } = await settled();
  await host.driver.close();
  t.equal(said().length, 1);
  t.ok(said()[0]?.message.answers.every(({ ttlSeconds }) => ttlSeconds === 0));
  t.ok(said()[0]?.message.answers.some(({ type }) => type === RECORD.A));
  t.throws(() => host.driver.announce(SERVICE), { code: 'DISCOVERY_UNAVAILABLE' });
  t.throws(() => host.driver.browse({ type: '_stoa._tcp' }, () => undefined), { code: 'DISCOVERY_UNAVAILABLE' });
  await clock.advance(60_000);
  t.equal(clock.pending(), 0);
});

t.test('what others may answer too is answered after 20 to 120 ms, what only the host can at once', async (t) => {
  const { clock, said, hear } = await settled();
  const askedMs = clock.nowMs();
  hear(query([question(TYPE, RECORD.PTR)]));
  await clock.advance(500);
  const [shared] = said();
  t.ok((shared?.atMs ?? 0) - askedMs >= 20);
  t.ok((shared?.atMs ?? 0) - askedMs <= 120);
  t.same(
    shared?.message.answers.map(({ type }) => type),
    [RECORD.PTR],
  );
  t.same(
    shared?.message.additionals.map(({ type }) => type),
    [RECORD.SRV, RECORD.A, RECORD.TXT],
  );
  await clock.advance(5000);
  const againMs = clock.nowMs();
  hear(query([question(INSTANCE, RECORD.SRV)]));
  await clock.advance(500);
  t.equal(said()[1]?.atMs, againMs);
});

t.test('a subtype is answered with its own pointer', async (t) => {
  const { clock, said, hear } = await settled();
  hear(query([question(['_directory', '_sub', ...TYPE], RECORD.PTR)]));
  hear(query([question(['_other', '_sub', ...TYPE], RECORD.PTR)]));
  await clock.advance(500);
  t.same(
    said().flatMap(({ message }) => message.answers.map(summary)),
    ['12 _directory._sub._stoa._tcp.local 4500'],
  );
});

t.test('an answer that the asker knows with half of its life left is not given', async (t) => {
  for (const [ttl, answers] of [
    [4500, 0],
    [2250, 0],
    [2249, 1],
    [0, 1],
  ] as const) {
    const { clock, said, hear } = await settled();
    hear(query([question(TYPE, RECORD.PTR)], { answers: [pointer(ttl)] }));
    await clock.advance(1000);
    t.equal(said().length, answers, `${ttl} s left`);
  }
});

t.test('known answers that follow in other packets are waited for', async (t) => {
  const { clock, said, hear } = await settled();
  hear(query([question(TYPE, RECORD.PTR)], { isTruncated: true }));
  await clock.advance(300);
  t.equal(said().length, 0);
  hear(query([], { answers: [pointer(4500)] }));
  await clock.advance(1000);
  t.equal(said().length, 0);
  hear(query([question(TYPE, RECORD.PTR)], { isTruncated: true }));
  await clock.advance(1000);
  t.equal(said().length, 1);
});

t.test('a record goes to everybody at most once a second', async (t) => {
  const { clock, said, hear } = await settled();
  for (let time = 0; time < 40; time++) {
    hear(query([question(INSTANCE, RECORD.SRV)]), { address: `10.0.0.${time + 50}`, port: 5353 });
    await clock.advance(50);
  }
  const times = said().map(({ atMs }) => atMs);
  t.ok(times.length >= 2);
  for (const [at, time] of times.slice(1).entries()) t.ok(time - (times[at] ?? 0) >= 1000);
});

t.test('one who asks for a direct answer gets it alone, if everybody heard it lately', async (t) => {
  const { clock, said, hear } = await settled();
  hear(query([question(TYPE, RECORD.PTR, true)]));
  await clock.advance(500);
  t.same(
    said().map(({ to }) => to?.address),
    ['10.0.0.99'],
  );
});

t.test('one who speaks plain DNS gets an answer for himself: his id, his question, a short life', async (t) => {
  const { clock, said, hear } = await settled();
  hear(query([question(TYPE, RECORD.PTR)], { id: 4711 }), { address: '10.0.0.99', port: 40_000 });
  await clock.advance(500);
  const [reply] = said();
  t.same(reply?.to, { address: '10.0.0.99', port: 40_000 });
  t.equal(reply?.message.id, 4711);
  t.equal(reply?.message.questions.length, 1);
  const records = [...(reply?.message.answers ?? []), ...(reply?.message.additionals ?? [])];
  t.equal(records.length, 4);
  t.ok(records.every(({ ttlSeconds, flush }) => ttlSeconds === 10 && !flush));
});

t.test('asked for a type that its name does not have, the owner says so', async (t) => {
  const { clock, said, hear } = await settled();
  hear(query([question(INSTANCE, RECORD.AAAA)]));
  await clock.advance(500);
  t.match(said()[0]?.message.answers, [{ type: RECORD.NSEC, data: { kind: 'NSEC', types: [RECORD.TXT, RECORD.SRV] } }]);
});

t.test('nothing is answered for names of others, for other classes, and on interfaces that it has not', async (t) => {
  const { clock, network, said, hear } = await settled();
  hear(query([question(['x', ...TYPE], RECORD.ANY), question(['_http', '_tcp', 'local'], RECORD.PTR)]));
  hear(query([{ ...question(TYPE, RECORD.PTR), class: 3 }]));
  network.inject('other', query([question(TYPE, RECORD.PTR)]), STRANGER);
  await clock.advance(2000);
  t.equal(said().length, 0);
});

t.test('when a neighbour takes back what is still there, it is put right', async (t) => {
  const { clock, said, hear } = await settled();
  hear(writeMessage({ ...EMPTY_RESPONSE, answers: [pointer(0)] }));
  await clock.advance(500);
  t.same(
    said().flatMap(({ message }) => message.answers.map(summary)),
    ['12 _stoa._tcp.local 4500'],
  );
});

t.test('new attributes are announced at once, and found', async (t) => {
  const lan = createLan();
  const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
  const { events } = other.watch({ type: '_stoa._tcp' });
  const announcement = one.driver.announce(SERVICE);
  await lan.clock.advance(3000);
  await announcement.update(toTxt({ v: '2', flag: true }));
  await lan.clock.advance(3000);
  t.same(
    events.map(({ kind }) => kind),
    ['up', 'changed'],
  );
  t.equal(events.at(-1)?.service.txt.get('flag'), true);
});

t.test('fifty services are claimed and announced in full packets, none of them above 1,400 bytes', async (t) => {
  const lan = createLan();
  const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
  const { told } = other.watch({ type: '_stoa._tcp' });
  const startMs = lan.clock.nowMs();
  const all = Array.from({ length: 50 }, (_, at) =>
    one.driver.announce({ ...SERVICE, name: `Service. ${at}`, port: at }),
  );
  await lan.clock.advance(1200);
  t.same([told.length, new Set(told).size], [50, 50], told.slice(50).join());
  await Promise.all(all.map(({ ready }) => ready));
  t.ok(lan.network.packets.every(({ bytes }) => bytes.length <= 1400));
  const sent = lan.network.packets.filter(({ atMs }) => atMs - startMs < 1200);
  t.ok(sent.length < 40, `${sent.length} packets`);
  const stops = all.map(({ stop }) => stop());
  await lan.clock.advance(2000);
  await Promise.all(stops);
  t.equal(told.filter((line) => line.startsWith('down')).length, 50);
});

t.test('what breaks the rules of DNS-SD is refused', async (t) => {
  const { driver } = await createLan().host('10.0.0.1');
  const wrong = [
    { ...SERVICE, name: '' },
    { ...SERVICE, name: 'ü'.repeat(32) },
    { ...SERVICE, name: 'a\nb' },
    { ...SERVICE, name: '\ud800' },
    { ...SERVICE, type: 'stoa' },
    { ...SERVICE, type: '_a-very-long-name._tcp' },
    { ...SERVICE, type: '_stoa._sctp' },
    { ...SERVICE, subtypes: ['x'.repeat(64)] },
    { ...SERVICE, port: 70_000 },
    { ...SERVICE, txt: toTxt({ key: 'x'.repeat(252) }) },
    { ...SERVICE, txt: toTxt({ 'a=b': 'x' }) },
    { ...SERVICE, txt: toTxt({ kéy: 'x' }) },
    { ...SERVICE, txt: toTxt(Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`k${at}`, 'x'.repeat(200)]))) },
  ];
  for (const service of wrong)
    t.throws(() => driver.announce(service), { code: 'PARAMETER_INVALID' }, JSON.stringify(service).slice(0, 60));
  t.throws(() => driver.browse({ type: '_stoa' }, () => undefined), { code: 'PARAMETER_INVALID' });
  t.doesNotThrow(() => driver.announce({ ...SERVICE, name: 'x'.repeat(63), txt: toTxt({ key: 'x'.repeat(251) }) }));
});

t.test('a listener that throws ends nothing', async (t) => {
  const lan = createLan();
  const host = lan.network.join([{ name: 'eth0', addresses: ['10.0.0.1'], segment: 'lan' }]);
  const errors: string[] = [];
  const driver = await createMdnsDriver({
    clock: lan.clock,
    random: createSeededRandom(7),
    log: { ...silentLog, error: (_fields, message) => errors.push(message) },
    link: host.link,
  });
  driver.browse({ type: '_stoa._tcp' }, () => {
    throw new TypeError('listener');
  });
  driver.announce(SERVICE);
  await lan.clock.advance(3000);
  t.same(errors, ['a listener of discovery failed']);
});
