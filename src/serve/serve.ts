import { given, StoaError, silentLog, systemClock } from '../base/index.js';
import { ATTACHED_URI } from '../advertisement/index.js';
import { createService } from '../client/index.js';
import type { AttachedServiceHandle, PublishedService, Service, SpaceClient } from '../client/index.js';
import { toProblemAnswer } from '../gate/index.js';
import type { ServiceGate } from '../gate/index.js';
import { nodeHashing, serve as listenService } from '../http/index.js';
import type { ServiceHost } from '../http/index.js';
import { ANNOUNCED_HOST, announce, createAdvertisementAnswer, toLinkUrl } from './announce.js';
import type { AnnouncedService } from './announce.js';
import { toAnnouncedId, toServiceInput, writeServed } from './advertise.js';
import { attachService } from './attach-service.js';
import { connect } from './connect.js';
import { keepPublished } from './keep-published.js';
import type { KeptPublished } from './keep-published.js';
import type { RunningService, ServeOptions, ServedService } from './model.js';
import { onSignals } from './signals.js';

const DEFAULT_SIGNALS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'];
const DEFAULT_LINGER_MS = 250;

const findSpace = ({ space, connect: options }: ServeOptions): SpaceClient | undefined =>
  typeof space === 'string' ? connect(space, options) : space;

/** What is waited for, and how it is given. */
interface Awaited<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
}

const createAwaited = <Value>(): Awaited<Value> => {
  let give: ((value: Value) => void) | undefined;
  const promise = new Promise<Value>((resolve) => {
    give = resolve;
  });
  return { promise, resolve: (value) => give?.(value) };
};

/** A host whose service is made when its address is known; a request that comes before that waits. */
const startHost = (service: ServedService, options: ServeOptions, answer: Promise<ServiceGate>): Promise<ServiceHost> =>
  listenService({
    ...options,
    ...(isAnnounced(options) && {
      host: options.host ?? ANNOUNCED_HOST,
      also: createAdvertisementAnswer(options.path ?? '/', (url) => writeServed(service, options, url)),
    }),
    lingerMs: options.lingerMs ?? DEFAULT_LINGER_MS,
    handle: async (request) => (await answer)(request),
  });

const createServed = (service: ServedService, options: ServeOptions, url: string): Promise<Service> => {
  const advertisement = writeServed(service, options, url);
  const { space: stated, ...others } = options;
  const space = stated === undefined ? undefined : findSpace(options);
  return createService(toServiceInput(service, advertisement), {
    hashing: nodeHashing,
    ...others,
    ...given('space', space),
  });
};

const isAnnounced = ({ announce: asked }: ServeOptions): boolean => asked !== undefined && asked !== false;

const notStarted: ServiceGate = () =>
  Promise.resolve(toProblemAnswer(new StoaError('SHUTTING_DOWN', 'the service did not start')));

/** Where calls come in. */
interface Door {
  readonly url: string;
  readonly close: () => Promise<void>;
}

interface Started {
  readonly door: Door;
  readonly created: Service;
  /** Absent for a service without a space. */
  readonly kept?: KeptPublished;
  readonly announced?: AnnouncedService;
  readonly id: string;
}

interface Opened {
  readonly created: Service;
  readonly onPublished?: (made: PublishedService) => Promise<void>;
}

const keep = ({ created, onPublished }: Opened, { periodMs, log = silentLog }: ServeOptions): Promise<KeptPublished> =>
  keepPublished({ service: created, periodMs, clock: systemClock, log, onPublished });

/** Publishes the service where there is a space, and tells the link of it where that is wanted. */
const tell = async (
  service: ServedService,
  options: ServeOptions,
  { created, url }: Told,
): Promise<Omit<Started, 'door'>> => {
  const kept = options.space === undefined ? undefined : await keep({ created }, options);
  const id = kept?.id ?? toAnnouncedId(service, options);
  if (!isAnnounced(options)) return { created, id, ...given('kept', kept) };
  try {
    const announced = await announce({ id, url, write: (at) => writeServed(service, options, at) }, options);
    return { created, id, announced, ...given('kept', kept) };
  } catch (thrown) {
    await kept?.withdraw();
    throw thrown;
  }
};

