import t from 'tap';
import { toTxt } from '../../../src/discovery/index.js';
import { CLASS_IN, EMPTY_RESPONSE, RECORD } from '../../../src/discovery/mdns/dns/model.js';
import type { DnsRecord } from '../../../src/discovery/mdns/dns/model.js';
import { writeMessage } from '../../../src/discovery/mdns/dns/write-message.js';
import type { CapturedPacket } from '../../support/simulated-link.js';
import { createLan } from './lan.js';

const SERVICE = { name: 'Main', type: '_stoa._tcp', subtypes: ['_directory'], port: 7862, txt: toTxt({ v: '1' }) };
const STRANGER = { address: '10.0.0.99', port: 5353 };

const toSrv = (name: readonly string[]): DnsRecord => ({
  name,
  type: RECORD.SRV,
  class: CLASS_IN,
  flush: true,
  ttlSeconds: 120,
  data: { kind: 'SRV', priority: 0, weight: 0, port: 1, target: ['other', 'local'] },
});

const isProbe = ({ message }: CapturedPacket): boolean => message.authorities.length > 0;

t.test('a name that somebody has is given up while it is probed for: the next one is tried', async (t) => {
  const lan = createLan();
  const first = await lan.host('10.0.0.1');
  const second = await lan.host('10.0.0.2');
  first.driver.announce(SERVICE);
  await lan.clock.advance(5000);
  const later = second.driver.announce({ ...SERVICE, port: 1 });
  const third = second.driver.announce({ ...SERVICE, port: 2 });
  const renamed: string[] = [];
  later.onRenamed((name) => renamed.push(name));
  await lan.clock.advance(5000);
  await Promise.all([later.ready, third.ready]);
  t.same([later.name(), third.name()].toSorted(), ['Main (2)', 'Main (3)']);
  t.same(renamed, [later.name()]);
});

t.test('of two that probe at the same time one wins, whatever the order, and both are announced', async (t) => {
  for (let seed = 1; seed <= 8; seed++) {
    const lan = createLan(seed);
    const hosts = await Promise.all(['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((address) => lan.host(address)));
    const announced = hosts.map(({ driver }, at) => driver.announce({ ...SERVICE, port: at + 1 }));
    await lan.clock.advance(15_000);
    t.same(announced.map(({ name }) => name()).toSorted(), ['Main', 'Main (2)', 'Main (3)']);
    const later = await lan.host('10.0.0.9');
    const { told } = later.watch({ type: '_stoa._tcp' });
    await lan.clock.advance(3000);
    t.same(told.toSorted(), ['up Main', 'up Main (2)', 'up Main (3)']);
  }
});

t.test('when two halves of a link join, one of two of the same name is renamed', async (t) => {
  const lan = createLan();
  const left = await lan.host('10.0.0.1');
  const right = await lan.host('10.0.0.2', { interfaces: [{ name: 'eth0', addresses: ['10.0.0.2'], segment: 'far' }] });
  const [one, other] = [left.driver.announce(SERVICE), right.driver.announce({ ...SERVICE, port: 9 })];
  await lan.clock.advance(5000);
  t.same([one.name(), other.name()], ['Main', 'Main']);
  right.setInterfaces([{ name: 'eth0', addresses: ['10.0.0.2'], segment: 'lan' }]);
  const { told } = left.watch({ type: '_stoa._tcp' });
  await lan.clock.advance(60_000);
  t.same([one.name(), other.name()].toSorted(), ['Main', 'Main (2)']);
  t.ok(told.includes('up Main (2)'));
});

t.test('a name that is lost on one interface is taken back on the others', async (t) => {
  const lan = createLan();
  const wires = (segment: string) => [
    { name: 'eth0', addresses: ['10.0.0.1'], segment },
    { name: 'wlan0', addresses: ['10.1.0.1'], segment: 'air' },
  ];
  const both = await lan.host('', { interfaces: wires('lan') });
  const far = await lan.host('10.0.0.2', { interfaces: [{ name: 'eth0', addresses: ['10.0.0.2'], segment: 'far' }] });
  const inAir = await lan.host('', { interfaces: [{ name: 'wlan0', addresses: ['10.1.0.9'], segment: 'air' }] });
  const { told } = inAir.watch({ type: '_stoa._tcp' });
  // Of two probes the later records win: the higher port keeps the name.
  const one = both.driver.announce({ ...SERVICE, port: 1 });
  far.driver.announce({ ...SERVICE, port: 9 });
  await lan.clock.advance(5000);
  t.same(told, ['up Main']);
  far.setInterfaces([{ name: 'eth0', addresses: ['10.0.0.2'], segment: 'lan' }]);
  far.watch({ type: '_stoa._tcp' });
  await lan.clock.advance(5000);
  t.equal(one.name(), 'Main (2)');
  t.same(told.toSorted(), ['down Main', 'up Main', 'up Main (2)']);
});

t.test('a neighbour who claims every name slows the renaming down, and stops nothing', async (t) => {
  const lan = createLan();
  const host = await lan.host('10.0.0.1');
  const announcement = host.driver.announce(SERVICE);
  let names = 0;
  announcement.onRenamed(() => (names += 1));
  let seen = 0;
  for (let ms = 0; ms < 60_000; ms += 50) {
    await lan.clock.advance(50);
    for (const { message } of lan.network.packets.slice(seen).filter(isProbe))
      for (const { name } of message.questions)
        lan.network.inject('lan', writeMessage({ ...EMPTY_RESPONSE, answers: [toSrv(name)] }), STRANGER);
    seen = lan.network.packets.length;
  }
  t.ok(names >= 15);
  t.ok(names <= 60, `${names} names in a minute`);
  await lan.clock.advance(10_000);
  await announcement.ready;
});
