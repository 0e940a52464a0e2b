import t from 'tap';
import { findTxtText, toTxt } from '../../../src/discovery/index.js';
import { CLASS_IN, EMPTY_QUERY, RECORD } from '../../../src/discovery/mdns/dns/model.js';
import type { DnsMessage } from '../../../src/discovery/mdns/dns/model.js';
import { writeMessage } from '../../../src/discovery/mdns/dns/write-message.js';
import { createLan, eth0 } from './lan.js';

const SERVICE = { name: 'Main. Bücher\\ 1', type: '_stoa._tcp', port: 7862, txt: toTxt({ v: '1', Path: '/ü' }) };

t.test('a service is found by another host, and its goodbye is noticed within two seconds', async (t) => {
  const lan = createLan();
  const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
  const { told, events } = other.watch({ type: '_stoa._tcp' });
  const announcement = one.driver.announce(SERVICE);
  await lan.clock.advance(1200);
  t.same(told, [`up ${SERVICE.name}`]);
  const service = events[0]?.service;
  t.match(service, { port: 7862, addresses: ['10.0.0.1'], type: '_stoa._tcp', name: SERVICE.name, ttlMs: 120_000 });
  t.equal(service && findTxtText(service.txt, 'path'), '/ü');
  await announcement.ready;
  const stopped = announcement.stop();
  await lan.clock.advance(2000);
  await stopped;
  t.same(told, [`up ${SERVICE.name}`, `down ${SERVICE.name}`]);
});

t.test('who comes later finds what is there, by type and by subtype, and its own services too', async (t) => {
  const lan = createLan();
  const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
  one.driver.announce({ ...SERVICE, name: 'a', subtypes: ['_directory'] });
  other.driver.announce({ ...SERVICE, name: 'b' });
  await lan.clock.advance(10_000);
  const all = other.watch({ type: '_STOA._tcp' });
  const some = other.watch({ type: '_stoa._tcp', subtype: '_directory' });
  await lan.clock.advance(1000);
  t.same(all.told.toSorted(), ['up a', 'up b']);
  t.same(some.told, ['up a']);
  const late = other.watch({ type: '_stoa._tcp' });
  await lan.clock.advance(1);
  t.same(late.told.toSorted(), ['up a', 'up b']);
});

t.test('service types are listed once each', async (t) => {
  const lan = createLan();
  const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
  for (const name of ['a', 'b']) one.driver.announce({ ...SERVICE, name });
  one.driver.announce({ ...SERVICE, type: '_ipp._tcp' });
  const types: string[] = [];
  const browsing = other.driver.browseTypes((type) => types.push(type));
  await lan.clock.advance(5000);
  t.same(types.toSorted(), ['_ipp._tcp', '_stoa._tcp']);
  browsing.stop();
  one.driver.announce({ ...SERVICE, type: '_x._udp' });
  await lan.clock.advance(5000);
  t.equal(types.length, 2);
});

t.test('a question is asked after 20 to 120 ms, then after 1, 2, 4 … seconds, an hour at most', async (t) => {
  const lan = createLan();
  const host = await lan.host('10.0.0.1');
  const startMs = lan.clock.nowMs();
  host.watch({ type: '_stoa._tcp' });
  await lan.clock.advance(2.5 * 3_600_000);
  const times = lan.network.packets.map(({ atMs }) => atMs - startMs);
  t.ok((times[0] ?? 0) >= 20 && (times[0] ?? 0) <= 120);
  const pauses = times.slice(1).map((time, at) => Math.round((time - (times[at] ?? 0)) / 1000));
  t.same(pauses.slice(0, 12), [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048]);
  t.ok(pauses.slice(12).every((pause) => pause === 3600));
});

t.test(
  'a question that somebody else just asked is spared, four times in a row and unless he knows more',
  async (t) => {
    const lan = createLan();
    const host = await lan.host('10.0.0.1');
    host.watch({ type: '_stoa._tcp' });
    await lan.clock.advance(1500);
    const asked = () => lan.network.packets.filter(({ from }) => from.address === '10.0.0.1').map(({ atMs }) => atMs);
    const name = ['_stoa', '_tcp', 'local'];
    const question = { name, type: RECORD.PTR, class: CLASS_IN, unicast: false };
    const target = ['x', ...name];
    const known = { ...question, flush: false, ttlSeconds: 4500, data: { kind: 'PTR' as const, target } };
    const hear = (message: Partial<DnsMessage> = {}, port = 5353): void =>
      lan.network.inject('lan', writeMessage({ ...EMPTY_QUERY, questions: [question], ...message }), {
        address: '10.0.0.99',
        port,
      });
    const [, secondMs = 0] = asked();
    t.equal(asked().length, 2);
    await lan.clock.advanceTo(secondMs + 1700);
    hear();
    await lan.clock.advanceTo(secondMs + 5600);
    t.equal(asked().length, 2, 'the next question is due four seconds after the one of the other');
    hear({ answers: [known] });
    hear({ isTruncated: true });
    hear({ questions: [{ ...question, unicast: true }] });
    hear({}, 40_000);
    await lan.clock.advanceTo(secondMs + 6000);
    t.equal(asked().length, 3, 'who knows more, has not ended, or is answered alone asks for himself');
    for (const pauseMs of [7000, 15_500, 31_500, 63_500]) {
      await lan.clock.advance(pauseMs);
      hear();
    }
    t.equal(asked().length, 3);
    await lan.clock.advance(127_500);
    hear();
    await lan.clock.advance(2000);
    t.equal(asked().length, 4);
  },
);

