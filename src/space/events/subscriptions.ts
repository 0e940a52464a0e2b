import type { LeaseId, SubscriptionId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import type { SpaceContext } from '../context.js';
import { createExpiryLoop } from '../lease/expiry-loop.js';
import { createRenewalBuffer } from '../lease/renewal-buffer.js';
import type { SubscriptionRecord } from '../tables/index.js';
import type { Writer } from '../writer/index.js';
import type { EventFilter } from './event-filter.js';
import { createEventFilter } from './event-filter.js';
import { renewSubscriptionsChange, subscribeChange, unsubscribeChange } from './subscription-changes.js';

/** A subscription that is alive. */
export interface LiveSubscription {
  readonly id: SubscriptionId;
  readonly lease: LeaseId;
  readonly after: number;
  readonly matches: EventFilter;
  /** Aborted when its lease has ended or was cancelled. */
  readonly ended: AbortController;
  periodMs: number;
  expiresAtMs: number;
  queueIndex: number;
}

/** The subscriptions of a space: held by leases like all else, so that a dead subscriber is dropped. */
export interface Subscriptions {
  /** @throws {StoaError} `QUOTA_EXCEEDED` for `maxSubscriptions` */
  readonly add: (record: SubscriptionRecord) => Promise<LiveSubscription>;
  /** Takes in one that is kept, while its space is opened. */
  readonly load: (record: SubscriptionRecord) => void;
  /** @throws {StoaError} `SUBSCRIPTION_NOT_FOUND` */
  readonly get: (id: SubscriptionId) => LiveSubscription;
  readonly findByLease: (lease: LeaseId) => LiveSubscription | undefined;
  /** Counts at once, is written soon. */
  readonly renew: (subscription: LiveSubscription, periodMs: number) => void;
  /** Durable when it resolves. */
  readonly cancel: (subscription: LiveSubscription) => Promise<void>;
  readonly start: () => void;
  readonly flush: () => Promise<void>;
  /** Ends every stream, writes renewals that wait and stops. */
  readonly close: () => Promise<void>;
}

export const createSubscriptions = ({
  shared,
  definition,
  writer,
}: Pick<SpaceContext, 'shared' | 'definition'> & { readonly writer: Writer }): Subscriptions => {
  const { clock, log } = shared.collaborators;
  const { limits } = definition;
  const live = new Map<SubscriptionId, LiveSubscription>();

  const renewals = createRenewalBuffer<SubscriptionId>({
    clock,
    log,
    delayMs: shared.settings.renewalDelayMs,
    write: (batch) => writer.write(renewSubscriptionsChange(batch)),
  });

  const loop = createExpiryLoop<LiveSubscription>({
    clock,
    log,
    dueAtMs: ({ expiresAtMs }) => expiresAtMs,
    expire: async (subscription) => {
      const isDue = (): boolean => subscription.expiresAtMs <= clock.nowMs();
      if (await writer.write(unsubscribeChange(subscription.id, limits, isDue))) forget(subscription);
    },
    current: ({ id }) => live.get(id),
  });

  const forget = (subscription: LiveSubscription): void => {
    live.delete(subscription.id);
    renewals.delete(subscription.id);
    loop.delete(subscription);
    subscription.ended.abort();
  };

  const enter = ({ id, leaseId, after, lease, name, kinds }: SubscriptionRecord): LiveSubscription => {
    const subscription: LiveSubscription = {
      id,
      lease: leaseId,
      after,
      matches: createEventFilter({ ...(name !== undefined && { name }), kinds }),
      ended: new AbortController(),
      periodMs: lease.periodMs,
      expiresAtMs: lease.expiresAtMs,
      queueIndex: -1,
    };
    live.set(id, subscription);
    loop.set(subscription);
    return subscription;
  };

  return {
    add: async (record) => {
      await writer.write(subscribeChange(record, limits));
      return enter(record);
    },
    load: enter,
    get: (id) => {
      const found = live.get(id);
      if (found) return found;
      throw new StoaError('SUBSCRIPTION_NOT_FOUND', `there is no subscription ${id} in this space`);
    },
    findByLease: (lease) => {
      // The two ids of a subscription are one text.
      const found = live.get(lease as string as SubscriptionId);
      return found?.lease === lease ? found : undefined;
    },
    renew: (subscription, periodMs) => {
      const grantedAtMs = clock.nowMs();
      const renewal = { periodMs, grantedAtMs, expiresAtMs: grantedAtMs + periodMs };
      renewals.set(subscription.id, renewal);
      subscription.periodMs = periodMs;
      subscription.expiresAtMs = renewal.expiresAtMs;
      if (!loop.isExpiring(subscription)) loop.set(subscription);
    },
    cancel: async (subscription) => {
      await writer.write(unsubscribeChange(subscription.id, limits));
      forget(subscription);
    },
    start: loop.start,
    flush: renewals.flush,
    close: async () => {
      for (const { ended } of live.values()) ended.abort();
      await loop.stop();
      await renewals.close();
    },
  };
};
