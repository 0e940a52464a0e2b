import type { Clock, DocumentId, Log, ScheduledCall } from '../base/index.js';
import type { BrowseEvent, DiscoveryDriver, FoundService } from '../discovery/index.js';
import { toForeignId, writeForeign } from './foreign-service.js';

/** Where neighbours are published. */
export interface NeighbourShelf {
  /** Publishes an advertisement, brings the one with the same URN up to date, or renews it where it says the same as before. */
  readonly put: (neighbour: {
    readonly id: DocumentId;
    readonly xml: string;
    readonly periodMs: number;
  }) => Promise<void>;
  readonly remove: (id: DocumentId) => Promise<void>;
}

/** What neighbours are taken in with. */
export interface TakeNeighboursParts {
  readonly driver: DiscoveryDriver;
  readonly shelf: NeighbourShelf;
  readonly clock: Clock;
  readonly log: Log;
}

/** How much is taken in. */
export interface TakeNeighboursOptions {
  /** Most services at once. Default 500. */
  readonly maxNeighbours?: number;
  /** Most types of service looked out for. Default 64. */
  readonly maxTypes?: number;
}

const DEFAULTS = { maxNeighbours: 500, maxTypes: 64 } as const;

/** What speaks Stoa is found as itself; the types of DNS-SD's own are no services. */
const NOT_TAKEN: ReadonlySet<string> = new Set(['_stoa._tcp', '_services._dns-sd._udp']);

/** Shortest and longest lease, in milliseconds, whatever a neighbour says of itself. */
const MIN_LEASE_MS = 10_000;
const MAX_LEASE_MS = 3_600_000;

const toLeaseMs = ({ ttlMs }: FoundService): number => Math.min(MAX_LEASE_MS, Math.max(MIN_LEASE_MS, ttlMs));

interface Taken {
  service: FoundService;
  timer: ScheduledCall | undefined;
}

/** Work done one after the other for each service: a removal does not overtake the publish before it. */
const createQueues = (log: Log) => {
  const tails = new Map<string, Promise<void>>();
  return (key: string, work: () => Promise<void>): void => {
    const next = (tails.get(key) ?? Promise.resolve()).then(work).catch((error: unknown) => {
      log.warn({ key, error }, 'a neighbour could not be taken in');
    });
    tails.set(key, next);
    void next.then(() => {
      if (tails.get(key) === next) tails.delete(key);
    });
  };
};

/**
 * Takes in whatever is announced on the link, as long as it is there: each service with a lease of its TTL, renewed while it is heard of,
 * removed when it says goodbye.
 */
export const takeNeighbours = (
  { driver, shelf, clock, log }: TakeNeighboursParts,
  options: TakeNeighboursOptions = {},
): { readonly stop: () => void; readonly taken: () => number } => {
  const { maxNeighbours, maxTypes } = { ...DEFAULTS, ...options };
  const taken = new Map<string, Taken>();
  const types = new Map<string, { readonly stop: () => void }>();
  const queue = createQueues(log);

  const put = (key: string): void => {
    const held = taken.get(key);
    if (held === undefined) return;
    held.timer?.cancel();
    const leaseMs = toLeaseMs(held.service);
    held.timer = clock.callAt(clock.nowMs() + leaseMs / 2, () => put(key));
    queue(key, () => {
      const { service } = held;
      return shelf.put({ id: toForeignId(service), xml: writeForeign(service), periodMs: leaseMs });
    });
  };
  const hear = ({ kind, service }: BrowseEvent): void => {
    const { key } = service;
    const held = taken.get(key);
    if (kind === 'down') {
      held?.timer?.cancel();
      if (taken.delete(key)) queue(key, () => shelf.remove(toForeignId(service)));
      return;
    }
    if (held !== undefined) held.service = service;
    else if (taken.size < maxNeighbours) taken.set(key, { service, timer: undefined });
    put(key);
  };
  const all = driver.browseTypes((type) => {
    if (types.has(type) || NOT_TAKEN.has(type) || types.size >= maxTypes) return;
    types.set(type, driver.browse({ type }, hear));
  });
  return {
    taken: () => taken.size,
    stop: () => {
      all.stop();
      for (const each of types.values()) each.stop();
      for (const { timer } of taken.values()) timer?.cancel();
    },
  };
};
