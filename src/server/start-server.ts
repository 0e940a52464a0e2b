import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { given, localCaller, systemClock, systemRandom } from '../base/index.js';
import type { Clock, Log, Random, SpaceId } from '../base/index.js';
import { createAttachments, createGateDesk } from '../gate/index.js';
import type { Attachments, FailureKind, FindService, GateDesk } from '../gate/index.js';
import {
  DEFAULT_HTTP_SETTINGS,
  createAccessCheck,
  createHttpApp,
  createNodeMac,
  isAnyAddress,
  toBoundUrl,
} from '../http/index.js';
import type { AccessCheck, HttpApp, HttpSettings } from '../http/index.js';
import { createCredentialMint, createCredentialSigner } from '../security/index.js';
import type { CredentialMint, Fetch } from '../security/index.js';
import { createInterfaceCompiler, createSpaceOperations, createSpaces } from '../space/index.js';
import type { Spaces } from '../space/index.js';
import { createMemoryStore, openLmdbStore } from '../store/index.js';
import type { Store } from '../store/index.js';
import { createAddressBook, toOuterUrl } from './address-book.js';
import type { LateAddressBook } from './address-book.js';
import { announceSpaces } from './announce-spaces.js';
import type { OpenDriver } from './announce-spaces.js';
import { openAuthentication } from './auth/index.js';
import type { ServerAuthentication } from './auth/index.js';
import { openCertificate } from './certificate.js';
import type { HeldCertificate } from './certificate.js';
import { hasAuthentication } from './configuration/index.js';
import type { Configuration } from './configuration/index.js';
import { readDeclaredSpaces } from './declared-spaces.js';
import { answerWsDiscovery, takeInNeighbours } from './near-the-server.js';
import type { WsDiscovery } from '../discovery/index.js';
import { createLogger } from './logger.js';
import { noteAttached } from './note-attached.js';
import { createMetrics } from './metrics/index.js';
import type { Metrics, ReaderRules } from './metrics/index.js';
import { createSchemaThread } from './schema-thread/index.js';
import type { SchemaThread } from './schema-thread/index.js';
import { createAsker, createOutboundCarrier } from './outbound/index.js';
import type { Resolve } from './outbound/index.js';
import { createStoredClosedGates, openServerKeys } from './server-space.js';
import type { ServerKeys } from './server-space.js';
import { createRootsKeeper } from './roots.js';
import { readStaticTexts } from './static-texts.js';

/** What a test, or an application with a server inside, passes instead of the machine's own. */
export interface ServerCollaborators {
  /** Program of the thread that reads large schemas, where it is not the built one. */
  readonly schemaThreadProgram?: URL;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Log;
  /** Used instead of the one that the configuration names; closed with the server. */
  readonly store?: Store;
  /** Resolver of the hosts that relays go to. */
  readonly resolve?: Resolve;
  /** Finds the address by which others reach what listens on all addresses of this machine. */
  readonly findOuterAddress?: () => Promise<string | undefined>;
  /** Asks configured issuers for their metadata and keys. */
  readonly fetch?: Fetch;
  /** Opens what announces the spaces on the local link. */
  readonly openDriver?: OpenDriver;
  /** Opens what answers WS-Discovery. */
  readonly openWs?: () => Promise<WsDiscovery>;
  readonly http?: Partial<HttpSettings>;
}

/** A server that listens. */
export interface RunningServer {
  /** What URLs of it begin with. */
  readonly url: string;
  /** The address bound. */
  readonly address: AddressInfo;
  readonly spaces: Spaces;
  readonly desk: GateDesk;
  /** The routes, for requests without a socket. */
  readonly fastify: FastifyInstance;
  /** Reads the files of the certificate again; those that are wrong change nothing and are logged. */
  readonly reload: () => Promise<void>;
  /**
   * Makes new keys sign gates and tokens at once. With `withdraw` the old ones verify no longer, as after a theft:
   * clients need new tokens, and gates are refreshed by their holders.
   */
  readonly rotateKeys: (options?: { readonly withdraw?: boolean }) => Promise<void>;
  /** Takes nothing new, lets requests under way end, then ends streams, spaces and store. Closing twice is one closing. */
  readonly close: () => Promise<void>;
}

