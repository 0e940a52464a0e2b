import { StoaError } from '../base/index.js';
import { DEFAULT_RANGE_ROWS, DEFAULT_STORE_LIMITS } from './port.js';
import type { Commit, KeyRange, StoreLimits } from './port.js';

const assertWithin = (limits: StoreLimits, limit: keyof StoreLimits, amount: number): void => {
  if (amount <= limits[limit]) return;
  const message = `expected at most ${limits[limit]} (${limit}), got ${amount}`;
  throw new StoaError('STORE_LIMIT_EXCEEDED', message, { limit });
};

/**
 * Complete limits of partial ones.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when one is not a positive whole number
 */
export const validateStoreLimits = (given: Partial<StoreLimits> = {}): StoreLimits => {
  const limits: StoreLimits = { ...DEFAULT_STORE_LIMITS, ...given };
  for (const [name, value] of Object.entries(limits)) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new StoaError(
      'CONFIGURATION_INVALID',
      `expected ${name} to be a positive whole number, got ${String(value)}`,
    );
  }
  return Object.freeze(limits);
};

/** @throws {StoaError} `STORE_LIMIT_EXCEEDED` for a key that is too long to have been stored */
export const assertKey = (limits: StoreLimits, key: Uint8Array): void => {
  assertWithin(limits, 'maxKeyBytes', key.length);
};

/** A range read with all its fields. */
export interface CompleteRange {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly rows: number;
}

/**
 * The complete form of a range.
 *
 * @throws {StoaError} `STORE_LIMIT_EXCEEDED`, `PARAMETER_INVALID` as `Store.range` says
 */
export const validateRange = (limits: StoreLimits, { from, to, limit }: KeyRange): CompleteRange => {
  // The first key after a key of full length is that key and a zero byte.
  assertWithin(limits, 'maxKeyBytes', Math.max(from.length, to.length) - 1);
  const rows = limit ?? Math.min(DEFAULT_RANGE_ROWS, limits.maxRangeRows);
  if (!Number.isSafeInteger(rows) || rows < 1) {
    throw new StoaError('PARAMETER_INVALID', `expected a positive whole number of rows, got ${rows}`);
  }
  assertWithin(limits, 'maxRangeRows', rows);
  return { from, to, rows };
};

/** @throws {StoaError} `PARAMETER_INVALID` when `sequence` is not a whole number from 0 */
export const assertSequence = (sequence: number): void => {
  if (Number.isSafeInteger(sequence) && sequence >= 0) return;
  throw new StoaError('PARAMETER_INVALID', `expected a sequence, a whole number from 0, got ${sequence}`);
};

/** What a commit asks of a backend. */
export interface CommitSize {
  readonly operations: number;
  readonly bytes: number;
}

/**
 * The size of a commit.
 *
 * @throws {StoaError} `STORE_LIMIT_EXCEEDED` when it is larger than `limits` allow
 */
export const measureCommit = (limits: StoreLimits, commit: Commit): CommitSize => {
  const { expected = [], puts = [], deletes = [], entries = [] } = commit;
  const operations = expected.length + puts.length + deletes.length + entries.length;
  assertWithin(limits, 'maxOperations', operations);
  let bytes = 0;
  const addKey = (key: Uint8Array): void => {
    assertKey(limits, key);
    bytes += key.length;
  };
  for (const { key } of expected) addKey(key);
  for (const key of deletes) addKey(key);
  for (const { key, value } of puts) {
    addKey(key);
    bytes += value.length;
  }
  for (const entry of entries) bytes += entry.length;
  assertWithin(limits, 'maxCommitBytes', bytes);
  return { operations, bytes };
};

/** @throws {StoaError} `STORE_CONFLICT`, without the key: it means nothing to a client */
export const refuseConflict = (expected: string): never => {
  throw new StoaError('STORE_CONFLICT', `expected ${expected}`);
};
