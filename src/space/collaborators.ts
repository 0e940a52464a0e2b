import type { Clock, Log, Random, SchemaLimits, SpaceId, SpaceLimits, XmlLimits } from '../base/index.js';
import { DEFAULT_SCHEMA_LIMITS, DEFAULT_SPACE_LIMITS, DEFAULT_XML_LIMITS } from '../base/index.js';
import type { Store } from '../store/index.js';
import type { AskAddress, AskingSettings } from './liveness/asking.js';
import type { LivenessSettings } from './liveness/settings.js';
import type { AddressBook, SpaceEventKind } from './model.js';
import type { SchemaWorkers } from './schemas/index.js';

/** Makes and checks the credentials of leases and spaces; they are MACs, so none is ever stored. */
export interface Credentials {
  readonly mint: (purpose: string, ...parts: readonly string[]) => string;
  /** In time that tells nothing about how much of `credential` was right. */
  readonly verify: (credential: string, purpose: string, ...parts: readonly string[]) => boolean;
}

/** What documents are looked for by. */
export type LookupCriteria = 'name' | 'schema' | 'both' | 'nothing';

/** Is told what spaces do, for whoever measures them. It throws nothing and takes next to no time. */
export interface SpacesObserver {
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  /** A lookup was answered that began at that time. */
  readonly lookedUp: (by: LookupCriteria, sinceMs: number) => void;
  /** Something happened to a document. */
  readonly happened: (event: SpaceEventKind) => void;
  /** The lease of a document, a subscription or a space was renewed. */
  readonly renewed: () => void;
  /** A schema was asked for. */
  readonly schemaRead: (from: SchemaOrigin) => void;
}

/** Where a schema came from: it was at hand, or had to be read, in the event loop or outside. */
export type SchemaOrigin = 'cache' | 'here' | 'thread';

/** What spaces are made from. */
export interface SpacesCollaborators {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly credentials: Credentials;
  readonly addresses: AddressBook;
  /** Works on schemas that are too large for the event loop. Default: in the event loop all the same. */
  readonly schemaWorkers?: SchemaWorkers;
  readonly observer?: SpacesObserver;
  /** Asks services whether they are there. Default: nothing is asked. */
  readonly ask?: AskAddress;
  /** Is told that the access policy of a space is another one now. */
  readonly policyChanged?: (space: SpaceId) => void;
  /** Is told that a space has another root credential now, before whoever replaced it. */
  readonly rootReplaced?: (space: SpaceId) => Promise<void>;
}

/** How spaces behave; everything may be left out. */
export interface SpacesOptions {
  /** Limits of declared spaces that their policy does not lower or raise. */
  readonly limits?: Partial<SpaceLimits>;
  readonly xmlLimits?: XmlLimits;
  readonly schemaLimits?: SchemaLimits;
  /** How long a renewal may wait to be written, in milliseconds. Default 2000. */
  readonly renewalDelayMs?: number;
  /** Longest extension of a lease after a restart, in milliseconds. Default and most 60000. */
  readonly restartExtensionMs?: number;
  /** Callers can prove who they are: a declared space that states nothing admits those who do. Default: it admits everybody. */
  readonly authenticates?: boolean;
  /** How services are asked whether they are there. */
  readonly liveness?: Partial<AskingSettings & LivenessSettings>;
}

/** Options with every value filled in. */
export interface SpacesSettings {
  readonly limits: SpaceLimits;
  readonly xmlLimits: XmlLimits;
  readonly schemaLimits: SchemaLimits;
  readonly renewalDelayMs: number;
  readonly restartExtensionMs: number;
  readonly authenticates: boolean;
  readonly liveness: AskingSettings & LivenessSettings;
}

/** Renewals are the bulk of writes in discovery; two seconds of them make one commit. */
const DEFAULT_RENEWAL_DELAY_MS = 2000;

/** How services are asked whether they are there, unless told otherwise. */
const DEFAULT_LIVENESS = Object.freeze({ everyMs: 30_000, minEveryMs: 10_000, timeoutMs: 3_000, maxAtOnce: 16 });

/** A longer extension would keep services alive that died while the server was down. */
const MAX_RESTART_EXTENSION_MS = 60_000;

/** Options made complete. */
export const toSettings = (options: SpacesOptions): SpacesSettings => ({
  limits: Object.freeze({ ...DEFAULT_SPACE_LIMITS, ...options.limits }),
  xmlLimits: options.xmlLimits ?? DEFAULT_XML_LIMITS,
  schemaLimits: options.schemaLimits ?? DEFAULT_SCHEMA_LIMITS,
  renewalDelayMs: options.renewalDelayMs ?? DEFAULT_RENEWAL_DELAY_MS,
  restartExtensionMs: Math.min(options.restartExtensionMs ?? MAX_RESTART_EXTENSION_MS, MAX_RESTART_EXTENSION_MS),
  authenticates: options.authenticates ?? false,
  liveness: { ...DEFAULT_LIVENESS, ...options.liveness },
});
