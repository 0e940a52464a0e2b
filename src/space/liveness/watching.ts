import { LRUCache } from 'lru-cache';
import type { Clock, DocumentId } from '../../base/index.js';
import { isStoaError } from '../../base/index.js';
import type { SeenCalls } from '../documents/seen-calls.js';
import type { DocumentLeases } from '../lease/document-leases.js';
import type { ExpiryLoop } from '../lease/expiry-loop.js';
import { createExpiryLoop } from '../lease/expiry-loop.js';
import type { QueueItem } from '../lease/lease-queue.js';
import { orderBy } from '../lease/lease-queue.js';
import type { SpaceParts } from '../parts.js';
import type { Projection, RowTable, Slot } from '../projection/index.js';
import type { Asking } from './asking.js';
import type { ReadQuestions } from './read-questions.js';
import type { LivenessSettings } from './settings.js';

/**
 * Whether the services of a space are there: those are asked now and then whose advertisements want it, and those of which somebody
 * found that they cannot be reached. After one failure a service is suspect, after a second one its lease is stale; when it answers, or its holder renews it,
 * all is well again. Suspicion is kept in memory, that a lease is stale is durable.
 */
export interface Watching {
  /** A row entered the index, or its lease was moved by a log entry. */
  readonly set: (slot: Slot) => void;
  /** A row leaves the index. */
  readonly delete: (slot: Slot) => void;
  /** Its holder renewed it. */
  readonly renewed: (id: DocumentId) => void;
  /** A call that began at `sinceMs` could not reach it. */
  readonly failed: (id: DocumentId, sinceMs: number) => void;
  /** It answered a call. */
  readonly answered: (id: DocumentId) => void;
  /** Somebody says that it cannot be reached: it is asked at once, if it can be, and what it answers decides. */
  readonly doubt: (id: DocumentId) => void;
  readonly start: () => void;
  readonly close: () => Promise<void>;
}

export interface WatchingCollaborators extends SpaceParts {
  readonly projection: () => Pick<Projection, 'findSlot' | 'table'>;
  readonly leases: Pick<DocumentLeases, 'suspend' | 'resume'>;
  readonly calls: Pick<SeenCalls, 'suspect'>;
  readonly settings: LivenessSettings;
  /** Without it nothing is asked: what calls find is all that is known. */
  readonly asking: Asking | undefined;
  /** How a service is asked; `undefined` when it is gone, or has no address that can be asked. */
  readonly readQuestions: (slot: Slot) => Promise<ReadQuestions | undefined>;
}

/** Wait between the first failure and the question that decides, in milliseconds. */
const DECIDE_MS = 500;
/** Longest wait between two questions to what stays silent, in milliseconds. */
const MAX_WAIT_MS = 600_000;
/** Least time between two questions that others cause by their doubts, in milliseconds. */
const DOUBT_MS = 5_000;
/** Most services that are watched only because somebody could not reach them. */
const MAX_DOUBTED = 1_000;
/** Failures after which a service is suspect, and after which its lease is stale. */
const [SUSPECT, STALE] = [1, 2] as const;

interface Watch extends QueueItem {
  readonly slot: Slot;
  failures: number;
  /** When the last failure was noted. */
  failedAtMs: number;
  dueAtMs: number;
  isAsking: boolean;
  questions: ReadQuestions | undefined;
}

export const createWatching = (collaborators: WatchingCollaborators): Watching => new SpaceWatching(collaborators);

class SpaceWatching implements Watching {
  readonly #parts: WatchingCollaborators;
  readonly #clock: Clock;
  readonly #watches = new Map<Slot, Watch>();
  readonly #loop: ExpiryLoop<Watch>;
  /** When services were doubted last that somebody may doubt again. */
  readonly #doubted = new LRUCache<DocumentId, number>({ max: MAX_DOUBTED });
  #isFull = false;
  #isClosed = false;

