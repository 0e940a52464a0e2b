import { StoaError } from '../../../base/index.js';
import type { Log } from '../../../base/index.js';
import type { BrowseEvent, BrowseQuery, DiscoveryDriver, DiscoverySettings, ServiceToAnnounce } from '../../model.js';
import { assertReachable, importPackage, unavailable } from '../packaged.js';
import type { LoadPackage } from '../packaged.js';
import { announceByMdns } from './announce.js';
import { browseByMdns } from './browse.js';
import { loadMdnsPackage } from './package.js';

/**
 * The driver over the npm package `mdns`, which leaves multicast DNS to the system's responder. It does not list types;
 * `interfaces` and `exclude` are the responder's to configure.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` with the remedy, when it cannot work here
 */
export const createMdnsPackageDriver = async (
  settings: DiscoverySettings,
  { log }: { readonly log: Log },
  load: LoadPackage = importPackage,
): Promise<DiscoveryDriver> => {
  assertReachable(settings);
  const { interfaces = [], exclude = [] } = settings;
  if (interfaces.length + exclude.length > 0)
    throw unavailable('mdns', {
      reason: 'the package uses the interfaces that the system is configured for',
      hint: "leave discovery.interfaces and discovery.exclude out, or set discovery.backend to 'builtin'",
    });
  const mdns = await loadMdnsPackage(load);
  const running = new Set<{ readonly stop: () => unknown }>();
  let isClosed = false;
  const keep = <Running extends { readonly stop: () => unknown }>(make: () => Running): Running => {
    if (isClosed) throw new StoaError('DISCOVERY_UNAVAILABLE', 'the driver of discovery is closed');
    try {
      const one = make();
      running.add(one);
      return one;
    } catch (cause) {
      if (cause instanceof StoaError) throw cause;
      throw unavailable('mdns', {
        reason: "the system's responder does not answer",
        hint: 'start it (systemctl start avahi-daemon; apt install avahi-daemon), or set discovery.backend to builtin',
        cause,
      });
    }
  };
  const tellWith = (listener: (event: BrowseEvent) => void) => (events: readonly BrowseEvent[]) => {
    for (const event of events)
      try {
        listener(event);
      } catch (err) {
        log.error({ err }, 'a listener of discovery failed');
      }
  };
  return Object.freeze({
    backend: 'mdns' as const,
    announce: (service: ServiceToAnnounce) => keep(() => announceByMdns(mdns, service, log)),
    browse: (query: BrowseQuery, listener: (event: BrowseEvent) => void) =>
      keep(() => browseByMdns(query, { mdns, log, tell: tellWith(listener) })),
    browseTypes: () => ({ stop: () => undefined }),
    doubt: () => undefined,
    close: () => {
      isClosed = true;
      for (const one of running) one.stop();
      running.clear();
      return Promise.resolve();
    },
  });
};
