import type { LeaseId, SubjectId, SubscriptionId } from '../../base/index.js';
import type { AdvertisementKind } from '../../advertisement/index.js';
import type { SchemaCriteria, WantedMethod } from '../model.js';
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
  /** Schema documents that the documents' schemas have to answer, as location and XML text. */
  readonly schemas: readonly (readonly [location: string, xml: string])[];
  readonly methods: readonly WantedMethod[];
  /** The lowest grade that counts; `undefined` for the default. */
  readonly grade: SchemaCriteria['grade'] | undefined;
  /** Events after this sequence. */
  readonly after: number;
  readonly lease: LeaseRecord;
}

const VERSION = 2;

type Packed = readonly [
  SubscriptionId,
  LeaseId,
  SubjectId,
  string | null,
  readonly AdvertisementKind[],
  number,
  Fields,
  SubscriptionRecord['schemas'],
  SubscriptionRecord['methods'],
  Exclude<SubscriptionRecord['grade'], undefined> | null,
];

export const writeSubscriptionRecord = (record: SubscriptionRecord): Uint8Array => {
  const { id, leaseId, subscriber, name, kinds, after, lease, schemas, methods, grade } = record;
  const filter = [schemas, methods, grade ?? null];
  return writeFields(VERSION, [id, leaseId, subscriber, name ?? null, kinds, after, packLease(lease), ...filter]);
};

export const readSubscriptionRecord = (bytes: Uint8Array): SubscriptionRecord => {
  const [id, leaseId, subscriber, name, kinds, after, lease, schemas, methods, grade] = readFields(
    VERSION,
    bytes,
  ) as unknown as Packed;
  return {
    id,
    leaseId,
    subscriber,
    name: name ?? undefined,
    kinds,
    after,
    lease: unpackLease(lease),
    schemas,
    methods,
    grade: grade ?? undefined,
  };
};
