/**
 * A process on a host of the lab: announces and browses with a driver, and prints what it sees, a line each. Its orders come as
 * arguments: `announce NAME PORT [COUNT]`, `browse`, `both NAME PORT`, `flood VICTIM`. `LAB_TYPE` (`_http._tcp`, or `_http._tcp,_printer` with a subtype)
 * is what is browsed for, `LAB_BACKEND` names the backend, `LAB_LIFE` the life of
 * SRV and addresses in seconds.
 */
import { createSocket } from 'node:dgram';
import { silentLog, systemClock, systemRandom } from '../../../src/base/index.js';
import { createAvahiDriver } from '../../../src/discovery/drivers/avahi/driver.js';
import { createMdnsPackageDriver } from '../../../src/discovery/drivers/mdns/driver.js';
import { createMdnsDriver } from '../../../src/discovery/mdns/create-mdns-driver.js';
import { createDgramLink } from '../../../src/discovery/mdns/dgram/dgram-link.js';
import { CLASS_IN, EMPTY_RESPONSE, RECORD } from '../../../src/discovery/mdns/dns/model.js';
import type { DnsRecord, RecordData } from '../../../src/discovery/mdns/dns/model.js';
import { writeMessage } from '../../../src/discovery/mdns/dns/write-message.js';
import { DEFAULT_MDNS_TTLS } from '../../../src/discovery/mdns/limits.js';
import type { DiscoveryDriver } from '../../../src/discovery/model.js';
import { toTxt } from '../../../src/discovery/txt.js';

const collaborators = { clock: systemClock, random: systemRandom, log: silentLog };
const lifeSeconds = Number(process.env['LAB_LIFE'] ?? 0);
const ttls = lifeSeconds === 0 ? DEFAULT_MDNS_TTLS : { hostSeconds: lifeSeconds, otherSeconds: lifeSeconds * 10 };

const open = (): Promise<DiscoveryDriver> => {
  switch (process.env['LAB_BACKEND']) {
    case 'avahi':
      return createAvahiDriver({ backend: 'avahi' }, collaborators);
    case 'mdns':
      return createMdnsPackageDriver({ backend: 'mdns' }, collaborators);
    default:
      return createMdnsDriver({ ...collaborators, link: createDgramLink({}, collaborators), ttls });
  }
};

/** Goes on until the signal, whatever else ends. */
const until = (signal: NodeJS.Signals): Promise<void> =>
  new Promise((resolve) => {
    setInterval(() => undefined, 60_000);
    process.once(signal, () => resolve());
  });

const announceAll = async (driver: DiscoveryDriver, [name = 'x', port = '1', count = '1']: readonly string[]) => {
  const startMs = Date.now();
  const announcements = Array.from({ length: Number(count) }, (_, at) =>
    driver.announce({
      name: count === '1' ? name : `${name} ${at}`,
      type: '_stoalab._tcp',
      subtypes: ['_directory'],
      port: Number(port) + at,
      txt: toTxt({ txtvers: '1', path: '/ü' }),
    }),
  );
  for (const one of announcements) one.onRenamed((renamed) => console.log(`renamed ${renamed}`));
  await Promise.all(announcements.map(({ ready }) => ready));
  console.log(`ready ${announcements[0]?.name()} after ${Date.now() - startMs} ms`);
};

const browseAll = (driver: DiscoveryDriver): void => {
  const startMs = Date.now();
  const [type = '_stoalab._tcp', subtype] = (process.env['LAB_TYPE'] ?? '_stoalab._tcp').split(',');
  driver.browse({ type, ...(subtype !== undefined && { subtype }) }, ({ kind, service }) =>
    console.log(
      `${kind} ${service.name} ${service.port} ${service.addresses.join(',')} after ${Date.now() - startMs} ms`,
    ),
  );
  console.log('browsing');
};

const TYPE = ['_stoalab', '_tcp', 'local'];
const record = (name: readonly string[], type: number, data: RecordData): DnsRecord => ({
  name,
  type,
  class: CLASS_IN,
  flush: type !== RECORD.PTR,
  ttlSeconds: 120,
  data,
});

/** What leads to a service at an address, as its owner would say it. */
const forge = (name: string, port: number, address: readonly number[]): readonly DnsRecord[] => {
  const [instance, target] = [
    [name, ...TYPE],
    [`forged-${address.join('-')}`, 'local'],
  ];
  return [
    record(TYPE, RECORD.PTR, { kind: 'PTR', target: instance }),
    record(instance, RECORD.SRV, { kind: 'SRV', priority: 0, weight: 0, port, target }),
    record(instance, RECORD.TXT, { kind: 'bytes', bytes: Uint8Array.of(0) }),
    record(target, RECORD.A, { kind: 'bytes', bytes: Uint8Array.from(address) }),
  ];
};

/** A hostile neighbour: bytes of every kind, large ones, packets that are nearly right, and what is said in the name of `victim`. */
const flood = async ([victim = '']: readonly string[]): Promise<void> => {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  await new Promise<void>((resolve) => socket.bind(5353, () => resolve()));
  socket.setMulticastTTL(255);
  const send = (bytes: Uint8Array): Promise<void> =>
    new Promise((resolve) => socket.send(bytes, 5353, '224.0.0.251', () => resolve()));
  const say = (answers: readonly DnsRecord[]): Promise<void> => send(writeMessage({ ...EMPTY_RESPONSE, answers }));
  const [pointer] = forge(victim, 1, []);
  if (pointer !== undefined) await say([{ ...pointer, ttlSeconds: 0 }]);
  await say(forge('Forged', 666, [127, 0, 0, 1]));
  const packets = [
    () => systemRandom.bytes(40),
    () => systemRandom.bytes(8900),
    () => Uint8Array.from([0, 0, 0x84, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, ...systemRandom.bytes(60)]),
    () => Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 12, 0, 1]),
  ];
  for (let run = 0; run < 4000; run++) await send(packets[run % packets.length]?.() ?? new Uint8Array(0));
  await say(forge(victim, 666, [10, 77, 0, 3]));
  socket.close();
  console.log('flooded');
};

const [order = '', ...rest] = process.argv.slice(2);
if (order === 'flood') await flood(rest);
else {
  const driver = await open();
  const ended = until('SIGTERM');
  if (order !== 'announce') browseAll(driver);
  if (order !== 'browse') await announceAll(driver, rest);
  await ended;
  await driver.close();
}
process.exit(0);
