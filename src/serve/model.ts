import type { Log } from '../base/index.js';
import type { Advertisement } from '../advertisement/index.js';
import type {
  AttachOptions,
  ConnectOptions,
  Handlers,
  MessageHandler,
  ServiceDefinition,
  ServiceOptions,
  SpaceClient,
} from '../client/index.js';
import type { ServiceHostOptions } from '../http/index.js';

/** What is served: what a generated module makes of handlers, or an advertisement with its handlers. */
export type ServedService =
  | ServiceDefinition
  | ({
      /** XML text of the advertisement; its endpoints make way for the address at which the service listens. */
      readonly advertisement: string;
    } & (
      | { readonly handlers: Handlers; readonly onMessage?: never }
      | { readonly onMessage: MessageHandler; readonly handlers?: never }
    ));

/** How a service is served; everything but the space has a default. */
export interface ServeOptions
  extends
    Pick<ServiceHostOptions, 'host' | 'port' | 'path' | 'allowedHosts' | 'allowedOrigins' | 'maxBodyBytes' | 'graceMs'>,
    Pick<ServiceOptions, 'results' | 'maxResultCalls' | 'xmlLimits' | 'issuer' | 'verifier'> {
  /** The space in which it is published: a client of it, or its URL. */
  readonly space: SpaceClient | string;
  /** How the space is reached, where its URL is given. */
  readonly connect?: ConnectOptions;
  /** Name in the advertisement; default: that of the contract. */
  readonly name?: string;
  readonly description?: string;
  /** URN of the service, by which it is the same after a restart; default: the space gives it one. */
  readonly id?: string;
  /** Whether callers need a gate's credential. Default: as the advertisement says, else `unrestricted`. */
  readonly access?: Advertisement['access'];
  /** Where others reach the service, if that is not where it listens (behind a proxy). */
  readonly publicUrl?: string;
  /**
   * Opens no port: the service connects to its space, and calls come over that connection. Default: it listens. With it, what
   * says where to listen is refused.
   */
  readonly attach?: boolean | Pick<AttachOptions, 'window' | 'WebSocket'>;
  /** Lease asked for, in milliseconds; it is renewed at half its time. Default: what the space gives. */
  readonly periodMs?: number;
  /**
   * Signals of the process on which the service is closed. Default `SIGTERM` and `SIGINT`; a second one ends the process at
   * once. `[]`: none.
   */
  readonly signals?: readonly NodeJS.Signals[];
  /**
   * How long calls of those who know the address still are taken once the advertisement is withdrawn, in milliseconds. Default 250.
   */
  readonly lingerMs?: number;
  readonly log?: Log;
}

/** A service that listens, is published, and is renewed. */
export interface RunningService {
  /** Where messages are POSTed; `urn:stoa:attached:1` for a service that opens no port. */
  readonly url: string;
  /** URN of the document in the space. */
  readonly id: string;
  readonly advertisement: Advertisement;
  /**
   * Withdraws the advertisement, lets calls under way end, and stops to listen. Closing twice is one closing. Never throws: an
   * advertisement that cannot be withdrawn ends with its lease, and the log tells of it.
   */
  readonly close: () => Promise<void>;
  /** Resolves when the service was closed, by whomever. */
  readonly closed: Promise<undefined>;
}
