import type { AccessGrant, ClientQuota } from '../access/model.js';

/** What the root credential of a space is made from that took the place of another. */
export interface RootRecord {
  /** How many there were before. */
  readonly version: number;
  readonly seed: string;
}

/** What is kept of a space's access policy, as a part of its record. */
export interface AccessRecord {
  /** How often it was changed by a message. */
  readonly version: number;
  /** `undefined` where the space states none. */
  readonly grants: readonly AccessGrant[] | undefined;
  readonly quota: ClientQuota;
  /** What the declaration said last: when it says something else, that counts. `''` for a spawned space. */
  readonly declared: string;
  /** Absent for the first root credential. */
  readonly root?: RootRecord;
}

/** Fields of an access policy, as they stand in the record of a space. */
export const packAccess = ({ version, grants, quota, declared, root }: AccessRecord): PackedAccess => {
  const stated = [version, grants ?? null, quota, declared] as const;
  return root === undefined ? stated : [...stated, [root.version, root.seed]];
};

export type PackedAccess = readonly [
  number,
  readonly AccessGrant[] | null,
  ClientQuota,
  string,
  (readonly [number, string])?,
];

export const unpackAccess = ([version, grants, quota, declared, root]: PackedAccess): AccessRecord => ({
  version,
  grants: grants ?? undefined,
  quota,
  declared,
  ...(root && { root: { version: root[0], seed: root[1] } }),
});
