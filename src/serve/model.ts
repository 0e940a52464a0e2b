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
import type { NearbyParts, NearbySettings } from '../nearby/index.js';

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

/** How the link is told of a service; all but what is stated has its default. */
export type AnnounceOptions = Partial<NearbySettings> & {
  /** Links of a test in the place of the machine's. */
  readonly links?: Pick<NearbyParts, 'openDriver' | 'openWs'>;
};

/** How a service is served; everything has a default, but it is published in a space, announced, or both. */
export interface ServeOptions
  extends
    Pick<ServiceHostOptions, 'host' | 'port' | 'path' | 'allowedHosts' | 'allowedOrigins' | 'maxBodyBytes' | 'graceMs'>,
    Pick<ServiceOptions, 'results' | 'maxResultCalls' | 'xmlLimits' | 'issuer' | 'verifier'> {
  /** The space in which it is published: a client of it, or its URL. May be left out by a service that is announced. */
  readonly space?: SpaceClient | string;
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
  /**
   * Tells the local link of the service, by DNS-SD and WS-Discovery, so that it is found without a space; a GET of its URL then
   * gives its advertisement. It listens on all IPv4 addresses unless `host` says otherwise. Default false.
   */
  readonly announce?: boolean | AnnounceOptions;
  /**
   * Has the space ask after the service now and then, at the address where it listens, or at another (`probe`, which may be relative to
   * it): one that does not answer twice is stale at once, and not when its lease ends. Default: as the advertisement says, else not.
   */
  readonly liveness?: boolean | { readonly probe?: string; readonly everyMs?: number };
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
  /** URN of the document in the space; of a service without a space, the one by which the link knows it. */
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
