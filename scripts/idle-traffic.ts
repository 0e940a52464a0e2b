/**
 * Counts what discovery sends when nothing happens: hosts on a simulated link, on a virtual clock.
 *
 *   node --import=tsx scripts/idle-traffic.ts
 */
import { toTxt } from '../src/discovery/index.js';
import { createLan } from '../test/discovery/mdns/lan.js';

const HOURS = 3;
const service = {
  type: '_stoa._tcp',
  subtypes: ['_directory'],
  port: 7862,
  txt: toTxt({ txtvers: '1', path: '/spaces/main' }),
};

const measure = async (spaces: number, watchers: number): Promise<void> => {
  const lan = createLan(1);
  const hosts = await Promise.all(Array.from({ length: spaces + watchers }, (_, at) => lan.host(`10.0.0.${at + 1}`)));
  for (const [at, { driver }] of hosts.slice(0, spaces).entries()) driver.announce({ ...service, name: `space ${at}` });
  for (const { driver } of hosts.slice(spaces)) driver.browse({ type: '_stoa._tcp' }, () => undefined);
  await lan.clock.advance(60_000);
  lan.network.packets.length = 0;
  await lan.clock.advance(HOURS * 3_600_000);
  const bytes = lan.network.packets.reduce((sum, packet) => sum + packet.bytes.length, 0);
  console.log(
    `${spaces} spaces, ${watchers} watching: ${Math.round(lan.network.packets.length / HOURS)} packets, ${Math.round(bytes / HOURS)} bytes an hour`,
  );
};

await measure(1, 0);
await measure(1, 1);
await measure(1, 10);
await measure(10, 1);
