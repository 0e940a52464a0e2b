import type { SpaceLimits, SubscriptionId } from '../../base/index.js';
import type { ClientQuota } from '../access/model.js';
import { clientKeys, countForClient } from '../documents/client-counting.js';
import { countersOf, putCounters } from '../documents/counting.js';
import type { PendingRenewal } from '../lease/renewal-buffer.js';
import type { SubscriptionRecord } from '../tables/index.js';
import { COUNTERS_KEY, readSubscriptionRecord, subscriptionKey, writeSubscriptionRecord } from '../tables/index.js';
import type { Change } from '../writer/index.js';

/** About what a subscription takes. */
const RECORD_BYTES = 500;

/** Keeps a new subscription. */
export const subscribeChange = (
  record: SubscriptionRecord,
  limits: SpaceLimits,
  quota?: ClientQuota,
): Change<void> => ({
  reads: [COUNTERS_KEY, ...clientKeys(record.subscriber)],
  size: RECORD_BYTES,
  apply: (view) => {
    const counters = countersOf(view);
    putCounters(view, { ...counters, subscriptions: counters.subscriptions + 1 }, limits);
    countForClient(view, { subject: record.subscriber, quota, subscriptions: 1 });
    view.put(subscriptionKey(record.id), writeSubscriptionRecord(record));
  },
});

/** Drops a subscription, if it is there and `allow` says so. */
export const unsubscribeChange = (
  { id, subscriber }: Pick<SubscriptionRecord, 'id' | 'subscriber'>,
  limits: SpaceLimits,
  allow: () => boolean = () => true,
): Change<boolean> => ({
  reads: [COUNTERS_KEY, subscriptionKey(id), ...clientKeys(subscriber)],
  size: RECORD_BYTES,
  apply: (view) => {
    if (view.get(subscriptionKey(id)) === undefined || !allow()) return false;
    const counters = countersOf(view);
    putCounters(view, { ...counters, subscriptions: counters.subscriptions - 1 }, limits);
    countForClient(view, { subject: subscriber, subscriptions: -1 });
    view.delete(subscriptionKey(id));
    return true;
  },
});

/** Writes the new ends of subscriptions that are still there. */
export const renewSubscriptionsChange = (batch: ReadonlyMap<SubscriptionId, PendingRenewal>): Change<void> => ({
  reads: [...batch.keys()].map(subscriptionKey),
  size: batch.size * RECORD_BYTES,
  apply: (view) => {
    for (const [id, renewal] of batch) {
      const bytes = view.get(subscriptionKey(id));
      if (bytes === undefined) continue;
      const record = readSubscriptionRecord(bytes);
      const lease = { ...record.lease, ...renewal, extended: false };
      view.put(subscriptionKey(id), writeSubscriptionRecord({ ...record, lease }));
    }
  },
});
