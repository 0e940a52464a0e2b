/**
 * Hosts on a simulated link in bad weather, that take the same names, part and come together again, once for each seed: in the end every name is
 * taken once, and every host sees every service where it is.
 *
 *   node --import=tsx scripts/link-scenarios.ts [seeds] [first seed]
 */
import { toTxt } from '../src/discovery/index.js';
import type { Announcement, BrowseEvent } from '../src/discovery/index.js';
import { createLan } from '../test/discovery/mdns/lan.js';

const HOSTS = 6;
const WEATHER = { loss: 0.2, duplication: 0.2, delayMs: 200 };
const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Who missed both announcements hears of a service by his next question, an hour later at most. */
const LONGEST_PAUSE = 65 * MINUTE;
const service = { type: '_stoa._tcp', txt: toTxt({ txtvers: '1' }) };

const wire = (at: number, segment: string) => [{ name: 'eth0', addresses: [`10.0.0.${at + 1}`], segment }];

/** What somebody sees who was told of `events`. */
const toSight = (events: readonly BrowseEvent[]): string => {
  const there = new Map<string, number>();
  for (const { kind, service: found } of events)
    if (kind === 'down') there.delete(found.key);
    else there.set(found.key, found.port);
  return [...there]
    .map(([key, port]) => `${key}:${port}`)
    .toSorted()
    .join();
};

const run = async (seed: number): Promise<readonly string[]> => {
  const { clock, network, host } = createLan(seed);
  network.setWeather(WEATHER);
  const hosts = await Promise.all(Array.from({ length: HOSTS }, (_, at) => host('', { interfaces: wire(at, 'lan') })));
  const watched = hosts.map(({ watch }) => watch({ type: service.type }));
  const announced = new Map<number, Announcement>();
  const announce = (at: number, name: string, port: number): void => {
    const { driver } = hosts[at] ?? {};
    if (driver !== undefined) announced.set(port, driver.announce({ ...service, name, port }));
  };
  for (let at = 0; at < HOSTS; at++) announce(at, 'Main', at + 1);
  await clock.advance(MINUTE);
  for (let at = HOSTS / 2; at < HOSTS; at++) hosts[at]?.setInterfaces(wire(at, 'far'));
  await clock.advance(5 * MINUTE);
  announce(0, 'Same', 100);
  announce(HOSTS - 1, 'Same', 101);
  await clock.advance(20 * SECOND);
  for (let at = HOSTS / 2; at < HOSTS; at++) hosts[at]?.setInterfaces(wire(at, 'lan'));
  await clock.advance(LONGEST_PAUSE);
  const names = Array.from(announced.values(), (one) => one.name());
  const wanted = Array.from(announced, ([port, one]) => `${one.name().toLowerCase()}._stoa._tcp.local:${port}`);
  const sight = wanted.toSorted().join();
  return [
    ...(new Set(names).size === names.length ? [] : [`a name is taken twice: ${names.join()}`]),
    ...watched.flatMap(({ events }, at) =>
      toSight(events) === sight ? [] : [`host ${at} sees ${toSight(events)} of ${sight}`],
    ),
  ];
};

const [seeds = '20', first = '1'] = process.argv.slice(2);
let failures = 0;
for (let seed = Number(first); seed < Number(first) + Number(seeds); seed++) {
  const faults = await run(seed);
  for (const fault of faults) console.log(`seed ${seed}: ${fault}`);
  failures += faults.length > 0 ? 1 : 0;
}
console.log(`${seeds} seeds from ${first}, ${failures} failed`);
if (failures > 0) process.exitCode = 1;
