/** Value of one TXT attribute (RFC 6763 section 6.4): bytes, mostly UTF-8 text, or `true` for a key without a value. */
export type TxtValue = Uint8Array | true;

/** Attributes of a TXT record by key, in the order of the record. Keys of what was found are in lower case. */
export type Txt = ReadonlyMap<string, TxtValue>;

/** A service to announce on the local link. */
export interface ServiceToAnnounce {
  /** Name for people, one label of 1 to 63 UTF-8 bytes; any characters, dots too. Changed on a conflict: `name (2)`. */
  readonly name: string;
  /** Service type as `_stoa._tcp`. */
  readonly type: string;
  /** Subtypes by which it is browsed for besides its type, as `_directory`; each one label of 1 to 63 bytes. */
  readonly subtypes?: readonly string[];
  readonly port: number;
  /** Each `key=value` takes at most 255 bytes, all together at most 1,300 (RFC 6763 section 6.2). */
  readonly txt?: Txt;
}

/** A service that is announced until it is stopped. */
export interface Announcement {
  /** Its name as it is now; another one than was asked for after a conflict. */
  readonly name: () => string;
  /**
   * Resolves once the name is won and the first announcement is out.
   *
   * @throws {StoaError} `DISCOVERY_UNAVAILABLE` when it was stopped, or the responder gave up, before that
   */
  readonly ready: Promise<void>;
  /** Calls `listener` with the new name whenever a conflict made it give up the one it had. Returns what ends that. */
  readonly onRenamed: (listener: (name: string) => void) => () => void;
  /** Puts `txt` in the place of the attributes announced so far, and announces it again. */
  readonly update: (txt: Txt) => Promise<void>;
  /** Says goodbye: resolves when that is sent. Stopping twice is one stop. */
  readonly stop: () => Promise<void>;
}

/** A service found on the local link, with all that is needed to reach it. */
export interface FoundService {
  /** The same for one service as long as it is there: name and type, compared as DNS compares. */
  readonly key: string;
  readonly name: string;
  readonly type: string;
  /** Host name for people, labels joined by dots. */
  readonly host: string;
  readonly port: number;
  /**
   * Where it is reached, the most useful first: IPv4, global IPv6, and link-local IPv6 with its zone (`fe80::1%eth0`). Only
   * addresses that the host announced itself; what they answer is still to be checked.
   */
  readonly addresses: readonly string[];
  readonly txt: Txt;
  /** How long it counts as there after it was last heard of, in milliseconds. */
  readonly ttlMs: number;
}

/**
 * What happened to a service that is browsed for: it came (`up`), its host, port, addresses or attributes are others now
 * (`changed`), or it said goodbye or was not heard of for its TTL (`down`, with what was last known).
 */
export interface BrowseEvent {
  readonly kind: 'up' | 'changed' | 'down';
  readonly service: FoundService;
}

/** What is browsed for. */
export interface BrowseQuery {
  /** Service type as `_stoa._tcp`. */
  readonly type: string;
  /** Only services of this subtype, as `_directory`. */
  readonly subtype?: string;
}

/** A look-out that goes on until it is stopped. */
export interface Browsing {
  readonly stop: () => void;
}

/** How services are announced and found on the local link; behind it are the backends. Nothing of it throws later, in a timer. */
export interface DiscoveryDriver {
  readonly backend: DiscoveryBackend;
  /**
   * Announces a service, from now on and on every interface that is used.
   *
   * @throws {StoaError} `PARAMETER_INVALID` when a name, type or attribute breaks the rules of DNS-SD, or the driver has as many
   *   announcements as it takes; `DISCOVERY_UNAVAILABLE` when the driver is closed or cannot announce
   */
  readonly announce: (service: ServiceToAnnounce) => Announcement;
  /**
   * Tells what is there and what comes, changes and goes, each service when it is resolved.
   *
   * @throws {StoaError} `PARAMETER_INVALID` when the type or subtype is none; `DISCOVERY_UNAVAILABLE` when the driver is closed
   */
  readonly browse: (query: BrowseQuery, listener: (event: BrowseEvent) => void) => Browsing;
  /** Tells each service type that anybody announces (RFC 6763 section 9), once, as `_ipp._tcp`. */
  readonly browseTypes: (listener: (type: string) => void) => Browsing;
  /**
   * Somebody could not reach `service`: where the backend can, the link is asked whether it is still there, and `down` follows
   * within ten seconds when nobody answers (RFC 6762 section 10.4).
   */
  readonly doubt: (service: FoundService) => void;
  /** Says goodbye for all that is announced and ends everything. Closing twice is one closing. */
  readonly close: () => Promise<void>;
}

/**
 * Backends: `builtin` speaks multicast DNS itself; `avahi` leaves it to Avahi's daemon, over D-Bus; `mdns` to the system's
 * responder through the npm package `mdns`; `off` neither announces nor finds anything.
 */
export const DISCOVERY_BACKENDS = ['builtin', 'avahi', 'mdns', 'off'] as const;

/** One of {@link DISCOVERY_BACKENDS}. */
export type DiscoveryBackend = (typeof DISCOVERY_BACKENDS)[number];

/** How a process takes part in discovery. */
export interface DiscoverySettings {
  readonly backend: DiscoveryBackend;
  /** Network interfaces to use, by name; all that are up, when it is left out. */
  readonly interfaces?: readonly string[];
  /** Interfaces not to use: nothing is sent there, and nothing that comes from there is answered. */
  readonly exclude?: readonly string[];
  /**
   * Address on which the services that are announced listen, as `127.0.0.1` or `0.0.0.0`: interfaces and addresses that do not lead
   * there are not used. All are, when it is left out, as a process that only browses wants it.
   */
  readonly listensOn?: string;
}
