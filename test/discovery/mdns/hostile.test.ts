import t from 'tap';
import { toTxt } from '../../../src/discovery/index.js';
import { CLASS_IN, EMPTY_QUERY, EMPTY_RESPONSE, RECORD } from '../../../src/discovery/mdns/dns/model.js';
import type { DnsRecord } from '../../../src/discovery/mdns/dns/model.js';
import { DEFAULT_MDNS_LIMITS } from '../../../src/discovery/mdns/limits.js';
import { writeMessage } from '../../../src/discovery/mdns/dns/write-message.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { createLan } from './lan.js';

const STRANGER = { address: '10.0.0.99', port: 5353 };
const TYPE = ['_stoa', '_tcp', 'local'];
const SERVICE = { name: 'Main', type: '_stoa._tcp', port: 7862, txt: toTxt({ v: '1' }) };

/** All that leads to one service. */
const records = (name: string, address: readonly number[], ttlSeconds = 120): DnsRecord[] => {
  const instance = [name, ...TYPE];
  const host = [`host-${name}`, 'local'];
  const own = { class: CLASS_IN, flush: true, ttlSeconds };
  return [
    { ...own, flush: false, name: TYPE, type: RECORD.PTR, data: { kind: 'PTR', target: instance } },
    { ...own, name: instance, type: RECORD.SRV, data: { kind: 'SRV', priority: 0, weight: 0, port: 1, target: host } },
    { ...own, name: instance, type: RECORD.TXT, data: { kind: 'bytes', bytes: Uint8Array.of(0) } },
    { ...own, name: host, type: RECORD.A, data: { kind: 'bytes', bytes: Uint8Array.from(address) } },
  ];
};

const response = (answers: readonly DnsRecord[]): Uint8Array => writeMessage({ ...EMPTY_RESPONSE, answers });

t.test('4,000 packets, broken in every way, end nothing and are remembered by nobody', async (t) => {
  const lan = createLan(3);
  const random = createSeededRandom(17);
  const one = await lan.host('10.0.0.1');
  const other = await lan.host('10.0.0.2');
  one.driver.announce(SERVICE);
  const { told } = other.watch({ type: '_stoa._tcp' });
  await lan.clock.advance(3000);
  const samples = lan.network.packets.map(({ bytes }) => bytes);
  lan.network.packets.length = 0;
  for (let run = 0; run < 4000; run++) {
    const bytes = random.pick(samples).slice();
    for (let change = random.intBetween(1, 5); change > 0; change--) bytes[random.int(bytes.length)] = random.int(256);
    lan.network.inject('lan', bytes.slice(0, random.intBetween(1, bytes.length)), STRANGER);
    if (run % 500 === 0) {
      await lan.clock.advance(300);
      lan.network.packets.length = 0;
    }
  }
  await lan.clock.advance(200_000);
  const late = await lan.host('10.0.0.3');
  const seen = late.watch({ type: '_stoa._tcp' });
  await lan.clock.advance(5000);
  t.ok(seen.told.some((line) => line.startsWith('up Main')));
  t.ok(told.length >= 1);
});

t.test('packets above 9,000 bytes are dropped unread', async (t) => {
  const lan = createLan();
  const host = await lan.host('10.0.0.1');
  const { told } = host.watch({ type: '_stoa._tcp' });
  const padding = { ...records('x', [10, 0, 0, 9])[2], name: ['pad', 'local'] } as DnsRecord;
  const large = { ...padding, data: { kind: 'bytes' as const, bytes: new Uint8Array(9000) } };
  lan.network.inject('lan', response([...records('big', [10, 0, 0, 9]), large]), STRANGER);
  await lan.clock.advance(1000);
  t.same(told, []);
  lan.network.inject('lan', response(records('small', [10, 0, 0, 9])), STRANGER);
  await lan.clock.advance(1000);
  t.same(told, ['up small']);
});

