import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Caller } from '../../base/index.js';
import type { Attachments, GateDesk } from '../../gate/index.js';
import type { HttpObserver, MetricsSource } from '../../http/index.js';
import type { SchemaOrigin, SpaceEventKind, Spaces, SpacesObserver } from '../../space/index.js';
import type { Store } from '../../store/index.js';
import { createDurations } from './durations.js';
import { observeDesk } from './observe-desk.js';
import { observeStore } from './observe-store.js';
import { assertReader } from './readers.js';
import type { ReaderRules } from './readers.js';
import { toStatusLabel } from './status-label.js';

/** What is counted when it is asked for. */
export interface MeteredParts {
  readonly spaces: Spaces;
  readonly attachments: Pick<Attachments, 'count'>;
  readonly desk: Pick<GateDesk, 'usage'>;
  readonly schemas: { readonly count: () => number };
}

/** Figures of one server: told by observers, served as text for Prometheus. */
export interface Metrics {
  readonly http: HttpObserver;
  readonly spaces: SpacesObserver;
  readonly observeStore: (store: Store) => Store;
  readonly observeDesk: (desk: GateDesk) => GateDesk;
  readonly serve: (parts: MeteredParts, rules: ReaderRules) => MetricsSource;
}

const createHistograms = () => ({
  requests: createDurations({
    name: 'stoa_http_request_seconds',
    help: 'Requests answered, by route pattern, method and status, until the answer was written; streams until they ended.',
    labels: ['method', 'route', 'status'],
  }),
  lookups: createDurations({
    name: 'stoa_lookup_seconds',
    help: 'Lookups answered, by what was looked for: a name, a schema, both or nothing.',
    labels: ['by'],
  }),
  calls: createDurations({
    name: 'stoa_relayed_call_seconds',
    help: 'Calls through relay gates, by outcome: answered, or the code of what kept them from it.',
    labels: ['outcome'],
  }),
  commits: createDurations({
    name: 'stoa_store_commit_seconds',
    help: 'Commits of the store until they are durable, by outcome: durable, or the code of what failed.',
    labels: ['outcome'],
  }),
});

const createMeters = (registry: Registry) => {
  const registers = [registry];
  return {
    gates: new Counter({
      name: 'stoa_gates_total',
      help: 'Gates opened, refreshed and closed; those refused with the code.',
      labelNames: ['action', 'code'],
      registers,
    }),
    streams: new Gauge({ name: 'stoa_event_streams', help: 'Event streams that are open.', registers }),
    spaces: new Gauge({
      name: 'stoa_spaces',
      help: 'Spaces alive, by how they came to be.',
      labelNames: ['kind'],
      registers,
    }),
    documents: new Gauge({
      name: 'stoa_documents',
      help: 'Documents in open spaces, by the state of their leases.',
      labelNames: ['lease'],
      registers,
    }),
    subscriptions: new Gauge({ name: 'stoa_subscriptions', help: 'Subscriptions alive.', registers }),
    open: new Gauge({
      name: 'stoa_gates_open',
      help: 'Gates that are open, of the 20,000 that were opened or refreshed last.',
      registers,
    }),
    relayed: new Gauge({ name: 'stoa_relayed_calls', help: 'Calls under way through relay gates.', registers }),
    tasks: new Gauge({
      name: 'stoa_schema_tasks',
      help: 'Large schemas and documents that are worked on, or wait for it.',
      registers,
    }),
    events: new Counter({
      name: 'stoa_document_events_total',
      help: 'What happened to documents: published, updated, stale when their lease has run out, renewed after that, removed.',
      labelNames: ['event'],
      registers,
    }),
    renewals: new Counter({
      name: 'stoa_lease_renewals_total',
      help: 'Renewals of leases of documents, subscriptions and spaces.',
      registers,
    }),
    schemas: new Counter({
      name: 'stoa_schema_reads_total',
      help: 'Schemas asked for: in the cache, or read, in the event loop (here) or outside of it (thread).',
      labelNames: ['from'],
      registers,
    }),
    attached: new Gauge({ name: 'stoa_attached_services', help: 'Services attached by a connection.', registers }),
  } as const;
};

const EVENTS: readonly SpaceEventKind[] = ['published', 'updated', 'renewed', 'stale', 'removed'];
const ORIGINS: readonly SchemaOrigin[] = ['cache', 'here', 'thread'];

const collectUsage = async (meters: ReturnType<typeof createMeters>, parts: MeteredParts) => {
  const { spaces, attachments, desk, schemas } = parts;
  const usage = await spaces.usage();
  meters.spaces.set({ kind: 'declared' }, usage.declaredSpaces);
  meters.spaces.set({ kind: 'spawned' }, usage.spawnedSpaces);
  meters.documents.set({ lease: 'fresh' }, usage.documents - usage.staleDocuments);
  meters.documents.set({ lease: 'stale' }, usage.staleDocuments);
  meters.subscriptions.set(usage.subscriptions);
  meters.attached.set(attachments.count());
  const { gates, relayed } = desk.usage();
  meters.open.set(gates);
  meters.relayed.set(relayed);
  meters.tasks.set(schemas.count());
};

/** Figures that begin at zero. */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  const { requests, lookups, calls, commits } = createHistograms();
  const meters = createMeters(registry);
  // What was never counted is told as 0: rates are known from the first one on.
  for (const event of EVENTS) meters.events.inc({ event }, 0);
  for (const from of ORIGINS) meters.schemas.inc({ from }, 0);
  let isAsked = false;

  const read = async (parts: MeteredParts): Promise<string> => {
    // Those of the process cost a little all the time: a server that nobody asks has none.
    if (!isAsked) collectDefaultMetrics({ register: registry });
    isAsked = true;
    await collectUsage(meters, parts);
    const histograms = [requests, lookups, calls, commits].map((durations) => durations.write());
    return [...histograms, await registry.metrics()].join('\n');
  };

  return {
    http: {
      answered: ({ method, route, status, seconds }) => requests.observe(seconds, method, route, toStatusLabel(status)),
      streaming: () => {
        meters.streams.inc();
        return () => meters.streams.dec();
      },
    },
    spaces: {
      nowMs: () => performance.now(),
      lookedUp: (by, sinceMs) => lookups.observe((performance.now() - sinceMs) / 1000, by),
      happened: (event) => meters.events.inc({ event }),
      renewed: () => meters.renewals.inc(),
      schemaRead: (from) => meters.schemas.inc({ from }),
    },
    observeStore: (store) => observeStore(store, commits),
    observeDesk: (desk) => observeDesk(desk, { gates: meters.gates, calls }),
    serve: (parts, rules) => ({
      read: async (caller: Caller) => {
        await assertReader(parts.spaces, caller, rules);
        return { contentType: registry.contentType, text: await read(parts) };
      },
    }),
  };
};
