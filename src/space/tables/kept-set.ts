import { readFields, writeFields } from './fields.js';
import type { SetNumber } from './document-record.js';

/** What is known of a component set by its digest. */
export interface KeptSet {
  /** 0 when it is not kept. */
  readonly number: SetNumber;
  /** Digests of the tails that are kept of documents with this set, in their places. */
  readonly tails: readonly string[];
}

const NO_SET: KeptSet = { number: 0, tails: [] };

const VERSION = 2;

export const writeKeptSet = ({ number, tails }: KeptSet): Uint8Array => writeFields(VERSION, [number, ...tails]);

/** @throws {StoaError} `STORE_VERSION_UNSUPPORTED` */
export const readKeptSet = (bytes: Uint8Array | undefined): KeptSet => {
  if (bytes === undefined) return NO_SET;
  const [number, ...tails] = readFields(VERSION, bytes) as readonly [number, ...string[]];
  return { number, tails };
};

/** How it is written and read. */
export const KEPT_SET = { read: readKeptSet, write: writeKeptSet } as const;