interface Told {
  readonly created: Service;
  readonly url: string;
}

const startListening = async (service: ServedService, options: ServeOptions): Promise<Started> => {
  const gate = createAwaited<ServiceGate>();
  const host = await startHost(service, options, gate.promise);
  try {
    const url = isAnnounced(options) ? toLinkUrl(host.url, options.host ?? ANNOUNCED_HOST) : host.url;
    const created = await createServed(service, options, url);
    gate.resolve(created.handle);
    return { door: { url, close: host.close }, ...(await tell(service, options, { created, url })) };
  } catch (thrown) {
    gate.resolve(notStarted);
    await host.close();
    throw thrown;
  }
};

const LISTENING = ['host', 'port', 'path', 'publicUrl', 'announce', 'liveness'] as const;

const assertNoPort = (options: ServeOptions): void => {
  const stated = LISTENING.filter((name) => options[name] !== undefined);
  if (stated.length === 0) return;
  throw new StoaError('CONFIGURATION_INVALID', `a service that is attached listens nowhere, got ${stated.join(', ')}`, {
    hint: 'leave out either this or "attach"',
  });
};

const startAttached = async (service: ServedService, options: ServeOptions): Promise<Started> => {
  assertNoPort(options);
  const space = findSpace(options);
  if (space === undefined) throw new StoaError('CONFIGURATION_INVALID', 'a service that is attached needs its space');
  const created = await createServed(service, { ...options, space }, ATTACHED_URI);
  let attached: AttachedServiceHandle | undefined;
  const onPublished = async ({ entry, lease }: PublishedService): Promise<void> => {
    await attached?.close(0);
    const { credential } = lease;
    if (credential === undefined)
      throw new StoaError('CREDENTIAL_REQUIRED', 'the space gave no lease credential, with which a service attaches');
    const input = { spaceUrl: space.url, id: entry.id, credential, handle: created.handle };
    const chosen = typeof options.attach === 'object' ? options.attach : {};
    attached = await attachService(input, { ...chosen, ...given('log', options.log) });
  };
  const kept = await keep({ created, onPublished }, options);
  const close = async (): Promise<void> => attached?.close(options.graceMs);
  return { door: { url: ATTACHED_URI, close }, created, kept, id: kept.id };
};

const start = (service: ServedService, options: ServeOptions): Promise<Started> => {
  if (options.attach !== undefined && options.attach !== false) return startAttached(service, options);
  if (options.space !== undefined || isAnnounced(options)) return startListening(service, options);
  throw new StoaError(
    'CONFIGURATION_INVALID',
    'a service that is in no space and is not announced is found by nobody',
    {
      hint: 'state the space, or { announce: true }',
    },
  );
};

/**
 * Serves a service: listens (or attaches to its space), publishes its advertisement or announces it on the local link, renews the lease, publishes again should the space have lost it, follows the
 * closing of its gates, and answers calls. On `SIGTERM` and `SIGINT`, and by `close`, it withdraws the advertisement, lets the calls
 * under way end, and stops to listen; then nothing of it holds the process.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when it cannot listen there; what making and publishing a service throws
 */
export const serve = async (service: ServedService, options: ServeOptions): Promise<RunningService> => {
  const { door, created, kept, announced, id } = await start(
    service,
    // One name for the space, the link and the advertisement.
    isAnnounced(options) ? { ...options, id: toAnnouncedId(service, options) } : options,
  );
  const ended = createAwaited<undefined>();
  let closing: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await Promise.all([announced?.close(), kept?.withdraw()]);
    await door.close();
    forget();
    ended.resolve(undefined);
  };
  const close = (): Promise<void> => (closing ??= end());
  const forget = onSignals(options.signals ?? DEFAULT_SIGNALS, () => void close());
  return { url: door.url, id, advertisement: created.advertisement, close, closed: ended.promise };
};
