import { StoaError, isStoaError, localCaller } from '../../base/index.js';
import type { Caller, SpaceId } from '../../base/index.js';
import type { Grant } from './grant-token.js';
import type { CallableService, DeskContext } from './parts.js';

/** A service as a gate leads to it now. */
export interface StandingGate {
  readonly service: CallableService;
  /** With the methods that are granted of those that the service has now. */
  readonly grant: Grant;
}

/** Told of a gate whose opener may no longer do what it grants. */
export const withdrawn = (cause?: unknown): StoaError =>
  new StoaError('GATE_CLOSED', 'what was granted to whoever opened the gate has been taken back', {
    hint: 'ask whoever runs the space for it, and open a new gate',
    cause,
  });

/** How a look-up says that the caller may not. */
const isRefused = (thrown: unknown): boolean =>
  isStoaError(thrown, 'ACCESS_DENIED', 'AUTHENTICATION_REQUIRED', 'CREDENTIAL_REQUIRED', 'CREDENTIAL_INVALID');

/** Whether a gate has lost what it led to, or the right to lead there, for good. */
export const isLost = (thrown: unknown): boolean => isStoaError(thrown, 'GATE_CLOSED', 'DOCUMENT_NOT_FOUND');

/** Whoever opened a gate, as it was known then. */
export const toOpener = ({ rootOf }: DeskContext, space: SpaceId, { opener, subject }: Grant): Caller => {
  if (opener === 'anyone') return localCaller();
  if (typeof opener === 'string') return rootOf(space, Number(opener.slice('root'.length)));
  return { subject, groups: opener, authenticated: true, credentials: [] };
};

/** Whoever opened a gate, as it is known now. @throws {StoaError} `GATE_CLOSED` when it is no subject any more */
const getOpener = (context: DeskContext, space: SpaceId, grant: Grant): Caller => {
  const opener = toOpener(context, space, grant);
  if (!opener.authenticated) return opener;
  const groups = context.groupsOf(opener.subject, opener.groups);
  if (groups === undefined) throw withdrawn();
  return { ...opener, groups };
};

/** What of a grant is granted now. @throws {StoaError} `GATE_CLOSED` when a method that it names is not, or none is */
const restrict = (grant: Grant, { grantedMethods }: CallableService): Grant => {
  if (grantedMethods === undefined) return grant;
  const methods = grant.methods ?? grantedMethods;
  if (methods.length > 0 && methods.every((name) => grantedMethods.includes(name))) return { ...grant, methods };
  throw withdrawn();
};

/**
 * The service that a gate was opened for, if whoever opened it may call it now. A URN may be published anew once it is free: a gate
 * leads to no service of somebody else than at first.
 *
 * @throws {StoaError} `GATE_CLOSED`, and what the look-up throws
 */
export const getStanding = async (context: DeskContext, space: SpaceId, grant: Grant): Promise<StandingGate> => {
  const opener = getOpener(context, space, grant);
  const service = await context.getCallable(opener, space, grant.document).catch((thrown: unknown) => {
    throw isRefused(thrown) ? withdrawn(thrown) : thrown;
  });
  if (service.publisher === grant.publisher) return { service, grant: restrict(grant, service) };
  throw new StoaError('GATE_CLOSED', 'the service that the gate led to is gone, and its URN is that of another now', {
    hint: 'look the service up anew',
  });
};
