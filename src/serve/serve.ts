import { given, StoaError, silentLog, systemClock } from '../base/index.js';
import { ATTACHED_URI } from '../advertisement/index.js';
import { createService } from '../client/index.js';
import type { AttachedServiceHandle, PublishedService, Service, SpaceClient } from '../client/index.js';
import { toProblemAnswer } from '../gate/index.js';
import type { ServiceGate } from '../gate/index.js';
import { nodeHashing, serve as listenService } from '../http/index.js';
import type { ServiceHost } from '../http/index.js';
import { toServiceInput, writeServed } from './advertise.js';
import { attachService } from './attach-service.js';
import { connect } from './connect.js';
import { keepPublished } from './keep-published.js';
import type { KeptPublished } from './keep-published.js';
import type { RunningService, ServeOptions, ServedService } from './model.js';
import { onSignals } from './signals.js';

const DEFAULT_SIGNALS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'];
const DEFAULT_LINGER_MS = 250;

const toSpace = ({ space, connect: options }: ServeOptions): SpaceClient =>
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
const startHost = (options: ServeOptions, answer: Promise<ServiceGate>): Promise<ServiceHost> =>
  listenService({
    ...options,
    lingerMs: options.lingerMs ?? DEFAULT_LINGER_MS,
    handle: async (request) => (await answer)(request),
  });

const createServed = (service: ServedService, options: ServeOptions, url: string): Promise<Service> => {
  const advertisement = writeServed(service, options, url);
  return createService(toServiceInput(service, advertisement), {
    hashing: nodeHashing,
    ...options,
    space: toSpace(options),
  });
};

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
  readonly kept: KeptPublished;
}

interface Opened {
  readonly created: Service;
  readonly onPublished?: (made: PublishedService) => Promise<void>;
}

const keep = ({ created, onPublished }: Opened, { periodMs, log = silentLog }: ServeOptions): Promise<KeptPublished> =>
  keepPublished({ service: created, periodMs, clock: systemClock, log, onPublished });

const startListening = async (service: ServedService, options: ServeOptions): Promise<Started> => {
  const gate = createAwaited<ServiceGate>();
  const host = await startHost(options, gate.promise);
  try {
    const created = await createServed(service, options, host.url);
    gate.resolve(created.handle);
    return { door: host, created, kept: await keep({ created }, options) };
  } catch (thrown) {
    gate.resolve(notStarted);
    await host.close();
    throw thrown;
  }
};

const LISTENING = ['host', 'port', 'path', 'publicUrl'] as const;

const assertNoPort = (options: ServeOptions): void => {
  const stated = LISTENING.filter((name) => options[name] !== undefined);
  if (stated.length === 0) return;
  throw new StoaError('CONFIGURATION_INVALID', `a service that is attached listens nowhere, got ${stated.join(', ')}`, {
    hint: 'leave out either this or "attach"',
  });
};

const startAttached = async (service: ServedService, options: ServeOptions): Promise<Started> => {
  assertNoPort(options);
  const space = toSpace(options);
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
  return { door: { url: ATTACHED_URI, close }, created, kept };
};

const start = (service: ServedService, options: ServeOptions): Promise<Started> =>
  options.attach === undefined || options.attach === false
    ? startListening(service, options)
    : startAttached(service, options);

/**
 * Serves a service: listens (or attaches to its space), publishes its advertisement, renews the lease, publishes again should the space have lost it, follows the
 * closing of its gates, and answers calls. On `SIGTERM` and `SIGINT`, and by `close`, it withdraws the advertisement, lets the calls
 * under way end, and stops to listen; then nothing of it holds the process.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when it cannot listen there; what making and publishing a service throws
 */
export const serve = async (service: ServedService, options: ServeOptions): Promise<RunningService> => {
  const { door, created, kept } = await start(service, options);
  const ended = createAwaited<undefined>();
  let closing: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await kept.withdraw();
    await door.close();
    forget();
    ended.resolve(undefined);
  };
  const close = (): Promise<void> => (closing ??= end());
  const forget = onSignals(options.signals ?? DEFAULT_SIGNALS, () => void close());
  return { url: door.url, id: kept.id, advertisement: created.advertisement, close, closed: ended.promise };
};
