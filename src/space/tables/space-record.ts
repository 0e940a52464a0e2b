import type { LeaseId, SpaceId, SpaceLimits, SubjectId } from '../../base/index.js';
import type { AccessRecord, PackedAccess } from './access-record.js';
import { packAccess, unpackAccess } from './access-record.js';
import type { Fields } from './fields.js';
import { readFields, writeFields } from './fields.js';
import type { LeaseRecord } from './lease-record.js';
import { packLease, unpackLease } from './lease-record.js';

/**
 * How far a space is: `alive`; `ended`, its content being dropped; `dropped`, remembered only to answer that it
 * is gone. Each step is durable before the next begins, so a crash between two is made good at the next start.
 */
export type SpaceState = 'alive' | 'ended' | 'dropped';

/** One schema document as text. */
export interface SchemaText {
  readonly location: string;
  readonly text: string;
}

/** What is kept of a space, in the system space. Limits and schemas are those of its own: the rest is its parent's. */
export interface SpaceRecord {
  readonly id: SpaceId;
  readonly name: string;
  readonly kind: 'space' | 'result';
  readonly alias: string | undefined;
  readonly parent: SpaceId | undefined;
  readonly limits: Partial<SpaceLimits>;
  readonly schemas: readonly SchemaText[];
  /** Of a spawned space. */
  readonly leaseId: LeaseId | undefined;
  /** Of a spawned space; all zero for a declared one. */
  readonly lease: LeaseRecord;
  readonly state: SpaceState;
  /** 0 while it is alive. */
  readonly endedAtMs: number;
  /** `undefined` where nothing was ever stated. */
  readonly access: AccessRecord | undefined;
  /** Who spawned it, whose quota it counts to; `undefined` for a declared space. */
  readonly owner: SubjectId | undefined;
}

const VERSION = 1;

type Packed = readonly [
  SpaceId,
  string,
  'space' | 'result',
  string | null,
  SpaceId | null,
  Partial<SpaceLimits>,
  readonly (readonly [string, string])[],
  LeaseId | null,
  Fields,
  SpaceState,
  number,
  (PackedAccess | null)?,
  (SubjectId | null)?,
];

export const writeSpaceRecord = (record: SpaceRecord): Uint8Array => {
  const { id, name, kind, alias, parent, limits, schemas, leaseId, lease, state, endedAtMs, access, owner } = record;
  const texts = schemas.map(({ location, text }) => [location, text]);
  const holder = [
    leaseId ?? null,
    packLease(lease),
    state,
    endedAtMs,
    access ? packAccess(access) : null,
    owner ?? null,
  ];
  return writeFields(VERSION, [id, name, kind, alias ?? null, parent ?? null, limits, texts, ...holder]);
};

export const readSpaceRecord = (bytes: Uint8Array): SpaceRecord => {
  const fields = readFields(VERSION, bytes) as unknown as Packed;
  const [id, name, kind, alias, parent, limits, texts, leaseId, lease, state, endedAtMs, access, owner] = fields;
  return {
    id,
    name,
    kind,
    alias: alias ?? undefined,
    parent: parent ?? undefined,
    limits,
    schemas: texts.map(([location, text]) => ({ location, text })),
    leaseId: leaseId ?? undefined,
    lease: unpackLease(lease),
    state,
    endedAtMs,
    access: access ? unpackAccess(access) : undefined,
    owner: owner ?? undefined,
  };
};