/** What everything is made from, and what is to be undone in which order. */
interface Parts {
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly store: Store;
  readonly keys: ServerKeys;
  readonly mint: CredentialMint;
  readonly addresses: LateAddressBook;
  /** Reads what would hold the event loop for too long. */
  readonly schemas: SchemaThread;
  readonly metrics: Metrics;
  readonly collaborators: ServerCollaborators;
  /** What is known only once more of the server is there. */
  readonly late: { policyChanged?: (space: SpaceId) => void; rootReplaced?: () => Promise<void> };
}

const openStore = (configuration: Configuration): Promise<Store> =>
  configuration.store === 'memory' ? Promise.resolve(createMemoryStore()) : openLmdbStore({ path: configuration.data });

const gatherParts = async (configuration: Configuration, collaborators: ServerCollaborators): Promise<Parts> => {
  const metrics = createMetrics();
  const store = metrics.observeStore(collaborators.store ?? (await openStore(configuration)));
  const random = collaborators.random ?? systemRandom;
  const clock = collaborators.clock ?? systemClock;
  const log = collaborators.log ?? createLogger(configuration.logLevel);
  const keys = await openServerKeys({ store, random, clock, log }, configuration.auth);
  return {
    configuration,
    collaborators,
    late: {},
    metrics,
    store,
    random,
    keys,
    clock,
    log,
    mint: createCredentialMint(keys.mintKey, createNodeMac),
    addresses: createAddressBook({ authenticates: hasAuthentication(configuration) }),
    schemas: createSchemaThread({
      limits: configuration.schema,
      clock,
      log,
      ...given('program', collaborators.schemaThreadProgram),
    }),
  };
};

const openSpaces = async (parts: Parts): Promise<Spaces> => {
  const { configuration, store, clock, random, log, mint, addresses, schemas, metrics, late } = parts;
  const { resolve } = parts.collaborators;
  const ask = createAsker({ allow: configuration.relay.allow, ...given('resolve', resolve) });
  const policyChanged = (space: SpaceId): void => late.policyChanged?.(space);
  const rootReplaced = async (): Promise<void> => late.rootReplaced?.();
  const shared = { store, clock, random, log, credentials: mint, addresses, ask, policyChanged, rootReplaced };
  const spaces = await createSpaces(
    { ...shared, schemaWorkers: schemas.workers, observer: metrics.spaces },
    {
      limits: configuration.limits,
      xmlLimits: configuration.xml,
      schemaLimits: configuration.schema,
      authenticates: hasAuthentication(configuration),
      liveness: configuration.liveness,
    },
  );
  for (const declaration of await readDeclaredSpaces(configuration.spaces, configuration.xml)) {
    await spaces.declare(declaration);
  }
  const keepRoots = createRootsKeeper(configuration, spaces);
  await keepRoots();
  late.rootReplaced = () =>
    keepRoots().catch((err: unknown) =>
      log.error({ err }, 'the file of root credentials is an old one; it is written at the next start'),
    );
  return spaces;
};

type DeskCollaborators = Pick<AppParts, 'spaces' | 'attachments' | 'identity'>;

