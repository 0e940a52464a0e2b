import type { AccessGrant, ClientQuota } from '../access/model.js';

/** What is kept of a space's access policy, as a part of its record. */
export interface AccessRecord {
  /** How often it was changed by a message. */
  readonly version: number;
  /** `undefined` where the space states none. */
  readonly grants: readonly AccessGrant[] | undefined;
  readonly quota: ClientQuota;
  /** What the declaration said last: when it says something else, that counts. `''` for a spawned space. */
  readonly declared: string;
}

/** Fields of an access policy, as they stand in the record of a space. */
export const packAccess = ({ version, grants, quota, declared }: AccessRecord): PackedAccess => [
  version,
  grants ?? null,
  quota,
  declared,
];

export type PackedAccess = readonly [number, readonly AccessGrant[] | null, ClientQuota, string];

export const unpackAccess = ([version, grants, quota, declared]: PackedAccess): AccessRecord => ({
  version,
  grants: grants ?? undefined,
  quota,
  declared,
});
