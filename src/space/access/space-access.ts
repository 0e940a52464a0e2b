import type { AccessRecord, RootRecord } from '../tables/index.js';
import { NO_QUOTA } from './model.js';
import type { AccessGrant, AccessPolicy, ClientQuota } from './model.js';
import { createAccessRules } from './rules.js';
import type { AccessRules } from './rules.js';

/** The access policy of an open space. It changes while the space is open, so it is asked each time. */
export interface SpaceAccess {
  /** `undefined` where everybody may do everything: there is nothing to look at. */
  readonly rules: () => AccessRules | undefined;
  readonly quota: () => ClientQuota;
  readonly policy: () => AccessPolicy;
  /** What the root credential is made from; `undefined` for the first one. */
  readonly root: () => RootRecord | undefined;
  /** Takes what is in force from now on. */
  readonly set: (record: AccessRecord | undefined) => void;
}

/** What holds where a space states nothing itself. */
export type DefaultAccess =
  /** Everybody may do everything. */
  | 'open'
  /** Whoever proved who they are. */
  | 'authenticated'
  /** Only the holder of the root credential: a spawned space. */
  | 'closed';

/** Grants by what holds without any. */
const DEFAULT_GRANTS: Readonly<Record<DefaultAccess, readonly AccessGrant[]>> = {
  open: [{ to: 'anyone', actions: ['publish', 'lookup', 'read', 'open', 'spawn'] }],
  authenticated: [{ to: 'authenticated', actions: ['publish', 'lookup', 'read', 'open', 'spawn'] }],
  closed: [],
};

/** The access policy of a space, from what is kept of it. */
export const createSpaceAccess = (byDefault: DefaultAccess, record: AccessRecord | undefined): SpaceAccess => {
  let rules: AccessRules | undefined;
  let policy: AccessPolicy;
  let root: RootRecord | undefined;
  const set = (next: AccessRecord | undefined): void => {
    const stated = next?.grants;
    const grants = stated ?? DEFAULT_GRANTS[byDefault];
    const quota = next === undefined || Object.keys(next.quota).length === 0 ? NO_QUOTA : next.quota;
    policy = { version: next?.version ?? 0, grants, quota, isDefault: stated === undefined };
    root = next?.root;
    rules = stated === undefined && byDefault === 'open' ? undefined : createAccessRules(grants);
  };
  set(record);
  return { rules: () => rules, quota: () => policy.quota, policy: () => policy, root: () => root, set };
};
