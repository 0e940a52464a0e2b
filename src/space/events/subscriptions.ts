import type { Clock, LeaseId, SpaceLimits, SubjectId, SubscriptionId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import type { ClientQuota } from '../access/model.js';
import type { SpaceParts } from '../parts.js';
import type { ExpiryLoop } from '../lease/expiry-loop.js';
import { createExpiryLoop } from '../lease/expiry-loop.js';
import { orderBy } from '../lease/lease-queue.js';
import type { RenewalBuffer } from '../lease/renewal-buffer.js';
import { createRenewalBuffer } from '../lease/renewal-buffer.js';
import type { SubscriptionRecord } from '../tables/index.js';
import type { Writer } from '../writer/index.js';
import type { WantedEvents } from './wanted-events.js';
import { readWantedEvents } from './wanted-events.js';
import { renewSubscriptionsChange, subscribeChange, unsubscribeChange } from './subscription-changes.js';

/** A subscription that is alive. */
export interface LiveSubscription {
  readonly id: SubscriptionId;
  readonly lease: LeaseId;
  readonly subscriber: SubjectId;
  readonly after: number;
  readonly wanted: WantedEvents;
  /** Aborted when its lease has ended or was cancelled. */
  readonly ended: AbortController;
  /** Streams that read its events, the oldest first; one is ended by aborting it. */
  readonly streams: Set<AbortController>;
  periodMs: number;
  expiresAtMs: number;
  queueIndex: number;
}

/** The subscriptions of a space: held by leases like all else, so that a dead subscriber is dropped. */
export interface Subscriptions {
  /** @throws {StoaError} `QUOTA_EXCEEDED` for `maxSubscriptions`, `CLIENT_QUOTA_EXCEEDED` */
  add(record: SubscriptionRecord, quota?: ClientQuota): Promise<LiveSubscription>;
  /** Takes in one that is kept, while its space is opened. */
  load(record: SubscriptionRecord): LiveSubscription;
  /** @throws {StoaError} `SUBSCRIPTION_NOT_FOUND` */
  get(id: SubscriptionId): LiveSubscription;
  findByLease(lease: LeaseId): LiveSubscription | undefined;
  /** Counts at once, is written soon. */
  renew(subscription: LiveSubscription, periodMs: number): void;
  /** Durable when it resolves. */
  cancel(subscription: LiveSubscription): Promise<void>;
  /** How many are alive. */
  readonly size: number;
  start(): void;
  /** Ends every stream, writes renewals that wait and stops. */
  close(): Promise<void>;
}

export interface SubscriptionsCollaborators extends SpaceParts {
  readonly writer: Writer;
}

/** Subscriptions that are not ended until they are started. */
export const createSubscriptions = (collaborators: SubscriptionsCollaborators): Subscriptions =>
  new LeasedSubscriptions(collaborators);

class LeasedSubscriptions implements Subscriptions {
  readonly #writer: Writer;
  readonly #clock: Clock;
  readonly #limits: SpaceLimits;
  readonly #live = new Map<SubscriptionId, LiveSubscription>();
  readonly #renewals: RenewalBuffer<SubscriptionId>;
  readonly #loop: ExpiryLoop<LiveSubscription>;

  get size(): number {
    return this.#live.size;
  }

  constructor({ shared, definition, writer }: SubscriptionsCollaborators) {
    const { clock, log } = shared.collaborators;
    this.#writer = writer;
    this.#clock = clock;
    this.#limits = definition.limits;
    this.#renewals = createRenewalBuffer({
      clock,
      log,
      delayMs: shared.settings.renewalDelayMs,
      write: (batch) => writer.write(renewSubscriptionsChange(batch)),
    });
    this.#loop = createExpiryLoop({
      clock,
      log,
      order: orderBy(({ expiresAtMs }) => expiresAtMs),
      expire: (subscription) => this.#expire(subscription),
      current: ({ id }) => this.#live.get(id),
    });
  }

  async add(record: SubscriptionRecord, quota?: ClientQuota): Promise<LiveSubscription> {
    await this.#writer.write(subscribeChange(record, this.#limits, quota));
    return this.load(record);
  }

  load(record: SubscriptionRecord): LiveSubscription {
    const { id, leaseId, subscriber, after, lease } = record;
    const subscription: LiveSubscription = {
      id,
      lease: leaseId,
      subscriber,
      after,
      wanted: readWantedEvents(record),
      ended: new AbortController(),
      streams: new Set(),
      periodMs: lease.periodMs,
      expiresAtMs: lease.expiresAtMs,
      queueIndex: -1,
    };
    this.#live.set(id, subscription);
    this.#loop.set(subscription);
    return subscription;
  }

  get(id: SubscriptionId): LiveSubscription {
    const found = this.#live.get(id);
    if (found) return found;
    throw new StoaError('SUBSCRIPTION_NOT_FOUND', `there is no subscription ${id} in this space`);
  }

  findByLease(lease: LeaseId): LiveSubscription | undefined {
    // The two ids of a subscription are one text.
    const found = this.#live.get(lease as string as SubscriptionId);
    // One whose end is being written cannot be kept any more.
    return found?.lease === lease && !this.#loop.isExpiring(found) ? found : undefined;
  }

  renew(subscription: LiveSubscription, periodMs: number): void {
    const grantedAtMs = this.#clock.nowMs();
    const renewal = { periodMs, grantedAtMs, expiresAtMs: grantedAtMs + periodMs };
    this.#renewals.set(subscription.id, renewal);
    subscription.periodMs = periodMs;
    subscription.expiresAtMs = renewal.expiresAtMs;
    this.#loop.set(subscription);
  }

  async cancel(subscription: LiveSubscription): Promise<void> {
    await this.#writer.write(unsubscribeChange(subscription, this.#limits));
    this.#forget(subscription);
  }

  start(): void {
    this.#loop.start();
  }

  async close(): Promise<void> {
    for (const { ended } of this.#live.values()) ended.abort();
    await this.#loop.stop();
    await this.#renewals.close();
  }

  async #expire(subscription: LiveSubscription): Promise<void> {
    const isDue = (): boolean => subscription.expiresAtMs <= this.#clock.nowMs();
    if (await this.#writer.write(unsubscribeChange(subscription, this.#limits, isDue))) this.#forget(subscription);
  }

  #forget(subscription: LiveSubscription): void {
    this.#live.delete(subscription.id);
    this.#renewals.delete(subscription.id);
    this.#loop.delete(subscription);
    subscription.ended.abort();
  }
}
