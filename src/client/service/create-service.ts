import { StoaError, given, silentLog, systemClock } from '../../base/index.js';
import type { Clock, DocumentId, Log, SpaceId } from '../../base/index.js';
import { compileInterface, readAdvertisement } from '../../advertisement/index.js';
import type { Advertisement } from '../../advertisement/index.js';
import { createServiceGate, toProblemAnswer } from '../../gate/index.js';
import type { CallAnswer, MessageHandler, ResultSpawner, ServiceGate, ServiceGateOptions } from '../../gate/index.js';
import { createCredentialVerifier, createKeyFetcher } from '../../security/index.js';
import type { CredentialVerifier, Fetch, Hashing } from '../../security/index.js';
import { parseXml } from '../../xml/index.js';
import { readAtMost } from '../fetch-carrier.js';
import type { HeldDocument } from '../model.js';
import type { KeptLease } from '../space/keep-lease.js';
import type { SpaceClient } from '../api.js';
import { createTypedHandler } from './handlers.js';
import type { Handlers } from './handlers.js';
import { createResultSpawner } from './result-spawner.js';
import { createRevocations } from './revocations.js';

/** What a service is made of: its advertisement, and either handlers of typed values or one of raw messages. */
export type ServiceInput = {
  /** XML text of the advertisement. */
  readonly advertisement: string;
} & (
  | { readonly handlers: Handlers; readonly onMessage?: never }
  | { readonly onMessage: MessageHandler; readonly handlers?: never }
);

/** Options of {@link createService}. */
export interface ServiceOptions extends ServiceGateOptions {
  /** The space in which the service stands: its keys verify credentials, spaces of results are made in it. */
  readonly space?: SpaceClient;
  /** Issuer of the credentials that are taken; default: the space. */
  readonly issuer?: SpaceId;
  /** Default: one over the keys that the space publishes. */
  readonly verifier?: CredentialVerifier;
  /** Makes spaces of results; default: one in `space`. `false`: every answer comes in its message. */
  readonly results?: ResultSpawner | false;
  readonly fetch?: Fetch;
  /** SHA-256 for the proofs of calls; default: one that runs everywhere. In Node `nodeHashing` of `stoa` is faster. */
  readonly hashing?: Hashing;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Largest message in bytes that `fetch` reads. Default 4 MiB, the parser's own limit. */
  readonly maxBodyBytes?: number;
}

/** A service with its gate in front. */
export interface Service {
  readonly advertisement: Advertisement;
  /** Answers one request; what an HTTP server hands its requests to. */
  readonly handle: ServiceGate;
  /** The same for servers that speak `Request` and `Response`. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Publishes the advertisement in the space and keeps renewing it; credentials are then for the URN it got. */
  readonly publish: (options?: PublishServiceOptions) => Promise<PublishedService>;
}

/** How a service is published. */
export interface PublishServiceOptions {
  /** Lease asked for, in milliseconds. */
  readonly periodMs?: number;
  /** The lease is gone for good: the service is not in the space any more. */
  readonly onLost?: (reason: unknown) => void;
}

/** A service that is published. */
export interface PublishedService extends HeldDocument {
  readonly kept: KeptLease;
  /** Renews no more and removes the advertisement. */
  readonly withdraw: () => Promise<void>;
}

const DEFAULT_MAX_BODY_BYTES = 4 * 1024 * 1024;

interface Trust {
  readonly issuer: SpaceId;
  readonly verifier: CredentialVerifier;
}

/** What a restricted service verifies credentials with. */
const findTrust = async ({ access }: Advertisement, options: ServiceOptions): Promise<Trust | undefined> => {
  if (access === 'unrestricted') return undefined;
  const { space, clock = systemClock } = options;
  const issuer = options.issuer ?? (space && (await space.describe()).id);
  const fetch: Fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
  const keysUrl = space && `${space.url.replace(/\/$/, '')}/keys`;
  const verifier =
    options.verifier ??
    (keysUrl === undefined
      ? undefined
      : createCredentialVerifier({ keys: createKeyFetcher(fetch, keysUrl, { clock }), clock }));
  if (issuer && verifier) return { issuer, verifier };
  throw new StoaError(
    'CONFIGURATION_INVALID',
    'a restricted service needs its space, or the issuer of its credentials and a verifier',
  );
};

