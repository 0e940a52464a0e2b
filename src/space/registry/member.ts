import type { SpaceId } from '../../base/index.js';
import { createSpaceKeys } from '../admission.js';
import type { SpaceKeys } from '../admission.js';
import type { Credentials } from '../collaborators.js';
import type { Space } from '../model.js';
import type { OpenSpace } from '../open/open-space.js';
import type { SpaceRecord } from '../tables/index.js';

/** A space as the registry knows it, open or not. */
export interface Member {
  readonly id: SpaceId;
  record: SpaceRecord;
  /** Aborted when the space ends. */
  readonly ended: AbortController;
  /** Once somebody asked for it. */
  opened: Promise<OpenMember> | undefined;
  /** Of a spawned space that is alive: what was granted last, whether written yet or not. */
  periodMs: number;
  expiresAtMs: number;
  queueIndex: number;
}

export interface OpenMember {
  readonly space: Space;
  readonly open: OpenSpace;
}

/** Mints and checks the credentials of a member, open or not. */
export const keysOf = (credentials: Credentials, member: Pick<Member, 'id' | 'record'>): SpaceKeys =>
  createSpaceKeys(credentials, member.id, () => member.record.access?.root);

/** A member from its record. */
export const createMember = (record: SpaceRecord): Member => ({
  id: record.id,
  record,
  ended: new AbortController(),
  opened: undefined,
  periodMs: record.lease.periodMs,
  expiresAtMs: record.lease.expiresAtMs,
  queueIndex: -1,
});
