import type { Fields } from './fields.js';
import { readFields, writeFields } from './fields.js';

/** How long a document is held. Apart from the entry, so that a renewal writes little and meets no update. */
export interface LeaseRecord {
  /** Period granted last; 0 when the space itself holds the document, until it is removed or the space ends. */
  readonly periodMs: number;
  /** When it was granted or renewed last: of two writers the later grant counts. */
  readonly grantedAtMs: number;
  /** 0 when the space itself holds the document. */
  readonly expiresAtMs: number;
  readonly stale: boolean;
  /** Whether it had the one extension after a restart since its last renewal. */
  readonly extended: boolean;
}

const VERSION = 1;

/** Fields of a lease, as they stand in its record and in log entries. */
export const packLease = ({ periodMs, grantedAtMs, expiresAtMs, stale, extended }: LeaseRecord): Fields => [
  periodMs,
  grantedAtMs,
  expiresAtMs,
  stale ? 1 : 0,
  extended ? 1 : 0,
];

export const unpackLease = (fields: Fields): LeaseRecord => {
  const [periodMs, grantedAtMs, expiresAtMs, stale, extended] = fields as readonly [
    number,
    number,
    number,
    0 | 1,
    0 | 1,
  ];
  return { periodMs, grantedAtMs, expiresAtMs, stale: stale === 1, extended: extended === 1 };
};

export const writeLeaseRecord = (lease: LeaseRecord): Uint8Array => writeFields(VERSION, packLease(lease));
export const readLeaseRecord = (bytes: Uint8Array): LeaseRecord => unpackLease(readFields(VERSION, bytes));
