import type { Labels } from '../names.js';

/** Types of records used here (RFC 1035, 2782, 3596, 4034). */
export const RECORD = { A: 1, PTR: 12, TXT: 16, AAAA: 28, SRV: 33, NSEC: 47, ANY: 255 } as const;

/** The class of the Internet; mDNS uses its top bit for other purposes. */
export const CLASS_IN = 1;
/** Any class, in questions. */
export const CLASS_ANY = 255;

/** Data of a record, as far as it is understood here. */
export type RecordData =
  | { readonly kind: 'PTR'; readonly target: Labels }
  | {
      readonly kind: 'SRV';
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly target: Labels;
    }
  /** TXT, A, AAAA and all others: their bytes, which hold no compressed names. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** NSEC in the form of mDNS: what types there are of the name, all below 256 (RFC 6762 section 6.1). */
  | { readonly kind: 'NSEC'; readonly next: Labels; readonly types: readonly number[] };

/** A resource record. */
export interface DnsRecord {
  readonly name: Labels;
  readonly type: number;
  readonly class: number;
  /** The cache-flush bit: these are all records of this name and type (RFC 6762 section 10.2). */
  readonly flush: boolean;
  readonly ttlSeconds: number;
  readonly data: RecordData;
}

/** A question. */
export interface DnsQuestion {
  readonly name: Labels;
  readonly type: number;
  readonly class: number;
  /** The answer may come by unicast (RFC 6762 section 5.4). */
  readonly unicast: boolean;
}

/** A message, query or response. */
export interface DnsMessage {
  /** 0 in multicast DNS; to be repeated to askers that speak plain DNS. */
  readonly id: number;
  readonly isResponse: boolean;
  /** More known answers follow in other packets (RFC 6762 section 7.2). */
  readonly isTruncated: boolean;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  /** In a probe: the records that are to be claimed. */
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
}

/** A query without questions. */
export const EMPTY_QUERY: DnsMessage = {
  id: 0,
  isResponse: false,
  isTruncated: false,
  questions: [],
  answers: [],
  authorities: [],
  additionals: [],
};

/** A response without answers. */
export const EMPTY_RESPONSE: DnsMessage = { ...EMPTY_QUERY, isResponse: true };
