import { LRUCache } from 'lru-cache';
import { DEFAULT_SPACE_LIMITS, StoaError, localCaller, silentLog } from '../../base/index.js';
import type { Caller, Clock, Log, Random, SpaceId, SpaceLimits, SubjectId, XmlLimits } from '../../base/index.js';
import { compileInterface } from '../../advertisement/index.js';
import type { CheckedInterface, Interface } from '../../advertisement/index.js';
import type { CredentialMint, CredentialSigner } from '../../security/index.js';
import type { Attachments } from '../attached/attachments.js';
import type { Carrier, FindService, GateService, Opener } from '../model.js';
import type { ClosedGates } from './closed-gates.js';

/** Collaborators of a gate desk. */
export interface GateDeskParts {
  readonly findService: FindService;
  /** Where relays go; it decides which destinations are allowed and how large an answer may be. */
  readonly carrier: Carrier;
  /** Carries calls to services that have attached; without it those cannot be reached. */
  readonly attachments?: Pick<Attachments, 'carry'>;
  readonly signer: CredentialSigner;
  readonly mint: CredentialMint;
  readonly clock: Clock;
  readonly random: Random;
  readonly closures: ClosedGates;
  readonly log?: Log;
}

/** Limits of a space that concern its gates. */
export interface GateLimits extends Pick<SpaceLimits, 'maxGateMs' | 'maxOpenCalls'> {
  /** Longest life of a credential. Default: as long as the signer lets one live. */
  readonly maxCredentialMs?: number;
  /** Most gates that each client may have open at once; absent: as many as it likes. */
  readonly maxClientGates?: number | undefined;
  /** Counts what a client has done; what ends something is counted apart. @throws what it is refused with */
  readonly takeCall?: (caller: Caller, counted?: 'endings') => void;
  /** By what right the caller opens gates; default: `anyone`. */
  readonly opener?: Opener;
}

/** Limits of a space; those of clients for the caller that is given. */
export type LimitsOf = (space: SpaceId, caller?: Caller) => GateLimits | Promise<GateLimits>;

/** Options of a gate desk. */
export interface GateDeskOptions {
  /** Limits of each space, for whoever opens a gate; default: {@link DEFAULT_SPACE_LIMITS} for all. */
  readonly limitsOf?: LimitsOf;
  /**
   * The holder of the root credential that a space had after it was replaced so many times, as which gates that it opened look their
   * service up: nobody in particular, once it is another one. Default: the local caller.
   */
  readonly rootOf?: (space: SpaceId, version: number) => Caller;
  /** Groups of a subject now, which was in those when it opened a gate; `undefined` when it is none any more. Default: the same. */
  readonly groupsOf?: GroupsOf;
  /** Longest relayed call, in milliseconds. Default 30 s. */
  readonly callTimeoutMs?: number;
  /** Limits of messages and answers. Default: those of the parser. */
  readonly xmlLimits?: XmlLimits;
  /** Compiles an interface; one that is too large for the event loop may be checked elsewhere. Default: here and now. */
  readonly compile?: CompileForGate;
  /** Most compiled interfaces kept; each saves reading a schema at a call. Default 1,000. */
  readonly maxCompiled?: number;
}

/** What is known now of a subject and its groups. */
export type GroupsOf = (subject: SubjectId, groups: readonly string[]) => readonly string[] | undefined;

/** An interface that gates lead to: another for each client where checking a message may take work that clients share. */
export interface GateInterface extends CheckedInterface {
  readonly for?: (client: SubjectId) => CheckedInterface;
}

/** Compiles the interface of a service that gates lead to, for the client whose gate is opened or called first. */
export type CompileForGate = (description: Interface, client: SubjectId) => GateInterface | Promise<GateInterface>;

const DEFAULT_CALL_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_COMPILED = 1_000;

/** A service that can be called now, with its interface compiled. */
export interface CallableService extends GateService {
  readonly compiled: CheckedInterface;
  /** The interface as far as the caller sees it. */
  readonly getSeen: () => CheckedInterface | Promise<CheckedInterface>;
}

/** What the operations of a desk share. */
export interface DeskContext extends Required<Omit<GateDeskParts, 'attachments'>>, Pick<GateDeskParts, 'attachments'> {
  readonly limitsOf: LimitsOf;
  readonly rootOf: (space: SpaceId, version: number) => Caller;
  readonly groupsOf: GroupsOf;
  readonly callTimeoutMs: number;
  readonly xmlLimits: XmlLimits | undefined;
  /**
   * A service that is not stale, looked up anew at each call, so that no gate outlives what it leads to.
   *
   * @throws {StoaError} `SERVICE_STALE`, `NOT_A_SERVICE`, and what the look-up throws
   */
  readonly getCallable: FindCallable;
}

type FindCallable = (...input: Parameters<FindService>) => Promise<CallableService>;

const assertFresh = ({ stale, advertisement }: GateService): void => {
  if (!stale) return;
  throw new StoaError(
    'SERVICE_STALE',
    `the lease of service "${advertisement.name}" has run out, or it does not answer; it may come back`,
  );
};

const createGetCallable = (findService: FindService, compile: CompileForGate, maxCompiled: number): FindCallable => {
  const kept = new LRUCache<string, GateInterface>({ max: maxCompiled });
  return async (caller, space, id) => {
    const service = await findService(caller, space, id);
    assertFresh(service);
    const { interface: description, name } = service.advertisement;
    if (!description || description.methods.length === 0)
      throw new StoaError('NOT_A_SERVICE', `"${name}" has no methods to call`);
    const getCompiled = async (key: string, read: () => Interface | Promise<Interface>): Promise<CheckedInterface> => {
      const known = kept.get(key) ?? (await compile(await read(), caller.subject));
      kept.set(key, known);
      return known.for?.(caller.subject) ?? known;
    };
    const key = `${space} ${service.id} ${service.revision}`;
    const compiled = await getCompiled(key, () => description);
    const readSeen = async (): Promise<Interface> => (await service.readSeen?.()) ?? description;
    const getSeen = async (): Promise<CheckedInterface> => {
      const { grantedMethods } = service;
      return grantedMethods === undefined ? compiled : getCompiled(JSON.stringify([key, ...grantedMethods]), readSeen);
    };
    return { ...service, compiled, getSeen };
  };
};

/** Collaborators and options together, with every default filled in. */
export const toDeskContext = (parts: GateDeskParts, options: GateDeskOptions): DeskContext => ({
  ...parts,
  log: parts.log ?? silentLog,
  limitsOf: options.limitsOf ?? (() => DEFAULT_SPACE_LIMITS),
  rootOf: options.rootOf ?? (() => localCaller()),
  groupsOf: options.groupsOf ?? ((_, groups) => groups),
  callTimeoutMs: options.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_MS,
  xmlLimits: options.xmlLimits,
  getCallable: createGetCallable(
    parts.findService,
    options.compile ?? ((description) => compileInterface(description)),
    options.maxCompiled ?? DEFAULT_MAX_COMPILED,
  ),
});
