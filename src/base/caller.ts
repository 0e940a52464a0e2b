import type { SubjectId } from './ids.js';

/** Who asks for an operation, what it was proved to be, and the credentials that were shown with the request. */
export interface Caller {
  /**
   * `local` when nobody authenticated. Else the subject of the access token: as it is when the built-in issuer gave it,
   * `ALIAS:SUBJECT` when another issuer did, so that equal names of two issuers are two subjects.
   */
  readonly subject: SubjectId;
  /** Bearer credentials shown (lease, root, writer): opaque text, never logged. */
  readonly credentials: readonly string[];
  /** Whether an access token was shown and verified. */
  readonly authenticated: boolean;
  /** Groups that the issuer of the token puts the subject in, `ALIAS:GROUP` when it is not the built-in one. */
  readonly groups: readonly string[];
  /** RFC 7638 thumbprint of the key with which the caller proved its request. */
  readonly keyThumbprint?: string;
  /** When the access token ends: what goes on for longer ends with it, and begins anew with another. */
  readonly expiresAtMs?: number;
}

/** The subject of every caller as long as there is no authentication. */
export const LOCAL_SUBJECT = 'local' as SubjectId;

/** The subject of the server itself, which is no client: what it declares, and what it does to keep what a connection holds. */
export const SERVER_SUBJECT = 'server' as SubjectId;

const NO_GROUPS: readonly string[] = Object.freeze([]);

/** A caller that nobody vouches for and that shows `credentials`. */
export const localCaller = (...credentials: readonly string[]): Caller => ({
  subject: LOCAL_SUBJECT,
  credentials,
  authenticated: false,
  groups: NO_GROUPS,
});

/** The server acting for a client that shows `credentials`: no quota counts that. */
export const serverCaller = (...credentials: readonly string[]): Caller => ({
  ...localCaller(...credentials),
  subject: SERVER_SUBJECT,
});