t.test('what others ask for in vain is in doubt, and gone before its life ends', async (t) => {
  const lan = createLan();
  const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
  const { told } = other.watch({ type: '_stoa._tcp' });
  one.driver.announce(SERVICE);
  await lan.clock.advance(3000);
  one.die();
  await lan.clock.advance(3000);
  const third = await lan.host('10.0.0.3');
  third.watch({ type: '_stoa._tcp' });
  await lan.clock.advance(28_000);
  t.same(told, [`up ${SERVICE.name}`, `down ${SERVICE.name}`]);
});

t.test(
  'a host that died is asked for at 80, 85, 90 and 95 % of the life of its records, and is gone at its end',
  async (t) => {
    const lan = createLan();
    const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
    const { told, events } = other.watch({ type: '_stoa._tcp' });
    one.driver.announce(SERVICE);
    await lan.clock.advance(3000);
    one.die();
    const lastMs = lan.network.packets.findLast(({ from }) => from.address === '10.0.0.1')?.atMs ?? 0;
    await lan.clock.advanceTo(lastMs + 119_000);
    t.equal(told.length, 1);
    const asked = lan.network.packets.filter(
      ({ atMs, message }) => atMs > lastMs + 60_000 && message.questions.some(({ type }) => type === RECORD.SRV),
    );
    const percents = asked.map(({ atMs }) => ((atMs - lastMs) / 120_000) * 100);
    t.equal(percents.length, 4);
    for (const [at, percent] of [80, 85, 90, 95].entries())
      t.ok((percents[at] ?? 0) >= percent - 1 && (percents[at] ?? 0) <= percent + 2.1, `${percents[at]}`);
    await lan.clock.advanceTo(lastMs + 122_000);
    t.same(told, [`up ${SERVICE.name}`, `down ${SERVICE.name}`]);
    t.equal(events[1]?.service.port, 7862);
  },
);

t.test('a service that is alive stays for hours, and a quiet link stays quiet', async (t) => {
  const lan = createLan();
  const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
  const { told } = other.watch({ type: '_stoa._tcp' });
  one.driver.announce(SERVICE);
  await lan.clock.advance(10_000);
  const before = lan.network.packets.length;
  // A second at a time would take long; what is due runs at its own time anyway.
  await lan.clock.advance(2 * 3_600_000);
  t.same(told, [`up ${SERVICE.name}`]);
  const perHour = (lan.network.packets.length - before) / 2;
  t.ok(perHour < 130, `${perHour} packets in an hour`);
});

t.test('a service in doubt is gone after ten seconds without an answer, and stays when it answers', async (t) => {
  const lan = createLan();
  const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
  const { told, events } = other.watch({ type: '_stoa._tcp' });
  one.driver.announce(SERVICE);
  await lan.clock.advance(5000);
  const service = events[0]?.service;
  t.ok(service);
  if (service === undefined) return;
  other.driver.doubt(service);
  await lan.clock.advance(60_000);
  t.equal(told.length, 1);
  one.die();
  other.driver.doubt(service);
  await lan.clock.advance(11_000);
  t.equal(told.length, 2);
});

t.test('addresses that come and go are announced and found', async (t) => {
  const lan = createLan();
  const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
  const { events } = other.watch({ type: '_stoa._tcp' });
  one.driver.announce(SERVICE);
  await lan.clock.advance(3000);
  one.setInterfaces([eth0('10.0.0.1', 'fd00::1', 'fe80::1')]);
  await lan.clock.advance(5000);
  t.same(events.at(-1)?.service.addresses, ['10.0.0.1', 'fd00::1', 'fe80::1%eth0']);
  one.setInterfaces([eth0('fd00::1', 'fe80::1')]);
  await lan.clock.advance(5000);
  t.same(events.at(-1)?.service.addresses, ['fd00::1', 'fe80::1%eth0']);
  one.setInterfaces([eth0('10.0.0.7')]);
  await lan.clock.advance(130_000);
  t.same(events.at(-1)?.service.addresses, ['10.0.0.7']);
  t.equal(events.at(-1)?.kind, 'changed');
});

