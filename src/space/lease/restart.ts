import type { ServerParts } from '../parts.js';
import type { LeaseRecord, RestartMark } from '../tables/index.js';

/**
 * The lease after a restart: while the server was down nobody could renew, so one that has run out or is about to
 * gets until a little after the start. Once only until it is renewed, else a crash loop would keep a dead service alive.
 * The very same object when nothing changes.
 */
export const extendAfterRestart = ({ collaborators, settings }: ServerParts, lease: LeaseRecord): LeaseRecord => {
  if (lease.stale || lease.extended || lease.periodMs === 0) return lease;
  const untilMs = collaborators.clock.nowMs() + settings.restartExtensionMs;
  return lease.expiresAtMs >= untilMs ? lease : { ...lease, expiresAtMs: untilMs, extended: true };
};

/**
 * The extensions of the leases of documents, of which there may be a million: a mark for each restart says it for all of
 * them, so that one small record makes them durable. Each lease is extended by the first mark that it needs.
 */
export interface RestartMarks {
  /** The lease as it counts; the very same object when no mark extends it. */
  readonly apply: (lease: LeaseRecord) => LeaseRecord;
  /** The marks by which a lease was extended since they were made. */
  readonly used: () => readonly RestartMark[];
}

/** Most marks kept: so many restarts within a minute are a crash loop, whose oldest extensions have long run out. */
const MAX_MARKS = 1000;

/** Marks of restarts, the present one last. */
export const createRestartMarks = (marks: readonly RestartMark[]): RestartMarks => {
  const kept = marks.slice(-MAX_MARKS);
  const used = new Set<RestartMark>();
  const lastsMs = Math.max(0, ...kept.map(({ untilMs }) => untilMs));
  return {
    apply: (lease) => {
      const { stale, extended, periodMs, grantedAtMs, expiresAtMs } = lease;
      if (expiresAtMs >= lastsMs || stale || extended || periodMs === 0) return lease;
      const mark = kept.find(({ atMs, untilMs }) => grantedAtMs <= atMs && expiresAtMs < untilMs);
      if (!mark) return lease;
      used.add(mark);
      return { ...lease, expiresAtMs: mark.untilMs, extended: true };
    },
    used: () => kept.filter((mark) => used.has(mark)),
  };
};
