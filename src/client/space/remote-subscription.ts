import { StoaError, given, isStoaError } from '../../base/light.js';
import type { EventFilter, Lease, SpaceEvent } from '../model.js';
import { createBackOff, readEventStream } from './event-stream.js';
import type { CallSpace, SpaceConnection } from './exchange.js';
import type { LeaseMethods } from './leases.js';
import { subscribeMethod, toCriteria, toLease, toPeriod } from '../parts.js';

/** What a subscription needs of its client. */
export interface SubscribeParts {
  readonly connection: SpaceConnection;
  readonly call: CallSpace;
  readonly leases: LeaseMethods;
}

/** A subscription as the space keeps it. */
export interface RemoteSubscription {
  readonly id: string;
  readonly lease: Lease;
  readonly after: string;
  /** Where its events come from. */
  readonly url: string;
}

/** Events that a space does not keep any more: what came after `after` will be told. */
export interface EventGap {
  readonly after: string;
  /** `RESUME_GONE`. */
  readonly reason: StoaError;
}

/** What comes of a subscription. */
export type SubscriptionItem = { readonly event: SpaceEvent } | { readonly gap: EventGap };

/** Which events are asked for; without `after` those from now on, whatever the filter says of that. */
export interface WantedEvents {
  readonly filter: EventFilter;
  readonly after: string | undefined;
}

/** Asks the space for a subscription. */
export const requestSubscription = async (
  { call }: Pick<SubscribeParts, 'call'>,
  { filter, after }: WantedEvents,
  signal?: AbortSignal,
): Promise<RemoteSubscription> => {
  const answer = await call(
    subscribeMethod,
    {
      ...given('@after', after),
      ...toPeriod(filter.periodMs),
      ...given('name', filter.name),
      ...(await toCriteria(filter)),
      ...given('kind', filter.kinds),
    },
    signal,
  );
  return { id: answer['@subscription'], lease: toLease(answer.lease), after: answer['@after'], url: answer['@events'] };
};

/** Gives a subscription back; never throws: its lease would end it as well, only later. */
export const endSubscription = async ({ leases, connection }: SubscribeParts, lease: Lease): Promise<void> => {
  await leases
    .cancel(lease)
    .catch((error: unknown) => connection.log.debug({ error }, 'a subscription was not cancelled'));
};

/** How a part of a subscription's life ended. */
type End =
  | { readonly kind: 'done' }
  /** The lease ran out while nobody could renew it. */
  | { readonly kind: 'expired' }
  /** What would come next is not kept any more. */
  | { readonly kind: 'gone'; readonly reason: StoaError };

/** Events of one subscription for as long as the space has it; its lease is renewed meanwhile. */
const readOne = async function* (
  parts: SubscribeParts,
  { url, lease }: RemoteSubscription,
  { told, signal }: { readonly told: (sequence: string) => void; readonly signal: AbortSignal },
): AsyncGenerator<SubscriptionItem, End> {
  const { connection, leases } = parts;
  const kept = leases.keepLease(lease);
  let isThere = true;
  try {
    for await (const event of readEventStream(connection, { url, signal })) {
      told(event.sequence);
      yield { event };
    }
    return { kind: 'done' };
  } catch (thrown) {
    if (isStoaError(thrown, 'RESUME_GONE')) return { kind: 'gone', reason: thrown };
    isThere = !isStoaError(thrown, 'SUBSCRIPTION_NOT_FOUND', 'SPACE_GONE', 'SPACE_NOT_FOUND');
    const isExpired = kept.current().expiresAtMs <= connection.clock.nowMs();
    if (isExpired && isStoaError(thrown, 'SUBSCRIPTION_NOT_FOUND')) return { kind: 'expired' };
    throw thrown;
  } finally {
    kept.stop();
    if (isThere) await endSubscription(parts, kept.current());
  }
};

/**
 * Asks for a subscription again and again while the space cannot be reached: after a sequence, or from now on. `undefined` when the signal
 * was aborted.
 */
const subscribeAgain = async (
  parts: SubscribeParts,
  wanted: WantedEvents,
  signal: AbortSignal,
): Promise<RemoteSubscription | undefined> => {
  const backOff = createBackOff(parts.connection, signal);
  while (!signal.aborted) {
    try {
      return await requestSubscription(parts, wanted, signal);
    } catch (thrown) {
      await backOff(StoaError.from(thrown));
    }
  }
  return undefined;
};

/**
 * Events of a subscription, in order and each once: over broken connections, restarts of the server, and the end of a lease that
 * nobody could renew; then it is made anew after the last event that came. Where the space keeps no more what would come next, a
 * gap is told, and events from then on.
 *
 * @throws {StoaError} `SUBSCRIPTION_NOT_FOUND` when somebody cancelled it, `SPACE_GONE` and other ends for good
 */
export const readSubscription = async function* (
  parts: SubscribeParts,
  { first, filter }: { readonly first: RemoteSubscription; readonly filter: EventFilter },
  signal: AbortSignal,
): AsyncGenerator<SubscriptionItem> {
  let current: RemoteSubscription | undefined = first;
  let last = first.after;
  while (current !== undefined) {
    const end: End = yield* readOne(parts, current, { told: (sequence) => (last = sequence), signal });
    if (end.kind === 'done') return;
    const after: string | undefined = end.kind === 'expired' ? last : undefined;
    current = await subscribeAgain(parts, { filter, after }, signal);
    if (current === undefined || end.kind === 'expired') continue;
    last = current.after;
    yield { gap: { after: last, reason: end.reason } };
  }
};
