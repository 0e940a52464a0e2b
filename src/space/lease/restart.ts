import type { ServerParts } from '../parts.js';
import type { LeaseRecord } from '../tables/index.js';

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