t.test('a neighbour who announces thousands of services fills no more than the limit', async (t) => {
  const lan = createLan();
  const maxServices = 500;
  const host = await lan.host('10.0.0.1', { limits: { ...DEFAULT_MDNS_LIMITS, maxServices } });
  const { told } = host.watch({ type: '_stoa._tcp' });
  for (let at = 0; at < 3000; at += 10) {
    const ten = Array.from({ length: 10 }, (_, step) => records(`s${at + step}`, [10, 0, 0, 9])).flat();
    lan.network.inject('lan', response(ten), STRANGER);
  }
  await lan.clock.advance(100);
  t.equal(told.length, maxServices);
  await lan.clock.advance(130_000);
  t.equal(told.filter((line) => line.startsWith('down')).length, maxServices);
});

t.test('addresses that lead nowhere, or back to this machine, are not taken from the link', async (t) => {
  const lan = createLan();
  const host = await lan.host('10.0.0.1');
  const { told, events } = host.watch({ type: '_stoa._tcp' });
  for (const [at, address] of [
    [127, 0, 0, 1],
    [0, 0, 0, 0],
    [224, 0, 0, 251],
    [255, 255, 255, 255],
  ].entries())
    lan.network.inject('lan', response(records(`bad ${at}`, address)), STRANGER);
  lan.network.inject('lan', response(records('good', [10, 0, 0, 9])), STRANGER);
  await lan.clock.advance(1000);
  t.same(told, ['up good']);
  t.same(events[0]?.service.addresses, ['10.0.0.9']);
});

t.test('answers from another port than 5353, of another class, and nobody asked for are not taken', async (t) => {
  const lan = createLan();
  const host = await lan.host('10.0.0.1');
  const { told } = host.watch({ type: '_stoa._tcp' });
  lan.network.inject('lan', response(records('port', [10, 0, 0, 9])), { address: '10.0.0.99', port: 4000 });
  lan.network.inject('lan', response(records('class', [10, 0, 0, 9]).map((one) => ({ ...one, class: 3 }))), STRANGER);
  const [pointer] = records('x', [10, 0, 0, 9]);
  const astray = { ...pointer, data: { kind: 'PTR', target: ['x', '_http', '_tcp', 'local'] } } as DnsRecord;
  lan.network.inject('lan', response([astray]), STRANGER);
  await lan.clock.advance(2000);
  t.same(told, []);
});

t.test('a life that is longer than the limit is cut to it', async (t) => {
  const lan = createLan();
  const host = await lan.host('10.0.0.1', { limits: { ...DEFAULT_MDNS_LIMITS, maxTtlSeconds: 60 } });
  const { told } = host.watch({ type: '_stoa._tcp' });
  lan.network.inject('lan', response(records('old', [10, 0, 0, 9], 0x7fffffff)), STRANGER);
  await lan.clock.advance(1000);
  t.same(told, ['up old']);
  await lan.clock.advance(61_000);
  t.same(told, ['up old', 'down old']);
});

t.test('a goodbye that somebody else says is put right before anybody forgets', async (t) => {
  const lan = createLan();
  const [one, other] = [await lan.host('10.0.0.1'), await lan.host('10.0.0.2')];
  const { told } = other.watch({ type: '_stoa._tcp' });
  one.driver.announce(SERVICE);
  await lan.clock.advance(5000);
  const announced = lan.network.packets.findLast(({ message }) => message.isResponse);
  const goodbye = (announced?.message.answers ?? []).map((record) => ({ ...record, ttlSeconds: 0 }));
  lan.network.inject('lan', response(goodbye), STRANGER);
  await lan.clock.advance(10_000);
  t.same(told, ['up Main']);
});

t.test('a flood of questions is answered once a second, whoever asks', async (t) => {
  const lan = createLan();
  const host = await lan.host('10.0.0.1');
  host.driver.announce(SERVICE);
  await lan.clock.advance(5000);
  lan.network.packets.length = 0;
  const many = Array.from({ length: 500 }, () => ({ name: TYPE, type: 255, class: CLASS_IN, unicast: false }));
  const packet = writeMessage({ ...EMPTY_QUERY, questions: many });
  for (let time = 0; time < 100; time++) {
    lan.network.inject('lan', packet, { address: `10.0.${time}.9`, port: 5353 });
    await lan.clock.advance(20);
  }
  const answers = lan.network.packets.filter(({ message }) => message.isResponse);
  t.ok(answers.length <= 3, `${answers.length} answers`);
});
