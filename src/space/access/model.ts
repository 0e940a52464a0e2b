/** What may be granted, in the order of `schemas/policy.xsd`. */
export const ACCESS_ACTIONS = ['publish', 'lookup', 'read', 'open', 'spawn', 'administer'] as const;

/**
 * What a caller may do in a space: `publish` documents; find them and follow events (`lookup`); see them whole (`read`);
 * `open` gates on services; `spawn` spaces; `administer`, which is all of that and to remove what others hold.
 */
export type AccessAction = (typeof ACCESS_ACTIONS)[number];

/** One line of an access policy. */
export interface AccessGrant {
  /** `anyone`, `authenticated`, `subject:NAME` or `group:NAME`. */
  readonly to: string;
  readonly actions: readonly AccessAction[];
  /** Pattern of the names that it is for; default: all. */
  readonly name?: string;
  /** Patterns of the methods that gates may be opened for; default: all. */
  readonly methods?: readonly string[];
}

/** What each client may have in a space at once, and how many calls and messages it may send a second. Absent: no limit. */
export interface ClientQuota {
  readonly documents?: number;
  readonly bytes?: number;
  readonly spaces?: number;
  readonly subscriptions?: number;
  readonly gates?: number;
  readonly calls?: number;
}

/** Nothing is limited. */
export const NO_QUOTA: ClientQuota = Object.freeze({});

/** What a policy states about access; absent parts are not stated. */
export interface StatedAccess {
  readonly grants?: readonly AccessGrant[];
  readonly quota?: ClientQuota;
}

/** The access policy of a space as it is in force. */
export interface AccessPolicy {
  /** How often it was changed by a message. */
  readonly version: number;
  readonly grants: readonly AccessGrant[];
  readonly quota: ClientQuota;
  /** The space states no grants itself; these come from how the server is set up. */
  readonly isDefault: boolean;
}

/**
 * By what right somebody opens gates, as far as it has to be remembered to be asked for again: as nobody in particular, by the root
 * credential, or as a subject in these groups.
 */
export type Opener = 'anyone' | 'root' | `root ${number}` | readonly string[];
