import type { LeaseId, SubjectId, SubscriptionId } from '../../base/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import type { Fields } from './fields.js';
import { readFields, writeFields } from './fields.js';
import type { LeaseRecord } from './lease-record.js';
import { packLease, unpackLease } from './lease-record.js';

/** A subscription: whose, which events, held how long. */
export interface SubscriptionRecord {
  readonly id: SubscriptionId;
  readonly leaseId: LeaseId;
  readonly subscriber: SubjectId;
  /** Pattern of names; `undefined` for every name. */
  readonly name: string | undefined;
  /** Empty for every kind. */
  readonly kinds: readonly AdvertisementKind[];
  /** Events after this sequence. */
  readonly after: number;
  readonly lease: LeaseRecord;
}

const VERSION = 1;

type Packed = readonly [
  SubscriptionId,
  LeaseId,
  SubjectId,
  string | null,
  readonly AdvertisementKind[],
  number,
  Fields,
];

export const writeSubscriptionRecord = (record: SubscriptionRecord): Uint8Array => {
  const { id, leaseId, subscriber, name, kinds, after, lease } = record;
  return writeFields(VERSION, [id, leaseId, subscriber, name ?? null, kinds, after, packLease(lease)]);
};

export const readSubscriptionRecord = (bytes: Uint8Array): SubscriptionRecord => {
  const [id, leaseId, subscriber, name, kinds, after, lease] = readFields(VERSION, bytes) as unknown as Packed;
  return { id, leaseId, subscriber, name: name ?? undefined, kinds, after, lease: unpackLease(lease) };
};
