import type { SpaceConnection, CallSpace } from './exchange.js';
import type { EventFilter, Lease, SpaceEvent, Subscription } from '../model.js';
import { readEventStream } from './event-stream.js';
import type { LeaseMethods } from './leases.js';
import { toCriteria, toLease, toPeriod } from './values.js';

/** What a subscription needs of its client. */
export interface SubscribeParts {
  readonly connection: SpaceConnection;
  readonly call: CallSpace;
  readonly leases: LeaseMethods;
}

const readKept = async function* (
  { connection, leases }: SubscribeParts,
  { url, lease, signal }: { readonly url: string; readonly lease: Lease; readonly signal: AbortSignal },
): AsyncGenerator<SpaceEvent> {
  const kept = leases.keepLease(lease);
  try {
    yield* readEventStream(connection, { url, signal });
  } finally {
    kept.stop();
    // The lease would end the subscription as well, only later.
    await leases
      .cancel(kept.current())
      .catch((error: unknown) => connection.log.debug({ error }, 'a subscription was not cancelled'));
  }
};

/** Subscribes, and reads the events as they are asked for until `signal` is aborted or the reader stops. */
export const subscribe = async (
  parts: SubscribeParts,
  filter: EventFilter,
  signal: AbortSignal,
): Promise<Subscription> => {
  const answer = await parts.call(
    'subscribe',
    {
      ...(filter.after !== undefined && { '@after': filter.after }),
      ...toPeriod(filter.periodMs),
      ...(filter.name !== undefined && { name: filter.name }),
      ...toCriteria(filter),
      ...(filter.kinds && { kind: filter.kinds }),
    },
    signal,
  );
  const lease = toLease(answer.lease);
  const events = readKept(parts, { url: answer['@events'], lease, signal });
  return { id: answer['@subscription'], lease, after: answer['@after'], [Symbol.asyncIterator]: () => events };
};