const findResults = ({ space, results, clock = systemClock }: ServiceOptions): ResultSpawner | undefined => {
  if (results === false) return undefined;
  return results ?? (space && createResultSpawner({ space, clock }));
};

const toResponse = ({ status, headers, body }: CallAnswer): Response =>
  new Response(body.length === 0 ? null : body.slice(), { status, headers: { ...headers } });

const messageTooLarge = (maxBytes: number): StoaError =>
  new StoaError('BODY_TOO_LARGE', `the message is larger than ${maxBytes} bytes`, { limit: 'maxBodyBytes' });

const createFetchHandler =
  (handle: ServiceGate, { maxBodyBytes = DEFAULT_MAX_BODY_BYTES }: ServiceOptions): Service['fetch'] =>
  async (request) => {
    try {
      const body = await readAtMost(request.body, { maxBytes: maxBodyBytes, tooLarge: messageTooLarge });
      const headers = Object.fromEntries(request.headers);
      return toResponse(await handle({ method: request.method, headers, body, signal: request.signal }));
    } catch (thrown) {
      return toResponse(toProblemAnswer(StoaError.from(thrown)));
    }
  };

/**
 * A service whose messages pass its own gate before a handler sees them, and whose answers pass it before they leave.
 *
 * @throws {StoaError} what reading the advertisement throws; `NOT_A_SERVICE`; `CONFIGURATION_INVALID`; `METHOD_UNKNOWN`
 */
export const createService = async (input: ServiceInput, options: ServiceOptions = {}): Promise<Service> => {
  const { root, source } = parseXml(input.advertisement);
  const advertisement = readAdvertisement(root, source);
  const { interface: description, name } = advertisement;
  if (!description) throw new StoaError('NOT_A_SERVICE', `"${name}" has no methods to call`);
  const results = findResults(options);
  const { clock = systemClock, log = silentLog } = options;
  const revocations = createRevocations({ clock, log });
  let documentId: DocumentId | undefined = advertisement.id;
  const handle = createServiceGate(
    {
      advertisement,
      documentId: () => documentId,
      ...(await findTrust(advertisement, options)),
      handle: input.onMessage ?? createTypedHandler(compileInterface(description), input.handlers),
      ...(results && { results }),
      ...given('hashing', options.hashing),
      revocations,
      clock,
      log,
    },
    options,
  );
  return Object.freeze({
    advertisement,
    handle,
    fetch: createFetchHandler(handle, options),
    publish: async ({ periodMs, onLost }: PublishServiceOptions = {}) => {
      const { space } = options;
      if (!space) throw new StoaError('CONFIGURATION_INVALID', 'publishing a service needs its space');
      const held = await space.publish(source, { ...(periodMs !== undefined && { periodMs }) });
      documentId = held.entry.id;
      const ending = new AbortController();
      const lease = space.keepLease(held.lease, {
        onLost: (reason) => {
          ending.abort();
          onLost?.(reason);
        },
      });
      const kept: KeptLease = {
        current: lease.current,
        stop: () => {
          lease.stop();
          ending.abort();
        },
      };
      if (advertisement.access === 'restricted') {
        const followed = { signal: ending.signal, ...given('credential', held.lease.credential) };
        void revocations.follow(space.closures(held.entry.id, followed));
      }
      const withdraw = async (): Promise<void> => {
        kept.stop();
        const { credential } = held.lease;
        await space.remove(held.entry.id, credential === undefined ? {} : { credential });
      };
      return { ...held, kept, withdraw };
    },
  });
};
