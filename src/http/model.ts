import type { Clock, Log, Random, XmlLimits } from '../base/index.js';
import type { GateDesk } from '../gate/index.js';
import type { AddressBook, SchemaWorker, SpaceOperations, Spaces } from '../space/index.js';
import type { AccessCheck } from './access.js';

/** Where the server says that it is: known once it listens. */
export interface PublicAddress extends AddressBook {
  /** What every URL of ours begins with, without a slash at its end. */
  readonly base: () => string;
}

/** What the routes are made from. */
export interface HttpServices {
  readonly spaces: Spaces;
  readonly operations: SpaceOperations;
  readonly desk: GateDesk;
  /** Reads bodies that are too large for the event loop. */
  readonly worker: Pick<SchemaWorker, 'openSchema'>;
  readonly addresses: PublicAddress;
  /** Asked once per request: which hosts and origins are ours is known once the server listens. */
  readonly access: () => AccessCheck;
  /** Public signing keys as a JWK set (RFC 7517). */
  readonly keys: () => Promise<object>;
  /** Texts of the files that are served as they are. */
  readonly files: StaticTexts;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: HttpSettings;
}

/** Files served as they are. */
export interface StaticTexts {
  /** `openapi.yaml`. */
  readonly openapi: string;
  /** Our own schema documents by file name. */
  readonly schemas: Readonly<Record<string, string>>;
}

/** How the server behaves on the wire. */
export interface HttpSettings {
  readonly xmlLimits: XmlLimits;
  /** Log a line for every request (debug), not only for failures. */
  readonly logRequests: boolean;
  /** Longest wait for a whole request, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** Time between two comments on an idle event stream, in milliseconds: keeps proxies from ending it. */
  readonly heartbeatMs: number;
  /** How long a subscriber's connection may take nothing before it is cut, in milliseconds. */
  readonly drainTimeoutMs: number;
}

/** Defaults of {@link HttpSettings}, but for the limits. */
export const DEFAULT_HTTP_SETTINGS: Omit<HttpSettings, 'xmlLimits'> = Object.freeze({
  logRequests: false,
  requestTimeoutMs: 60_000,
  heartbeatMs: 15_000,
  drainTimeoutMs: 30_000,
});

/** Options of every plugin here. */
export interface RoutesOptions {
  readonly services: HttpServices;
}
