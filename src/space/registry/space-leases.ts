import type { LeaseId } from '../../base/index.js';
import { admitHolder } from '../admission.js';
import { keysOf } from './member.js';
import type { SpaceContext } from '../context.js';
import { grantPeriod } from '../lease/grant.js';
import type { SpaceLeases } from '../lease/operations.js';
import type { Member } from './member.js';
import type { ExpiryLoop } from '../lease/expiry-loop.js';
import type { RenewalBuffer } from '../lease/renewal-buffer.js';
import type { ServerParts } from '../parts.js';

/** What of the registry the leases of spaces are made from. */
export interface SpacesHeld {
  readonly shared: ServerParts;
  readonly members: ReadonlyMap<Member['id'], Member>;
  readonly renewals: RenewalBuffer<Member['id']>;
  readonly loop: ExpiryLoop<Member>;
}

/** The leases that hold spawned spaces: they belong to the space itself, and are found through its parent too. */
export const createSpaceLeases = (
  { members, renewals, loop, shared }: SpacesHeld,
  end: (member: Member) => Promise<void>,
): SpaceLeases => {
  const { clock, credentials } = shared.collaborators;

  /** The space that a lease holds, when it is asked for through that space or its parent. */
  const findHeld = ({ definition }: SpaceContext, lease: LeaseId): Member | undefined => {
    // A spawned space's lease has the text of its id.
    const member = members.get(lease as string as Member['id']);
    if (member?.record.state !== 'alive' || member.record.leaseId !== lease) return undefined;
    return member.id === definition.id || member.record.parent === definition.id ? member : undefined;
  };

  return {
    renew: (context, input, shown) => {
      const member = findHeld(context, input.lease);
      // One whose end is being written cannot be kept any more.
      if (!member || loop.isExpiring(member)) return undefined;
      admitHolder(keysOf(credentials, member), shown, input.lease);
      const periodMs = grantPeriod(input.periodMs ?? member.periodMs, context.definition.limits);
      const grantedAtMs = clock.nowMs();
      const expiresAtMs = grantedAtMs + periodMs;
      renewals.set(member.id, { periodMs, grantedAtMs, expiresAtMs });
      member.periodMs = periodMs;
      member.expiresAtMs = expiresAtMs;
      loop.set(member);
      return { id: input.lease, periodMs, expiresAtMs };
    },
    cancel: async (context, lease, shown) => {
      const member = findHeld(context, lease);
      if (!member) return false;
      admitHolder(keysOf(credentials, member), shown, lease);
      await end(member);
      return true;
    },
  };
};
