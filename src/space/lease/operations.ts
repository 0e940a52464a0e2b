import type { Caller, LeaseId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import { admitHolder, findRights, showing, shownCredentials } from '../admission.js';
import type { SpaceContext } from '../context.js';
import { heldUntilMs } from '../parts.js';
import type { Kept } from '../documents/changes.js';
import { removeChange } from '../documents/changes.js';
import type { LiveSubscription } from '../events/subscriptions.js';
import type { CancelInput, GrantedLease, RenewInput } from '../model.js';
import type { Row } from '../projection/index.js';
import { grantPeriod } from './grant.js';

/** Leases of spaces: kept by the system space, renewed through the space itself or its parent. */
export interface SpaceLeases {
  /** The renewed lease, or `undefined` when `lease` is neither this space's nor a child's. */
  readonly renew: (context: SpaceContext, input: RenewInput, shown: readonly string[]) => GrantedLease | undefined;
  /** Ends the space that the lease holds; `false` as above. */
  readonly cancel: (context: SpaceContext, lease: LeaseId, shown: readonly string[]) => Promise<boolean>;
}

const notFound = (lease: LeaseId): StoaError =>
  new StoaError('LEASE_NOT_FOUND', `there is no lease ${lease} in this space; what it held is gone`);

/**
 * Renews a lease of a document, a subscription or a space; without a period for as long as it was granted last.
 *
 * @throws {StoaError} `LEASE_NOT_FOUND`, `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`, `PARAMETER_INVALID` (period)
 */
export const renew = async (
  { context, spaces }: LeaseOperations,
  caller: Caller,
  input: RenewInput,
): Promise<GrantedLease> => {
  const shown = shownCredentials(caller, input.credential);
  const granted = await renewAny({ context, spaces }, { input, shown });
  if (!granted) throw notFound(input.lease);
  context.shared.collaborators.observer?.renewed();
  return granted;
};

/** Whatever the lease is of, if it is known. */
const renewAny = (
  { context, spaces }: LeaseOperations,
  { input, shown }: Renewal,
): GrantedLease | Promise<GrantedLease> | undefined => {
  const row = context.projection.findByLease(input.lease);
  if (row) return renewDocument(context, row, { input, shown });
  const subscription = context.subscriptions.findByLease(input.lease);
  if (subscription) return renewSubscription(context, subscription, { input, shown });
  return spaces.renew(context, input, shown);
};

export interface LeaseOperations {
  readonly context: SpaceContext;
  readonly spaces: SpaceLeases;
}

interface Renewal {
  readonly input: RenewInput;
  readonly shown: readonly string[];
}

const renewDocument = async (context: SpaceContext, row: Row, { input, shown }: Renewal): Promise<GrantedLease> => {
  admitHolder(context.keys, shown, row.lease);
  const { limits } = context.definition;
  if (row.periodMs === 0) {
    return { id: row.lease, periodMs: limits.defaultLeaseMs, expiresAtMs: heldUntilMs(context) };
  }
  const periodMs = grantPeriod(input.periodMs ?? row.periodMs, limits);
  const expiresAtMs = await context.leases.renew(row, periodMs);
  context.watching.renewed(row.id);
  return { id: row.lease, periodMs, expiresAtMs };
};

const renewSubscription = (
  context: SpaceContext,
  subscription: LiveSubscription,
  { input, shown }: Renewal,
): GrantedLease => {
  admitHolder(context.keys, shown, subscription.lease);
  const periodMs = grantPeriod(input.periodMs ?? subscription.periodMs, context.definition.limits);
  context.subscriptions.renew(subscription, periodMs);
  return { id: subscription.lease, periodMs, expiresAtMs: subscription.expiresAtMs };
};

/**
 * Ends a lease and what it holds: deletes the document, drops the subscription, ends the space.
 *
 * @throws {StoaError} `LEASE_NOT_FOUND`, `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`
 */
export const cancel = async (
  { context, spaces }: LeaseOperations,
  caller: Caller,
  input: CancelInput,
): Promise<void> => {
  const shown = shownCredentials(caller, input.credential);
  const row = context.projection.findByLease(input.lease);
  const subscription = context.subscriptions.findByLease(input.lease);
  const { isAdministrator } = findRights(context, showing(caller, input.credential));
  if (row) {
    if (!isAdministrator) admitHolder(context.keys, shown, row.lease);
    const atMs = context.shared.collaborators.clock.nowMs();
    const allow = ({ record }: Kept): boolean => record.lease === input.lease;
    const removed = await context.writer.write(
      removeChange(context, { id: row.id, publisher: row.publisher, atMs, allow }),
    );
    if (!removed) throw notFound(input.lease);
  } else if (subscription) {
    if (!isAdministrator) admitHolder(context.keys, shown, subscription.lease);
    await context.subscriptions.cancel(subscription);
  } else if (!(await spaces.cancel(context, input.lease, shown))) {
    throw notFound(input.lease);
  }
};
