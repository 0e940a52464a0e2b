import { networkInterfaces } from 'node:os';
import { StoaError } from '../../../base/index.js';
import type { Log } from '../../../base/index.js';
import type {
  BrowseEvent,
  BrowseQuery,
  Browsing,
  DiscoveryDriver,
  DiscoverySettings,
  ServiceToAnnounce,
} from '../../model.js';
import { assertReachable, importPackage, unavailable } from '../packaged.js';
import type { LoadPackage } from '../packaged.js';
import { createAvahiAnnouncement } from './announce.js';
import type { AvahiAnnouncement } from './announce.js';
import { createAvahiBrowse } from './browse.js';
import type { AvahiBrowse } from './browse.js';
import { openAvahiBus } from './bus.js';
import type { AvahiBus } from './bus.js';

/** All interfaces, to Avahi. */
const ALL = [-1];

/** Indexes of the interfaces to use; all, when none is named or left out. */
const toIndexes = async (
  bus: AvahiBus,
  { interfaces, exclude = [] }: DiscoverySettings,
): Promise<readonly number[]> => {
  if (interfaces === undefined && exclude.length === 0) return ALL;
  const names = (interfaces ?? Object.keys(networkInterfaces())).filter((name) => !exclude.includes(name));
  const indexes = await Promise.all(
    names.map((name) =>
      bus.call('/', 'GetNetworkInterfaceIndexByName', ['s', [name]]).then(
        ([index]) => [Number(index)],
        () => [],
      ),
    ),
  );
  if (indexes.flat().length === 0)
    throw unavailable('avahi', { reason: 'none of the interfaces is there', hint: 'ip link lists them' });
  return indexes.flat();
};

const guard =
  <Value>(listener: (value: Value) => void, log: Log) =>
  (value: Value): void => {
    try {
      listener(value);
    } catch (err) {
      log.error({ err }, 'a listener of discovery failed');
    }
  };

/**
 * The driver that leaves multicast DNS to Avahi's daemon, over the system's D-Bus. What is announced is registered again when the daemon
 * comes back.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` with the remedy, when it cannot work here
 */
export const createAvahiDriver = async (
  settings: DiscoverySettings,
  { log }: { readonly log: Log },
  load: LoadPackage = importPackage,
): Promise<DiscoveryDriver> => {
  assertReachable(settings);
  const bus = await openAvahiBus(load);
  const interfaces = await toIndexes(bus, settings);
  const announcements = new Set<AvahiAnnouncement>();
  const browses = new Set<AvahiBrowse>();
  let closed: Promise<void> | undefined;
  const checkOpen = (): void => {
    if (closed !== undefined) throw new StoaError('DISCOVERY_UNAVAILABLE', 'the driver of discovery is closed');
  };
  bus.onSignal((signal) => {
    for (const browse of browses) browse.hear(signal);
    for (const one of announcements) one.hear(signal.path, signal.member, signal.body);
  });
  bus.onDaemon((isThere) => {
    for (const browse of browses)
      if (isThere) void browse.start();
      else browse.lose();
    if (isThere) for (const one of announcements) void one.register();
  });

  const browse = (query: BrowseQuery, listener: (event: BrowseEvent) => void): Browsing => {
    checkOpen();
    const isUsed = (index: number): boolean => interfaces === ALL || interfaces.includes(index);
    const one = createAvahiBrowse(query, { bus, log, isUsed, listener: guard(listener, log) });
    browses.add(one);
    void one.start();
    return {
      stop: () => {
        if (browses.delete(one)) one.stop();
      },
    };
  };

  return Object.freeze({
    backend: 'avahi' as const,
    announce: (service: ServiceToAnnounce) => {
      checkOpen();
      const one = createAvahiAnnouncement(service, { bus, log, interfaces, forget: (it) => announcements.delete(it) });
      announcements.add(one);
      void one.register();
      return one;
    },
    browse,
    browseTypes: (listener: (type: string) => void) => browseTypes(bus, checkOpen, listener),
    // The daemon keeps its own counsel: its cache ends when the TTL does.
    doubt: () => undefined,
    close: () =>
      (closed ??= Promise.all(Array.from(announcements, (one) => one.stop())).then(() => {
        for (const one of browses) one.stop();
        bus.close();
      })),
  });
};

const browseTypes = (bus: AvahiBus, checkOpen: () => void, listener: (type: string) => void): Browsing => {
  checkOpen();
  const told = new Set<string>();
  let isStopped = false;
  bus.onSignal(({ path, member, body }) => {
    if (isStopped || member !== 'ItemNew' || !path.includes('ServiceTypeBrowser')) return;
    const type = String(body[2]);
    if (told.has(type)) return;
    told.add(type);
    listener(type);
  });
  const browser = bus.call('/', 'ServiceTypeBrowserNew', ['iisu', [-1, -1, '', 0]]);
  browser.catch((thrown: unknown) => StoaError.from(thrown));
  return {
    stop: () => {
      isStopped = true;
      void browser.then(([path]) => bus.call(String(path), 'Free')).catch((thrown: unknown) => StoaError.from(thrown));
    },
  };
};
