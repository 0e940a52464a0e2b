import { StoaError, silentLog, systemClock } from '../base/index.js';
import { connect, createService } from '../client/index.js';
import type { Service, SpaceClient } from '../client/index.js';
import { toProblemAnswer } from '../gate/index.js';
import type { ServiceGate } from '../gate/index.js';
import { serve as listenService } from '../http/index.js';
import type { ServiceHost } from '../http/index.js';
import { toServiceInput, writeServed } from './advertise.js';
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
  return createService(toServiceInput(service, advertisement), { ...options, space: toSpace(options) });
};

const notStarted: ServiceGate = () =>
  Promise.resolve(toProblemAnswer(new StoaError('SHUTTING_DOWN', 'the service did not start')));

interface Started {
  readonly host: ServiceHost;
  readonly created: Service;
  readonly kept: KeptPublished;
}

const start = async (service: ServedService, options: ServeOptions): Promise<Started> => {
  const gate = createAwaited<ServiceGate>();
  const host = await startHost(options, gate.promise);
  try {
    const created = await createServed(service, options, host.url);
    gate.resolve(created.handle);
    const { periodMs, log = silentLog } = options;
    return { host, created, kept: await keepPublished({ service: created, periodMs, clock: systemClock, log }) };
  } catch (thrown) {
    gate.resolve(notStarted);
    await host.close();
    throw thrown;
  }
};

/**
 * Serves a service: listens, publishes its advertisement, renews the lease, publishes again should the space have lost it, follows the
 * closing of its gates, and answers calls. On `SIGTERM` and `SIGINT`, and by `close`, it withdraws the advertisement, lets the calls
 * under way end, and stops to listen; then nothing of it holds the process.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when it cannot listen there; what making and publishing a service throws
 */
export const serve = async (service: ServedService, options: ServeOptions): Promise<RunningService> => {
  const { host, created, kept } = await start(service, options);
  const ended = createAwaited<undefined>();
  let closing: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await kept.withdraw();
    await host.close();
    forget();
    ended.resolve(undefined);
  };
  const close = (): Promise<void> => (closing ??= end());
  const forget = onSignals(options.signals ?? DEFAULT_SIGNALS, () => void close());
  return { url: host.url, id: kept.id, advertisement: created.advertisement, close, closed: ended.promise };
};