  constructor(parts: WatchingCollaborators) {
    const { clock, log } = parts.shared.collaborators;
    this.#parts = parts;
    this.#clock = clock;
    this.#loop = createExpiryLoop({
      clock,
      log,
      order: orderBy(({ dueAtMs }: Watch) => dueAtMs),
      expire: (watch) => {
        void this.#ask(watch);
        return Promise.resolve();
      },
      current: (watch) => (this.#isWatched(watch) && !watch.isAsking ? watch : undefined),
    });
  }

  readonly set = (slot: Slot): void => {
    const isStale = this.#table.stale(slot);
    const isWanted = isStale ? this.#isHeld(slot) : this.#table.probed(slot);
    const watch = this.#watches.get(slot);
    if (!isWanted) {
      if (watch !== undefined) this.delete(slot);
    } else if (watch === undefined) this.#add(slot, isStale ? STALE : 0);
    else if (!isStale) this.#forgive(watch);
  };

  readonly delete = (slot: Slot): void => {
    const watch = this.#watches.get(slot);
    if (watch === undefined) return;
    this.#watches.delete(slot);
    this.#loop.delete(watch);
    this.#parts.calls.suspect(this.#table.id(slot), false);
  };

  readonly renewed = (id: DocumentId): void => {
    const watch = this.#find(id);
    if (watch === undefined || this.#table.stale(watch.slot)) return;
    this.#forgive(watch);
    if (!this.#table.probed(watch.slot)) this.delete(watch.slot);
  };

  readonly failed = (id: DocumentId, sinceMs: number): void => {
    const slot = this.#parts.projection().findSlot(id);
    if (slot === undefined || this.#table.stale(slot)) return;
    const watch = this.#watches.get(slot) ?? this.#add(slot, 0);
    // Calls that were under way together met the same silence.
    if (watch !== undefined && sinceMs > watch.failedAtMs) this.#fail(watch);
  };

  readonly answered = (id: DocumentId): void => {
    const watch = this.#find(id);
    if (watch !== undefined && watch.failures > 0) this.#succeed(watch);
  };

  readonly doubt = (id: DocumentId): void => {
    const slot = this.#parts.projection().findSlot(id);
    if (slot === undefined || this.#table.stale(slot) || this.#parts.asking === undefined) return;
    const nowMs = this.#clock.nowMs();
    if (nowMs - (this.#doubted.get(id) ?? Number.NEGATIVE_INFINITY) < DOUBT_MS) return;
    this.#doubted.set(id, nowMs);
    const watch = this.#watches.get(slot) ?? this.#add(slot, 0);
    if (watch !== undefined) this.#askAt(watch, nowMs);
  };

  readonly start = (): void => this.#loop.start();

  readonly close = async (): Promise<void> => {
    this.#isClosed = true;
    this.#watches.clear();
    await this.#loop.stop();
  };

  get #table(): RowTable {
    return this.#parts.projection().table;
  }

  #find(id: DocumentId): Watch | undefined {
    if (this.#watches.size === 0) return undefined;
    const slot = this.#parts.projection().findSlot(id);
    return slot === undefined ? undefined : this.#watches.get(slot);
  }

  #isWatched(watch: Watch): boolean {
    return this.#watches.get(watch.slot) === watch;
  }

  /** Whether the lease itself has not run out: then it is stale only because nobody answers. */
  #isHeld(slot: Slot): boolean {
    return this.#table.periodMs(slot) === 0 || this.#table.expiresAtMs(slot) > this.#clock.nowMs();
  }

  #add(slot: Slot, failures: number): Watch | undefined {
    const { shared, definition, settings } = this.#parts;
    const { maxProbes } = definition.limits;
    const isProbed = this.#table.probed(slot);
    if (this.#watches.size >= maxProbes + (isProbed ? 0 : MAX_DOUBTED)) {
      if (!this.#isFull)
        shared.collaborators.log.warn({ space: definition.id, maxProbes }, 'no more services are asked after');
      this.#isFull = true;
      return undefined;
    }
    const nowMs = this.#clock.nowMs();
    // Spread, so that after a start not all are asked at once.
    const share = (shared.collaborators.random.bytes(1)[0] ?? 0) / 256;
    const dueAtMs = nowMs + share * settings.minEveryMs;
    const watch: Watch = {
      slot,
      failures,
      failedAtMs: Number.NEGATIVE_INFINITY,
      dueAtMs,
      isAsking: false,
      questions: undefined,
      queueIndex: -1,
    };
    this.#watches.set(slot, watch);
    if (isProbed || failures > 0) this.#askAt(watch, dueAtMs);
    return watch;
  }

  #askAt(watch: Watch, atMs: number): void {
    if (this.#parts.asking === undefined || watch.isAsking || !this.#isWatched(watch)) return;
    watch.dueAtMs = atMs;
    this.#loop.set(watch);
  }

  async #ask(watch: Watch): Promise<void> {
    const { asking, readQuestions, shared, definition } = this.#parts;
    watch.isAsking = true;
    try {
      watch.questions ??= await readQuestions(watch.slot);
      const { questions } = watch;
      const outcome = questions && (await asking?.ask(questions));
      watch.isAsking = false;
      // Meanwhile it may be gone, or be another version.
      if (this.#isClosed || !this.#isWatched(watch)) return;
      if (outcome === undefined) this.#giveUp(watch);
      else if (outcome === 'alive') this.#succeed(watch);
      else if (outcome === 'silent') this.#fail(watch);
      else this.#askAgain(watch);
    } catch (error) {
      watch.isAsking = false;
      if (this.#isClosed) return;
      shared.collaborators.log.warn({ space: definition.id, error }, 'asking after a service failed');
      this.#askAgain(watch);
    }
  }

  /** What cannot be asked is known by calls alone. */
  #giveUp(watch: Watch): void {
    if (watch.failures === 0) this.delete(watch.slot);
  }

  #askAgain(watch: Watch): void {
    const { settings } = this.#parts;
    const everyMs = Math.max(settings.minEveryMs, watch.questions?.everyMs ?? settings.everyMs);
    const patience = 2 ** Math.min(20, Math.max(0, watch.failures - STALE));
    this.#askAt(watch, this.#clock.nowMs() + Math.max(everyMs, Math.min(MAX_WAIT_MS, everyMs * patience)));
  }

  #fail(watch: Watch): void {
    const { calls } = this.#parts;
    const id = this.#table.id(watch.slot);
    const nowMs = this.#clock.nowMs();
    watch.failures += 1;
    watch.failedAtMs = nowMs;
    if (watch.failures === SUSPECT) {
      calls.suspect(id, true);
      this.#askAt(watch, nowMs + DECIDE_MS);
      return;
    }
    if (watch.failures === STALE) this.#suspend(watch, id);
    this.#askAgain(watch);
  }

  #suspend(watch: Watch, id: DocumentId): void {
    const { leases, calls, shared, definition } = this.#parts;
    const { log } = shared.collaborators;
    const isSilent = (): boolean => this.#isWatched(watch) && watch.failures >= STALE;
    leases.suspend(watch.slot, isSilent).then(
      (isSuspended) => {
        if (!isSuspended) return;
        log.info({ space: definition.id, document: id }, 'a service does not answer: its lease is stale');
        calls.suspect(id, false);
      },
      (error: unknown) => {
        // The next failure tries again.
        watch.failures = Math.min(watch.failures, SUSPECT);
        this.#complain(error);
      },
    );
  }

  #succeed(watch: Watch): void {
    if (this.#table.stale(watch.slot)) {
      if (this.#isHeld(watch.slot)) this.#resume(watch);
      else this.delete(watch.slot);
      return;
    }
    this.#forgive(watch);
    if (this.#table.probed(watch.slot)) this.#askAgain(watch);
    else this.delete(watch.slot);
  }

  #resume(watch: Watch): void {
    const { leases, shared, definition } = this.#parts;
    const { log } = shared.collaborators;
    const document = this.#table.id(watch.slot);
    // Until it is written it stays as it is; then the log entry comes by `set`.
    this.#askAgain(watch);
    leases.resume(watch.slot).then(
      (isResumed) => {
        if (isResumed) log.info({ space: definition.id, document }, 'a service answers again: its lease holds');
      },
      (error: unknown) => this.#complain(error),
    );
  }

  #forgive(watch: Watch): void {
    if (watch.failures === 0) return;
    watch.failures = 0;
    this.#parts.calls.suspect(this.#table.id(watch.slot), false);
    if (this.#table.probed(watch.slot)) this.#askAgain(watch);
  }

  #complain(error: unknown): void {
    if (this.#isClosed || isStoaError(error, 'SHUTTING_DOWN', 'SPACE_GONE', 'STORE_CLOSED')) return;
    const { shared, definition } = this.#parts;
    shared.collaborators.log.error({ space: definition.id, error }, 'the lease of a service could not be moved');
  }
}
