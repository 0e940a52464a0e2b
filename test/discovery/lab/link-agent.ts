/**
 * A process on a host of the lab: announces and browses with a driver, and prints what it sees, a line each. Its orders come as
 * arguments: `announce NAME PORT [COUNT]`, `browse [SECONDS OF LIFE]`, `flood`.
 */
import { createSocket } from 'node:dgram';
import { silentLog, systemClock, systemRandom } from '../../../src/base/index.js';
import { createDiscoveryDriver, toTxt } from '../../../src/discovery/index.js';
import type { DiscoveryBackend, DiscoveryDriver } from '../../../src/discovery/index.js';
import { createDgramLink } from '../../../src/discovery/mdns/dgram/dgram-link.js';
import { createMdnsDriver } from '../../../src/discovery/mdns/create-mdns-driver.js';

const collaborators = { clock: systemClock, random: systemRandom, log: silentLog };
const backend = (process.env['LAB_BACKEND'] ?? 'builtin') as DiscoveryBackend;
const lifeSeconds = Number(process.env['LAB_LIFE'] ?? 0);

const open = (): Promise<DiscoveryDriver> =>
  lifeSeconds === 0
    ? createDiscoveryDriver({ backend }, collaborators)
    : createMdnsDriver({
        ...collaborators,
        link: createDgramLink({}, collaborators),
        ttls: { hostSeconds: lifeSeconds, otherSeconds: lifeSeconds * 10 },
      });

const until = (signal: NodeJS.Signals): Promise<void> => new Promise((resolve) => void process.once(signal, resolve));

const announce = async ([name = 'x', port = '1', count = '1']: readonly string[]): Promise<void> => {
  const startMs = Date.now();
  const driver = await open();
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
  await until('SIGTERM');
  await driver.close();
};

const browse = async (): Promise<void> => {
  const driver = await open();
  const startMs = Date.now();
  driver.browse({ type: '_stoalab._tcp' }, ({ kind, service }) =>
    console.log(
      `${kind} ${service.name} ${service.port} ${service.addresses.join(',')} after ${Date.now() - startMs} ms`,
    ),
  );
  console.log('browsing');
  await until('SIGTERM');
  await driver.close();
};

/** A hostile neighbour: bytes of every kind, large ones, and packets that are nearly right. */
const flood = async (): Promise<void> => {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  await new Promise<void>((resolve) => socket.bind(5353, () => resolve()));
  socket.setMulticastTTL(255);
  const packets = [
    () => systemRandom.bytes(40),
    () => systemRandom.bytes(8900),
    () => Uint8Array.from([0, 0, 0x84, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, ...systemRandom.bytes(60)]),
    () => Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 12, 0, 1]),
  ];
  for (let run = 0; run < 4000; run++) {
    const bytes = packets[run % packets.length]?.() ?? new Uint8Array(0);
    await new Promise<void>((resolve) => socket.send(bytes, 5353, '224.0.0.251', () => resolve()));
  }
  socket.close();
  console.log('flooded');
};

const [order = '', ...rest] = process.argv.slice(2);
await ({ announce, browse, flood }[order] ?? browse)(rest);
process.exit(0);
