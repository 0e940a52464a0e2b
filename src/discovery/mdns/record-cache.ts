import type { Clock, Random } from '../../base/index.js';
import { randomMs } from './alarm.js';
import type { DnsRecord } from './dns/model.js';
import { dataKey } from './dns/write-message.js';
import type { MdnsLimits } from './limits.js';

/** Shares of a record's life after which it is asked for again (RFC 6762 section 5.2), in percent. */
const REFRESH_PERCENTS = [80, 85, 90, 95];
/** At most this share more, so that not all who know a record ask at once, in percent. */
const REFRESH_SPREAD_PERCENT = 2;
/** Records to be asked for within this time of others are asked for with them. */
const TOGETHER_MS = 500;
/** How long what was taken back, or replaced, is still kept, in milliseconds (sections 10.1 and 10.2). */
const GRACE_MS = 1000;
/**
 * So often others ask for a record in vain, and so long after the first time, before it is in doubt (section 10.5), in milliseconds.
 */
const [ASKED_IN_VAIN, ASKED_FOR_MS] = [2, 10_000];
/** When a record is asked for that is in doubt, and how long it has for an answer, in milliseconds (section 10.4). */
const [DOUBT_ASKS_MS, DOUBT_ENDS_MS] = [[0, 2000, 5000], 10_000] as const;

/** A record as it was heard. */
export interface CachedRecord {
  readonly record: DnsRecord;
  readonly receivedAtMs: number;
  readonly ttlMs: number;
  expiresAtMs: number;
  /** When it is to be asked for again, the next first. */
  refreshAtMs: readonly number[];
  /** When others asked for it since it was heard, as long as nobody answers. */
  askedAtMs: readonly number[];
}

/** The records of one name and type that were heard on one interface. */
export interface RecordSet {
  readonly records: () => readonly CachedRecord[];
  /** Takes a record; whether what is known is other than before. */
  readonly put: (record: DnsRecord) => boolean;
  /** Drops what ran out; whether there was any. */
  readonly expire: () => boolean;
  /** Whether one of them is to be asked for again now; it counts as asked for then. */
  readonly takeRefresh: () => boolean;
  /** When something is to be done for them next. */
  readonly nextAtMs: () => number;
  /** They are asked for soon, and end unless somebody answers. */
  readonly doubt: () => void;
  /**
   * Somebody else asks for them, but for those in `known`, of which the keys of their data are given.
   *
   * @returns those that were asked for again and again by now, and given by nobody
   */
  readonly askedByOthers: (known: ReadonlySet<string>) => readonly DnsRecord[];
  /** Records with more than half of their life left, with what is left of it: what a question says is known. */
  readonly known: () => readonly DnsRecord[];
}

/** What a set works with. */
export interface RecordSetSettings {
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: MdnsLimits;
  /** Most records in it. */
  readonly maxRecords: number;
}

class HeardRecords implements RecordSet {
  readonly #settings: RecordSetSettings;
  readonly #cached = new Map<string, CachedRecord>();

  constructor(settings: RecordSetSettings) {
    this.#settings = settings;
  }

  records = (): readonly CachedRecord[] => [...this.#cached.values()];

  put = (record: DnsRecord): boolean => {
    const key = dataKey(record.data);
    const earlier = this.#cached.get(key);
    if (record.flush) this.#flushOthers(key);
    if (record.ttlSeconds === 0) {
      if (earlier !== undefined) this.#endSoon(earlier);
      return false;
    }
    if (earlier === undefined && !this.#makeRoom(record)) return false;
    this.#cached.delete(key);
    this.#cached.set(key, this.#toCached(record));
    return earlier === undefined;
  };

  expire = (): boolean => {
    const nowMs = this.#settings.clock.nowMs();
    const ended = [...this.#cached].filter(([, { expiresAtMs }]) => expiresAtMs <= nowMs);
    for (const [key] of ended) this.#cached.delete(key);
    return ended.length > 0;
  };

  takeRefresh = (): boolean => {
    const nowMs = this.#settings.clock.nowMs() + TOGETHER_MS;
    const due = this.records().filter(({ refreshAtMs }) => (refreshAtMs[0] ?? Infinity) <= nowMs);
    for (const entry of due) entry.refreshAtMs = entry.refreshAtMs.filter((atMs) => atMs > nowMs);
    return due.length > 0;
  };

  nextAtMs = (): number =>
    Math.min(
      ...this.records().map(({ expiresAtMs, refreshAtMs }) => Math.min(expiresAtMs, refreshAtMs[0] ?? Infinity)),
    );

  doubt = (): void => {
    const nowMs = this.#settings.clock.nowMs();
    for (const entry of this.#cached.values()) {
      entry.expiresAtMs = Math.min(entry.expiresAtMs, nowMs + DOUBT_ENDS_MS);
      entry.refreshAtMs = DOUBT_ASKS_MS.map((afterMs) => nowMs + afterMs);
    }
  };

  askedByOthers = (known: ReadonlySet<string>): readonly DnsRecord[] => {
    const nowMs = this.#settings.clock.nowMs();
    return [...this.#cached].flatMap(([key, entry]) => {
      if (known.has(key)) return [];
      const [firstMs = nowMs] = entry.askedAtMs;
      const isInVain = entry.askedAtMs.length >= ASKED_IN_VAIN && nowMs - firstMs >= ASKED_FOR_MS;
      entry.askedAtMs = isInVain ? [] : [...entry.askedAtMs, nowMs].slice(0, ASKED_IN_VAIN);
      return isInVain ? [entry.record] : [];
    });
  };

  known = (): readonly DnsRecord[] => {
    const nowMs = this.#settings.clock.nowMs();
    return this.records().flatMap(({ record, ttlMs, expiresAtMs }) => {
      const leftMs = expiresAtMs - nowMs;
      return leftMs <= ttlMs / 2 ? [] : [{ ...record, flush: false, ttlSeconds: Math.floor(leftMs / 1000) }];
    });
  };

  #toCached(record: DnsRecord): CachedRecord {
    const { clock, random, limits } = this.#settings;
    const receivedAtMs = clock.nowMs();
    const ttlMs = 1000 * Math.min(record.ttlSeconds, limits.maxTtlSeconds);
    const spread = randomMs(random, 0, (ttlMs * REFRESH_SPREAD_PERCENT) / 100);
    const refreshAtMs = REFRESH_PERCENTS.map((percent) => receivedAtMs + (ttlMs * percent) / 100 + spread);
    return { record, receivedAtMs, ttlMs, expiresAtMs: receivedAtMs + ttlMs, refreshAtMs, askedAtMs: [] };
  }

  #endSoon(entry: CachedRecord): void {
    entry.expiresAtMs = Math.min(entry.expiresAtMs, this.#settings.clock.nowMs() + GRACE_MS);
    entry.refreshAtMs = [];
  }

  /** Ends what a record with the flush bit replaces: all that was not heard just now, with it (section 10.2). */
  #flushOthers(key: string): void {
    for (const [other, entry] of this.#cached)
      if (other !== key && entry.receivedAtMs < this.#settings.clock.nowMs() - GRACE_MS) this.#endSoon(entry);
  }

  /** Of a name that is its owner's alone the oldest record goes; of a list nobody is put out by newcomers. */
  #makeRoom({ flush }: DnsRecord): boolean {
    if (this.#cached.size < this.#settings.maxRecords) return true;
    const [oldest] = this.#cached.keys();
    return flush && oldest !== undefined && this.#cached.delete(oldest);
  }
}

/** Creates an empty set. */
export const createRecordSet = (settings: RecordSetSettings): RecordSet => new HeardRecords(settings);