const openDesk = (parts: Parts, { spaces, attachments, identity }: DeskCollaborators) => {
  const { configuration, clock, random, log, mint, keys, store, collaborators } = parts;
  const { allow, timeoutMs, maxAnswerBytes } = configuration.relay;
  const resolve = collaborators.resolve && { resolve: collaborators.resolve };
  const outbound = createOutboundCarrier({ allow, maxAnswerBytes, ...resolve });
  const findService: FindService = async (caller, space, id) => {
    const { findService: find, noteCall, noteUnreached, doubt } = await spaces.get(space);
    const sinceMs = clock.nowMs();
    const { entry, ...service } = await find(caller, id);
    const { id: document, stale, sequence, version, publisher } = entry;
    const note = (failure?: FailureKind): void => noteCall(document, failure);
    return {
      ...{ id: document, stale, revision: `${sequence}.${version}`, publisher, ...service },
      noteCall: note,
      noteUnreached: () => noteUnreached(document, sinceMs),
      doubt: () => doubt(document),
    };
  };
  const desk = createGateDesk(
    {
      findService,
      carrier: outbound.carry,
      attachments,
      signer: createCredentialSigner({ keys: keys.signing.current, clock }),
      mint,
      clock,
      random,
      closures: createStoredClosedGates(store, clock),
      log,
    },
    {
      limitsOf: async (id, caller) => {
        const space = await spaces.get(id);
        const { maxGateMs, maxCredentialMs, maxOpenCalls } = space.limits;
        return {
          maxGateMs,
          maxCredentialMs,
          maxOpenCalls,
          maxClientGates: caller && space.quota(caller)?.gates,
          takeCall: space.takeCall,
          ...(caller && { opener: space.openerOf(caller) }),
        };
      },
      groupsOf: identity.groupsOf,
      rootOf: (space, version) =>
        spaces.rootVersion(space) === version ? localCaller(spaces.root(space)) : localCaller(),
      compile: createInterfaceCompiler({ limits: configuration.schema, workers: parts.schemas.workers }),
      callTimeoutMs: timeoutMs,
      xmlLimits: configuration.xml,
    },
  );
  // What was granted, and to whom, may change at any time.
  parts.late.policyChanged = (space) => void desk.lookAgain(space);
  identity.follow(() => void desk.lookAgain());
  return { desk: parts.metrics.observeDesk(desk), outbound };
};

const schemeOf = ({ tls }: Configuration): 'http' | 'https' => (tls.cert === undefined ? 'http' : 'https');

/** Hosts and origins that are ours, from the address that was bound. */
const createAccess = ({ configuration, addresses }: Parts, address: AddressInfo): AccessCheck => {
  const { port } = address;
  const scheme = schemeOf(configuration);
  const local = ['127.0.0.1', '[::1]', 'localhost'].map((host) => `${scheme}://${host}:${port}`);
  return createAccessCheck({
    ownUrls: [toBoundUrl(address, scheme), addresses.base(), ...local],
    allowedHosts: configuration.allowedHosts,
    allowedOrigins: configuration.allowedOrigins,
    anyAddress: isAnyAddress(address.address),
  });
};

/** Where nobody is asked who they are, whoever comes reads the metrics too, unless the configuration says otherwise. */
const toReaderRules = (configuration: Configuration): ReaderRules => {
  const authenticates = hasAuthentication(configuration);
  return { authenticates, readers: configuration.metrics.readers ?? (authenticates ? [] : ['anyone']) };
};

const createApp = async (
  parts: Parts,
  { spaces, desk, attachments, access, certificate, identity }: AppParts,
): Promise<HttpApp> => {
  const { configuration, clock, random, log, addresses, keys, collaborators } = parts;
  return createHttpApp({
    spaces,
    desk,
    attachments,
    operations: createSpaceOperations({ spaces, addresses }),
    workers: parts.schemas.workers,
    addresses,
    access,
    authentication: identity.authentication,
    ...given('oauth', identity.oauth),
    ...given('certificate', certificate?.current()),
    observer: parts.metrics.http,
    metrics: parts.metrics.serve({ spaces, attachments, desk, schemas: parts.schemas }, toReaderRules(configuration)),
    keys: () => Promise.resolve(keys.signing.keySet()),
    files: await readStaticTexts(),
    clock,
    random,
    log,
    settings: {
      ...DEFAULT_HTTP_SETTINGS,
      xmlLimits: configuration.xml,
      logRequests: configuration.logLevel === 'debug' || configuration.logLevel === 'trace',
      ...collaborators.http,
    },
  });
};

interface AppParts {
  readonly identity: ServerAuthentication;
  readonly certificate: HeldCertificate | undefined;
  readonly spaces: Spaces;
  readonly desk: GateDesk;
  readonly attachments: Attachments;
  readonly access: () => AccessCheck;
}

