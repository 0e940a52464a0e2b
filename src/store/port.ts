import type { SpaceId } from '../base/index.js';

/** A stored value with the version that `expected` of a commit may name. */
export interface StoredValue {
  readonly value: Uint8Array;
  /** Version of this key: changes with every put, unique over the key's whole life. Opaque, compare only. */
  readonly version: number;
}

/** One row of a range read. */
export interface StoredRow extends StoredValue {
  /** Key within the space, the space's own prefix left out. */
  readonly key: Uint8Array;
}

/** A half-open interval of keys of one space, in the order of `compareBytes`; empty unless `from` is below `to`. */
export interface KeyRange {
  /** First key that may be returned. */
  readonly from: Uint8Array;
  /** First key that is not returned. */
  readonly to: Uint8Array;
  /** Most rows in one answer; the next page starts after the last key. Default {@link DEFAULT_RANGE_ROWS}. */
  readonly limit?: number;
}

/** Rows in an answer to a range read that names no limit. */
export const DEFAULT_RANGE_ROWS = 1000;

/** One put of a commit. Key and value may be empty and hold any bytes. */
export interface Put {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** Stands for one commit towards those that are decided upon it; known by its identity. */
export interface CommitMark {
  readonly isMark: true;
}

/**
 * A condition of a commit: the key has this version, or (`undefined`) does not exist. The mark of a commit stands for the version
 * that it gives to what it puts: it was handed over before, and may still be on its way.
 */
export interface Expectation {
  readonly key: Uint8Array;
  readonly version: number | CommitMark | undefined;
}

/**
 * A bounded change, atomic within one space: all of it becomes durable, or nothing. Deletes come before puts
 * and puts come in order, so a key both deleted and put has the put value, and of two puts the later counts.
 */
export interface Commit {
  /** Its own mark, where others are to be decided upon it. */
  readonly mark?: CommitMark;
  /**
   * Mark of a commit that was handed over before, and may still be on its way: this one was decided upon what that one leaves, and
   * is refused with `STORE_CONFLICT` unless that one was applied. So commits can be handed over one behind the other.
   */
  readonly after?: CommitMark;
  /** Must hold for the state before the commit, all of them. */
  readonly expected?: readonly Expectation[];
  readonly puts?: readonly Put[];
  /** Keys that shall not exist afterwards; one that does not exist before is no error. */
  readonly deletes?: readonly Uint8Array[];
  /** Entries appended to the space's change log, in order; each gets the next sequence. */
  readonly entries?: readonly Uint8Array[];
}

/** One entry of a space's change log. */
export interface Change {
  /** 1 for the first entry of a space, without gaps. */
  readonly sequence: number;
  readonly entry: Uint8Array;
}

/** What a backend can do; the contract suite switches its cases on it. */
export interface StoreSupports {
  /** Acknowledged commits survive the end of the process and of the machine's power. */
  readonly durable: boolean;
  /** Several processes may write at once. */
  readonly shared: boolean;
}

/** Limits of one call; a larger one is refused with `STORE_LIMIT_EXCEEDED` that names the limit. */
export interface StoreLimits {
  /** Most puts, deletes, expectations and entries of one commit together: bounds the time one commit holds up others. */
  readonly maxOperations: number;
  /** Most bytes of keys, values and entries of one commit together: bounds the memory a commit takes while it waits. */
  readonly maxCommitBytes: number;
  /** Longest key in bytes, the space's prefix left out. Bounds of a range may be one byte longer. */
  readonly maxKeyBytes: number;
  /** Most rows that one range read may ask for: an answer is held in memory as a whole. */
  readonly maxRangeRows: number;
}

/** Defaults of {@link StoreLimits}; 400 bytes of key fit below LMDB's 1978 and hold a URN of 255 characters. */
export const DEFAULT_STORE_LIMITS: StoreLimits = Object.freeze({
  maxOperations: 10_000,
  maxCommitBytes: 64 * 1024 * 1024,
  maxKeyBytes: 400,
  maxRangeRows: 10_000,
});

/**
 * Bytes kept by space. Knows no documents, no leases, no XML. Bytes passed in and handed out are copies: neither
 * side sees the other change them. Every call on a closed store rejects with `STORE_CLOSED`; one that the
 * backend fails (disk full, damaged files) rejects with `STORE_FAILED` and leaves what was stored as it was.
 * No transaction is open across an `await`.
 */
export interface Store {
  readonly supports: StoreSupports;
  readonly limits: StoreLimits;

  /**
   * The value of a key, or `undefined`. Sees every acknowledged commit, and none that is not durable.
   *
   * @throws {StoaError} `STORE_LIMIT_EXCEEDED` for a key longer than {@link StoreLimits.maxKeyBytes}
   */
  get(space: SpaceId, key: Uint8Array): Promise<StoredValue | undefined>;

  /**
   * The rows of an interval in key order, at most `limit`, all of one moment.
   *
   * @throws {StoaError} `STORE_LIMIT_EXCEEDED` for a longer bound or more rows than {@link limits} allow
   * @throws {StoaError} `PARAMETER_INVALID` when `limit` is not a positive whole number
   */
  range(space: SpaceId, range: KeyRange): Promise<readonly StoredRow[]>;

  /**
   * Applies a commit and resolves, once it is durable, with the sequence of the space's log after it
   * (the unchanged one when it has no entries). The caller leaves the commit's bytes alone until then.
   *
   * @throws {StoaError} `STORE_CONFLICT` when an expectation does not hold, or `after` was not applied; nothing was changed
   * @throws {StoaError} `STORE_LIMIT_EXCEEDED` when it is larger than {@link limits} allow; nothing was changed
   */
  commit(space: SpaceId, commit: Commit): Promise<number>;

  /** Sequence of the last entry of the space's log, 0 when it has none; trimming does not lower it. */
  sequence(space: SpaceId): Promise<number>;

  /**
   * The log's entries with a sequence above `after`, in order, then each further one as it becomes durable;
   * ends when `signal` is aborted or the store is closed. No entry is skipped or repeated. A slow reader holds
   * up nobody: it reads from the log at its own pace.
   *
   * @throws {StoaError} `RESUME_GONE` when entries after `after` were trimmed, also while reading, or when the
   *   log ends before `after` and so is not the one that `after` was taken from
   * @throws {StoaError} `PARAMETER_INVALID` when `after` is not a whole number from 0
   */
  changes(space: SpaceId, after: number, signal: AbortSignal): AsyncIterable<Change>;

  /**
   * Trims the log's entries up to and including `through`, in small commits; one beyond the log's end trims all.
   * Resolves with the number trimmed.
   *
   * @throws {StoaError} `PARAMETER_INVALID` when `through` is not a whole number from 0
   */
  compact(space: SpaceId, through: number): Promise<number>;

  /**
   * Deletes everything of a space, its log and sequence included, in small commits; calling it again goes on
   * where it stopped. Readers of its log get `RESUME_GONE`. Commits to the space meanwhile may survive.
   */
  drop(space: SpaceId): Promise<void>;

  /** Waits for calls under way, ends every {@link changes}, then releases the backend. Closing twice is one closing. */
  close(): Promise<void>;
}
