import { given, silentLog, systemClock, systemRandom } from '../base/index.js';
import type { Clock, Log, Random } from '../base/index.js';
import { connect as connectPortably } from '../client/index.js';
import type { SpaceClient } from '../client/index.js';
import { readAdvertisement, writeAdvertisement } from '../advertisement/index.js';
import { createAnnouncer, createOffer, openNearby } from '../nearby/index.js';
import type { NearbyParts, NearbySettings, Offer } from '../nearby/index.js';
import { parseXml } from '../xml/index.js';
import { serveAdvertisements, toAdvertisementPath } from './advertisement-host.js';
import { createWatchedSpaces } from './watched-spaces.js';
import type { AnsweringSpace } from './watched-spaces.js';

/** What a listener agent answers for, and where. */
export interface ListenerAgentOptions {
  /** URLs of spaces. */
  readonly spaces: readonly string[];
  readonly nearby: NearbySettings;
  /** Address on which advertisements are given and questions over HTTP are answered. Default `0.0.0.0`. */
  readonly host?: string;
  /** Default 3702, the port of WS-Discovery; 0: any free one. */
  readonly port?: number;
  /** How often each space is looked at, in milliseconds. Default 5 s. */
  readonly everyMs?: number;
  readonly connect?: (url: string) => SpaceClient;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Log;
  /** Links of a test in the place of the machine's. */
  readonly links?: Pick<NearbyParts, 'openDriver' | 'openWs'>;
  /** Told the spaces that are answered for whenever they change. */
  readonly onChanged?: (offers: readonly Offer[]) => void;
}

/** An agent that answers discovery on behalf of spaces, in whose processes it is not. */
export interface ListenerAgent {
  /** Where it is asked over HTTP, also from other networks. */
  readonly url: string;
  readonly offers: () => readonly Offer[];
  /** Answers for these spaces from now on. */
  readonly setSpaces: (urls: readonly string[]) => Promise<void>;
  /** Says goodbye, then answers nothing more. The spaces go on. */
  readonly close: () => Promise<void>;
}

const DEFAULT_PORT = 3702;
const DEFAULT_EVERY_MS = 5000;
const SPACE_TIMEOUT_MS = 4000;

const LOOPBACK = /^(?:127\.|\[::1\]$|localhost$)/;

const isLoopback = (url: string): boolean => LOOPBACK.test(new URL(url).hostname);

/**
 * The advertisement of a space as told to others: where it names an address of loopback, which leads others to themselves, the URL
 * stands by which the agent reaches it.
 */
const toToldText = (xml: string, url: string): string => {
  const { root, source } = parseXml(xml);
  const advertisement = readAdvertisement(root, source);
  const { endpoints } = advertisement;
  if (isLoopback(url) || !endpoints.some(({ uri }) => URL.canParse(uri) && isLoopback(uri))) return xml;
  const told = endpoints.map((each) => (URL.canParse(each.uri) && isLoopback(each.uri) ? { ...each, uri: url } : each));
  return writeAdvertisement({ ...advertisement, endpoints: told });
};

/** Offers of spaces: their own addresses first, then that of the agent, which has the advertisement. */
const createToOffers = (port: () => number, clock: Clock) => {
  const known = new Map<string, Offer>();
  return (answering: readonly AnsweringSpace[]): readonly Offer[] => {
    const offers = answering.map(({ url, description }) => {
      const { id } = description;
      const xml = toToldText(description.xml, url);
      const before = known.get(id);
      if (before?.xml === xml && before.uris[0] === url) return before;
      const nowMs = Math.max(clock.nowMs(), ((before?.version ?? 0) + 1) * 1000);
      return createOffer({ xml, id, nowMs, uris: [url], place: { port: port(), path: toAdvertisementPath(id) } });
    });
    known.clear();
    for (const offer of offers) known.set(offer.id, offer);
    return [...known.values()];
  };
};

/**
 * Starts an agent; resolves once each space was looked at. Spaces that do not answer are not told of until they do.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE`, `CONFIGURATION_INVALID` when it cannot listen there
 */
export const createListenerAgent = async (options: ListenerAgentOptions): Promise<ListenerAgent> => {
  const { clock = systemClock, random = systemRandom, log = silentLog, nearby: settings, links } = options;
  const timeouts = { timeoutMs: SPACE_TIMEOUT_MS, clock };
  const connect = options.connect ?? ((url: string) => connectPortably(url, timeouts));
  let offers: readonly Offer[] = [];
  const { host: listenHost = '0.0.0.0', port: listenPort = DEFAULT_PORT } = options;
  const host = await serveAdvertisements({ offers: () => offers, host: listenHost, port: listenPort, clock, log });
  const port = Number(new URL(host.url).port);
  try {
    const nearby = await openNearby({ ...settings, listensOn: listenHost }, { clock, random, log, ...links });
    const announcer = createAnnouncer({ ...nearby, log, ...given('subtypes', settings.subtypes) });
    const toOffers = createToOffers(() => port, clock);
    const watched = createWatchedSpaces({
      connect,
      clock,
      log,
      everyMs: options.everyMs ?? DEFAULT_EVERY_MS,
      onChanged: (answering) => {
        offers = toOffers(answering);
        announcer.set(offers);
        options.onChanged?.(offers);
      },
    });
    await watched.watch(options.spaces);
    let closing: Promise<void> | undefined;
    return {
      url: host.url,
      offers: () => offers,
      setSpaces: watched.watch,
      close: () => {
        closing ??= (async () => {
          watched.stop();
          await announcer.close();
          await nearby.close();
          await host.close();
        })();
        return closing;
      },
    };
  } catch (thrown) {
    await host.close();
    throw thrown;
  }
};
