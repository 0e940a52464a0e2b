import type { Caller, LeaseId, SubscriptionId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import { admit, findQuota } from '../admission.js';
import type { SpaceContext } from '../context.js';
import { askedBy, createId } from '../context.js';
import { askerOf } from '../documents/find-body.js';
import { grantPeriod } from '../lease/grant.js';
import type { EventsInput, SpaceEvent, SubscribeInput, Subscription } from '../model.js';
import { createEventFilter } from './event-filter.js';
import { readEvents } from './event-stream.js';
import { writeWantedEvents } from './wanted-events.js';

/**
 * Subscribes to the events of a space.
 *
 * @throws {StoaError} `QUOTA_EXCEEDED` for `maxSubscriptions`, `PARAMETER_INVALID` (after, name, period, methods),
 *   what reading a partial schema throws, `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`
 */
export const subscribe = async (
  context: SpaceContext,
  caller: Caller,
  input: SubscribeInput,
): Promise<Subscription> => {
  admit(context, caller, 'follow');
  assertSubscribe(context, input);
  const periodMs = grantPeriod(input.periodMs, context.definition.limits);
  await decideWhatIsThere(askedBy(context, caller), input);
  const id = createId<SubscriptionId>(context.shared);
  const grantedAtMs = context.shared.collaborators.clock.nowMs();
  const record = {
    id,
    leaseId: id as string as LeaseId,
    subscriber: caller.subject,
    ...writeWantedEvents(input),
    after: input.after ?? context.sequence(),
    lease: { periodMs, grantedAtMs, expiresAtMs: grantedAtMs + periodMs, stale: false, extended: false },
  };
  const added = await context.subscriptions.add(record, findQuota(context, caller));
  const { lease, after, expiresAtMs } = added;
  return { id, after, lease: { id: lease, periodMs, expiresAtMs, credential: context.keys.lease(lease) } };
};

/** Verdicts on all interfaces that are there, so that a document is known by its structure when it is removed. */
const decideWhatIsThere = async (context: SpaceContext, input: SubscribeInput): Promise<void> => {
  const { matcher } = context.shared;
  const wanted = await matcher.read(askerOf(context), input);
  if (wanted) await matcher.decide(context, wanted);
};

const assertSubscribe = ({ definition, sequence }: SpaceContext, { name, after }: SubscribeInput): void => {
  const most = definition.limits.maxNameLength;
  if (name !== undefined && (name === '' || name.length > most)) {
    throw new StoaError('PARAMETER_INVALID', `expected a name of 1 to ${most} characters, got one of ${name.length}`);
  }
  assertSequence(after, sequence());
};

const assertSequence = (after: number | undefined, last: number): void => {
  if (after === undefined || (Number.isSafeInteger(after) && after >= 0 && after <= last)) return;
  throw new StoaError('PARAMETER_INVALID', `expected a sequence that this space has given, got ${after}`);
};

/**
 * The events of a subscription, until `signal` is aborted. When the subscription or its space ends, the stream throws why.
 *
 * @throws {StoaError} `SUBSCRIPTION_NOT_FOUND`, `RESUME_GONE`, `SUBSCRIBER_TOO_SLOW`, `PARAMETER_INVALID` (after),
 *   `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`, `SPACE_GONE`, `SHUTTING_DOWN`
 */
export const events = (context: SpaceContext, caller: Caller, input: EventsInput): AsyncIterable<SpaceEvent> => {
  admit(context, caller, 'follow');
  const { after, wanted, ended, streams } = context.subscriptions.get(input.subscription);
  assertSequence(input.after, context.sequence());
  const own = new AbortController();
  const signal = AbortSignal.any([input.signal, ended.signal, context.signal, own.signal]);
  const read = readEvents(context, {
    after: input.after ?? after,
    createFilter: () => createEventFilter(context, wanted, caller),
    signal,
  });
  return untilEnd(context, input, asOneOf(streams, own, read));
};

/**
 * Streams of one subscription at once. A subscriber has one, and beside it those whose connections have broken without anybody's being
 * told; when there are more the oldest ends, so that one subscription is not as many as its client likes.
 */
const MAX_STREAMS = 8;

const asOneOf = async function* (
  streams: Set<AbortController>,
  own: AbortController,
  read: AsyncIterable<SpaceEvent>,
): AsyncGenerator<SpaceEvent, void> {
  const [oldest] = streams;
  if (streams.size >= MAX_STREAMS && oldest) {
    streams.delete(oldest);
    oldest.abort();
  }
  streams.add(own);
  try {
    yield* read;
  } finally {
    streams.delete(own);
  }
};

const untilEnd = async function* (
  context: SpaceContext,
  { subscription, signal }: EventsInput,
  read: AsyncIterable<SpaceEvent>,
): AsyncGenerator<SpaceEvent, void> {
  yield* read;
  if (signal.aborted) return;
  context.assertOpen();
  context.subscriptions.get(subscription);
};
