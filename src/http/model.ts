import type { Caller, Clock, Log, Random, XmlLimits } from '../base/index.js';
import type { Attachments, GateDesk } from '../gate/index.js';
import type { AddressBook, Asker, MessageWorker, SchemaWorker, SpaceOperations, Spaces } from '../space/index.js';
import type { AccessCheck } from './access.js';
import type { Authentication } from './authentication.js';

/** Where the server says that it is: known once it listens. */
export interface PublicAddress extends AddressBook {
  /** What every URL of ours begins with, without a slash at its end. */
  readonly base: () => string;
}

/** A request that was answered. */
export interface AnsweredRequest {
  readonly method: string;
  /** The route's pattern and never a path: those hold ids, names and secrets. `none` where there is no such route. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** Is told what the routes do, for whoever measures them. It throws nothing and takes next to no time. */
export interface HttpObserver {
  readonly answered: (request: AnsweredRequest) => void;
  /** A stream of events has begun; what is given back is called when it has ended. */
  readonly streaming: () => () => void;
}

/** What is served at `/metrics`. */
export interface MetricsSource {
  /** @throws {StoaError} when the caller may not read it */
  readonly read: (caller: Caller) => Promise<{ readonly contentType: string; readonly text: string }>;
}

/** What is done with large bodies, outside the event loop. */
export type BodyWorker = Pick<SchemaWorker, 'openSchema'> & MessageWorker;

/** Workers that do the same, each for one asker. */
export interface BodyWorkers {
  readonly for: (asker: Asker) => BodyWorker;
}

/** What the routes are made from. */
export interface HttpServices {
  readonly spaces: Spaces;
  readonly operations: SpaceOperations;
  readonly desk: GateDesk;
  /** Reads bodies that are too large for the event loop. */
  readonly workers: BodyWorkers;
  /** Connections of services that have no address of their own. */
  readonly attachments: Attachments;
  readonly addresses: PublicAddress;
  /** Asked once per request: which hosts and origins are ours is known once the server listens. */
  readonly access: () => AccessCheck;
  /** Finds out who sends requests. */
  readonly authentication: Authentication;
  /** What is told of authentication; absent where nobody is asked who they are. */
  readonly oauth?: OAuthDescription;
  /** With it the server speaks https. */
  readonly certificate?: Certificate;
  /** Public signing keys as a JWK set (RFC 7517). */
  readonly keys: () => Promise<object>;
  /** Texts of the files that are served as they are. */
  readonly files: StaticTexts;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: HttpSettings;
  readonly observer?: HttpObserver;
  /** Absent: there is nothing at `/metrics`. */
  readonly metrics?: MetricsSource;
}

/** A certificate with its chain and private key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** How callers get tokens. */
export interface OAuthDescription {
  /** Issuers of tokens that are believed, our own first. */
  readonly issuers: () => readonly string[];
  /** How people log in, where the configuration says: an extension of RFC 9728 that `stoa login` reads. */
  readonly logins: readonly LoginDescription[];
  /** The built-in issuer, if it is there. */
  readonly issuer?: BuiltinIssuer;
}

/** What a person's program needs to know to log in at an OpenID provider. */
export interface LoginDescription {
  readonly issuer: string;
  readonly client_id: string;
  readonly scope: string;
  /** The `resource` to ask for (RFC 8707). */
  readonly resource: string;
}

/** The issuer that is part of the server. */
export interface BuiltinIssuer {
  /** Public keys of access tokens as a JWK set. */
  readonly keys: () => object;
  readonly answer: (request: TokenRequest) => Promise<TokenAnswer>;
}

/** A request for a token. */
export interface TokenRequest {
  /** The body: `application/x-www-form-urlencoded`. */
  readonly form: string;
  readonly authorization: string | undefined;
  readonly dpop: string | undefined;
  /** Where it came from. */
  readonly address: string;
  /** URLs by which it rightly speaks to the endpoint. */
  readonly urls: readonly string[];
}

/** An answer of the token endpoint: JSON as OAuth 2.0 has it. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
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