t.test('an interface that goes takes with it what was found there; one that comes is claimed and asked', async (t) => {
  const lan = createLan();
  const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
  const { told } = other.watch({ type: '_stoa._tcp' });
  one.driver.announce(SERVICE);
  await lan.clock.advance(3000);
  other.setInterfaces([]);
  await lan.clock.advance(3000);
  t.equal(told.at(-1), `down ${SERVICE.name}`);
  other.setInterfaces([eth0('10.0.0.2')]);
  await lan.clock.advance(5000);
  t.equal(told.at(-1), `up ${SERVICE.name}`);
});

t.test('a service on two interfaces is one service with the addresses of both', async (t) => {
  const lan = createLan();
  const both = (end: number) => [
    { name: 'eth0', addresses: [`10.0.0.${end}`], segment: 'lan' },
    { name: 'wlan0', addresses: [`10.1.0.${end}`], segment: 'air' },
  ];
  const one = await lan.host('', { interfaces: both(1) });
  const other = await lan.host('', { interfaces: both(2) });
  const { told, events } = other.watch({ type: '_stoa._tcp' });
  const announcement = one.driver.announce(SERVICE);
  await lan.clock.advance(3000);
  await announcement.ready;
  t.equal(announcement.name(), SERVICE.name);
  t.equal(told.filter((line) => line.startsWith('up')).length, 1);
  t.same(events.at(-1)?.service.addresses, ['10.0.0.1', '10.1.0.1']);
  one.setInterfaces(both(1).slice(0, 1));
  await lan.clock.advance(130_000);
  t.same(events.at(-1)?.service.addresses, ['10.0.0.1']);
});

t.test('two interfaces on one wire are no conflict with oneself', async (t) => {
  const lan = createLan();
  const one = await lan.host('', {
    interfaces: [
      { name: 'eth0', addresses: ['10.0.0.1'], segment: 'lan' },
      { name: 'wlan0', addresses: ['10.0.0.2'], segment: 'lan' },
    ],
  });
  const other = await lan.host('10.0.0.3');
  const { events } = other.watch({ type: '_stoa._tcp' });
  const announcement = one.driver.announce(SERVICE);
  await lan.clock.advance(10_000);
  await announcement.ready;
  t.equal(announcement.name(), SERVICE.name);
  t.ok(['10.0.0.1', '10.0.0.2'].includes(events.at(-1)?.service.addresses[0] ?? ''));
});

t.test('loss, duplicates and reordering delay what is found, and no more', async (t) => {
  for (let seed = 1; seed <= 3; seed++) {
    const lan = createLan(seed);
    lan.network.setWeather({ loss: 0.2, duplication: 0.2, delayMs: 200 });
    const hosts = await Promise.all(Array.from({ length: 10 }, (_, at) => lan.host(`10.0.0.${at + 1}`)));
    for (const [at, { driver }] of hosts.entries()) driver.announce({ ...SERVICE, name: `service ${at}`, port: at });
    const watched = hosts.map(({ watch }) => watch({ type: '_stoa._tcp' }).told);
    await lan.clock.advance(60_000);
    for (const told of watched) {
      const there = new Set<string>();
      for (const line of told) {
        const [, kind = '', name = ''] = /^(\w+) (.*)$/.exec(line) ?? [];
        if (kind === 'up') there.add(name);
        if (kind === 'down') there.delete(name);
      }
      t.equal(there.size, 10);
    }
  }
});

t.test('three hundred services are found, and the answers that are known are told in several packets', async (t) => {
  const lan = createLan();
  const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
  for (let at = 0; at < 300; at++)
    one.driver.announce({ ...SERVICE, name: `A service with a long name. ${at}`, port: at });
  await lan.clock.advance(5000);
  const { told } = other.watch({ type: '_stoa._tcp' });
  await lan.clock.advance(1500);
  t.equal(told.length, 300);
  const asked = lan.network.packets.filter(
    ({ from, message }) => from.address === '10.0.0.2' && !message.isResponse && message.answers.length > 0,
  );
  t.ok(asked.length > 3);
  t.equal(asked.flatMap(({ message }) => message.questions).length, 1);
  t.same(
    asked.map(({ message }) => message.isTruncated),
    asked.map((_, at) => at < asked.length - 1),
  );
  const answers = lan.network.packets.filter(({ atMs, message }) => message.isResponse && atMs > (asked[0]?.atMs ?? 0));
  t.equal(answers.length, 0);
});
