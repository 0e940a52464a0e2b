import { StoaError } from '../../base/light.js';
import type { EventFilter, SpaceEvent, SubscribeOptions, Subscription } from '../model.js';
import { createFanOut } from './fan-out.js';
import type { FanOut, Outlet } from './fan-out.js';
import { endSubscription, readSubscription, requestSubscription } from './remote-subscription.js';
import type { EventGap, RemoteSubscription, SubscribeParts, SubscriptionItem } from './remote-subscription.js';

/** The subscriptions of one client: listeners with the same filter share one, and its stream. */
export interface Subscriptions {
  readonly subscribe: (filter: EventFilter, options: SubscribeOptions) => Promise<Subscription>;
}

/** A subscription with its listeners. */
interface Shared {
  readonly first: RemoteSubscription;
  readonly fanOut: FanOut;
  /** Sequence of the last event that was told. */
  last: string;
}

/** Most subscriptions that listeners are found for; those made first are shared no further. */
const MAX_SHARED = 1_000;

/** Who asks for events from an earlier sequence on is alone with them. */
const toKey = ({ after, name, kinds, schema, methods, grade, periodMs }: EventFilter): string | undefined =>
  after === undefined ? JSON.stringify([name, kinds, schema, methods, grade, periodMs]) : undefined;

const gone = ({ reason }: EventGap): StoaError =>
  new StoaError('RESUME_GONE', reason.message, {
    cause: reason,
    hint: 'look up what is there now, and subscribe after the sequence of that answer; onGap is told and goes on',
  });

/** Resolves with nothing once the signal is aborted. */
const awaitAbort = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });

interface Listening extends SubscribeOptions {
  readonly outlet: Outlet;
  readonly after: string;
  /** Goes on after that sequence, for a listener that was left behind. */
  readonly resume: (after: string) => Promise<Subscription>;
}

const listen = async function* (listening: Listening): AsyncGenerator<SpaceEvent> {
  const { outlet, signal = new AbortController().signal, onGap, resume } = listening;
  const aborted = awaitAbort(signal);
  const next = (): Promise<SubscriptionItem | undefined> => Promise.race([aborted, outlet.next()]);
  let last = listening.after;
  try {
    for (let item = await next(); item !== undefined && !signal.aborted; item = await next()) {
      if ('event' in item) {
        last = item.event.sequence;
        yield item.event;
      } else if (onGap === undefined) throw gone(item.gap);
      else {
        last = item.gap.after;
        onGap(item.gap);
      }
    }
  } finally {
    await outlet.close();
  }
  if (outlet.isCutOff() && !signal.aborted) yield* await resume(last);
};

/** Subscriptions of one client. */
export const createSubscriptions = (parts: SubscribeParts): Subscriptions => {
  const open = new Map<string, Promise<Shared>>();

  const start = async (filter: EventFilter, signal: AbortSignal | undefined, forget: () => void): Promise<Shared> => {
    const first = await requestSubscription(parts, { filter, after: filter.after }, signal);
    const ending = new AbortController();
    let isRead = false;
    const source = async function* (): AsyncGenerator<SubscriptionItem> {
      isRead = true;
      try {
        for await (const item of readSubscription(parts, { first, filter }, ending.signal)) {
          shared.last = 'event' in item ? item.event.sequence : item.gap.after;
          yield item;
        }
      } finally {
        forget();
      }
    };
    const end = (): void => {
      forget();
      ending.abort();
      if (!isRead) void endSubscription(parts, first.lease);
    };
    const shared: Shared = { first, fanOut: createFanOut(source(), end), last: first.after };
    return shared;
  };

  const find = (filter: EventFilter, signal: AbortSignal | undefined): Promise<Shared> => {
    const key = toKey(filter);
    if (key === undefined) return start(filter, signal, () => undefined);
    const known = open.get(key);
    if (known !== undefined) return known;
    const forget = (): void => {
      if (open.get(key) === made) open.delete(key);
    };
    // Others may wait for it: it is not given up with the first one.
    const made = start(filter, undefined, forget);
    open.set(key, made);
    made.catch(forget);
    const [oldest] = open.keys();
    if (open.size > MAX_SHARED && oldest !== undefined) open.delete(oldest);
    return made;
  };

  const subscribe: Subscriptions['subscribe'] = async (filter, options) => {
    const { signal } = options;
    const { first, fanOut, last: after } = await find(filter, signal);
    const outlet = fanOut.add();
    const resume = (last: string): Promise<Subscription> => subscribe({ ...filter, after: last }, options);
    const events = listen({ ...options, outlet, after, resume });
    return { id: first.id, lease: first.lease, after, [Symbol.asyncIterator]: () => events };
  };
  return { subscribe };
};
