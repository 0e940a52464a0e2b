import type { Fields } from './fields.js';

/** How long a document, a subscription or a space is held. */
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

/** Fields of a lease, as they stand in the records of subscriptions and spaces. */
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
