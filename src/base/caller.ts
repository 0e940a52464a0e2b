import type { SubjectId } from './ids.js';

/** Who asks for an operation, and the credentials that were shown with the request. */
export interface Caller {
  readonly subject: SubjectId;
  /** Bearer credentials shown (lease, root, writer): opaque text, never logged. */
  readonly credentials: readonly string[];
  /** RFC 7638 thumbprint of the key with which the caller proved its request. */
  readonly keyThumbprint?: string;
}

/** The subject of every caller as long as there is no authentication. */
export const LOCAL_SUBJECT = 'local' as SubjectId;

/** A caller on this machine that shows `credentials`. */
export const localCaller = (...credentials: readonly string[]): Caller => ({ subject: LOCAL_SUBJECT, credentials });