/** Steps that undo a start, the last one first; each is tried, whatever the others do. */
const createClosing = (log: Log) => {
  const steps: (() => Promise<void> | void)[] = [];
  let closed: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    for (const step of steps.reverse()) {
      try {
        await step();
      } catch (err) {
        log.error({ err }, 'a part of the server did not end well');
      }
    }
  };
  return {
    add: (step: () => Promise<void> | void): void => void steps.push(step),
    close: (): Promise<void> => (closed ??= run()),
  };
};

/**
 * Starts a server: store, keys, declared spaces, gates, HTTP.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when it cannot listen, a declared space cannot be read or the data folder
 *   is in use; `STORE_VERSION_UNSUPPORTED`. Whatever was opened is closed again.
 */
export const startServer = async (
  configuration: Configuration,
  collaborators: ServerCollaborators = {},
): Promise<RunningServer> => {
  const parts = await gatherParts(configuration, collaborators);
  const closing = createClosing(parts.log);
  closing.add(() => parts.store.close());
  closing.add(parts.schemas.close);
  closing.add(() => {
    parts.keys.signing.close();
    parts.keys.tokens.close();
  });
  try {
    return await start(parts, closing);
  } catch (thrown) {
    await closing.close();
    throw thrown;
  }
};

const rotateKeys = async (
  { keys, log }: Parts,
  { forget }: ServerAuthentication,
  options: { readonly withdraw?: boolean } = {},
): Promise<void> => {
  try {
    await keys.signing.rotate(options);
    await keys.tokens.rotate(options);
  } catch (err) {
    log.error({ err }, 'the signing keys were not rotated');
    throw err;
  }
  if (options.withdraw === true) forget();
  log.info({ withdrawn: options.withdraw === true }, 'signing keys rotated');
};

const start = async (parts: Parts, closing: ReturnType<typeof createClosing>): Promise<RunningServer> => {
  const { configuration, addresses, log } = parts;
  const spaces = await openSpaces(parts);
  closing.add(() => spaces.close());
  const attachments = noteAttached(createAttachments(parts), spaces, log);
  const { fetch = globalThis.fetch } = parts.collaborators;
  const identity = await openAuthentication({ ...parts, fetch });
  closing.add(identity.close);
  const { desk, outbound } = openDesk(parts, { spaces, attachments, identity });
  closing.add(outbound.close);
  await outbound.prepare();
  const late: { access?: AccessCheck } = {};
  const access = (): AccessCheck =>
    (late.access ??= createAccess(parts, { address: '127.0.0.1', family: 'IPv4', port: configuration.port }));
  const certificate = await openCertificate(configuration.tls, parts);
  closing.add(() => certificate?.close());
  const app = await createApp(parts, { spaces, desk, attachments, access, certificate, identity });
  closing.add(() => app.close(configuration.shutdownGraceMs));
  closing.add(attachments.close);
  const address = await app.listen(configuration);
  certificate?.follow(app.setCertificate);
  const findOuter = parts.collaborators.findOuterAddress;
  const local = toBoundUrl(address, schemeOf(configuration));
  addresses.settle(configuration.publicUrl ?? (await toOuterUrl(local, address, findOuter)), local);
  late.access = createAccess(parts, address);
  const url = addresses.base();
  log.info({ url, host: address.address, port: address.port, spaces: spaces.declared().length }, 'listening');
  if (isAnyAddress(address.address) && !hasAuthentication(configuration))
    log.warn({}, 'open to the network without authentication, as configured');
  const { openDriver } = parts.collaborators;
  closing.add(await announceSpaces({ ...parts, ...given('openDriver', openDriver) }, spaces.declared(), address));
  const near = { ...parts, ...given('openDriver', openDriver), ...given('openWs', parts.collaborators.openWs) };
  closing.add(await answerWsDiscovery(near, spaces, address));
  closing.add(await takeInNeighbours(near, spaces));
  return {
    url,
    address,
    spaces,
    desk,
    fastify: app.fastify,
    reload: async () => certificate?.reload(),
    rotateKeys: (options) => rotateKeys(parts, identity, options),
    close: closing.close,
  };
};
