import type { Caller, LeaseId, SpaceId } from '../base/index.js';
import { StoaError } from '../base/index.js';
import { ADMINISTRATION, EVERYTHING } from './access/rules.js';
import type { Rights } from './access/rules.js';
import { ACCESS_ACTIONS, NO_QUOTA } from './access/model.js';
import type { AccessAction, ClientQuota } from './access/model.js';
import type { SpaceAccess } from './access/space-access.js';
import type { Credentials } from './collaborators.js';
import type { SpaceDefinition } from './definition.js';
import type { AddressBook } from './model.js';
import type { RootRecord } from './tables/index.js';

/** Credentials shown with a request: those of the caller and the one in the message. */
export const shownCredentials = (caller: Caller, credential: string | undefined): readonly string[] =>
  credential === undefined ? caller.credentials : [credential, ...caller.credentials];

/** The caller with the credential in its message, if there is one. */
export const showing = (caller: Caller, credential: string | undefined): Caller =>
  credential === undefined ? caller : { ...caller, credentials: [credential, ...caller.credentials] };

/** Mints and checks the credentials of one space. Purposes keep them apart. */
export interface SpaceKeys {
  readonly root: () => string;
  readonly writer: () => string;
  readonly reader: () => string;
  readonly lease: (lease: LeaseId) => string;
  readonly isRoot: (shown: readonly string[]) => boolean;
  readonly isWriter: (shown: readonly string[]) => boolean;
  readonly isReader: (shown: readonly string[]) => boolean;
  readonly isLease: (shown: readonly string[], lease: LeaseId) => boolean;
}

const rootParts = (space: SpaceId, root: Pick<RootRecord, 'seed'> | undefined): readonly string[] =>
  root === undefined ? [space] : [space, root.seed];

/** Keys of a space whose root credential is, at any time, the one made from `root`; `undefined` for the first. */
export const createSpaceKeys = (
  credentials: Credentials,
  space: SpaceId,
  root: () => Pick<RootRecord, 'seed'> | undefined,
): SpaceKeys => ({
  root: () => credentials.mint('root', ...rootParts(space, root())),
  writer: () => credentials.mint('writer', space),
  reader: () => credentials.mint('reader', space),
  lease: (lease) => credentials.mint('lease', space, lease),
  isRoot: (shown) => {
    const parts = rootParts(space, root());
    return shown.some((credential) => credentials.verify(credential, 'root', ...parts));
  },
  isWriter: (shown) => shown.some((credential) => credentials.verify(credential, 'writer', space)),
  isReader: (shown) => shown.some((credential) => credentials.verify(credential, 'reader', space)),
  isLease: (shown, lease) => shown.some((credential) => credentials.verify(credential, 'lease', space, lease)),
});

/** A space that callers are admitted to. */
export interface AdmittingSpace {
  readonly definition: Pick<SpaceDefinition, 'id' | 'kind'>;
  readonly keys: SpaceKeys;
  readonly access: SpaceAccess;
  readonly shared: { readonly collaborators: { readonly addresses: Pick<AddressBook, 'authentication'> } };
}

/** What callers are admitted to. To `follow` events is granted with `lookup`; who writes results may follow, to learn that nobody wants them any more. */
export type AdmittedAction = AccessAction | 'follow';

/** What the writer credential of a space of results admits to; the root credential admits to everything. */
const WRITER_ACTIONS: ReadonlySet<AdmittedAction> = new Set(['publish', 'read', 'follow']);

/** What the reader credential of a space of results admits to. */
const READER_ACTIONS: ReadonlySet<AdmittedAction> = new Set(['lookup', 'read', 'follow']);

/** Whether a caller holds a credential of a space of results that admits to this. */
const holdsResults = ({ definition, keys }: AdmittingSpace, { credentials }: Caller, action: AdmittedAction): boolean =>
  definition.kind === 'result' &&
  credentials.length > 0 &&
  ((WRITER_ACTIONS.has(action) && keys.isWriter(credentials)) ||
    (READER_ACTIONS.has(action) && keys.isReader(credentials)));

/** What a caller may do in a space: nothing, if it is a stranger. */
export const findRights = (space: AdmittingSpace, caller: Caller): Rights => {
  const rules = space.access.rules();
  if (rules === undefined) return EVERYTHING;
  const { credentials } = caller;
  return credentials.length > 0 && space.keys.isRoot(credentials) ? ADMINISTRATION : rules.rightsOf(caller);
};

/**
 * Admits a caller to an action of a space: by the space's access policy, by its root credential, or, to writing and
 * reading in a space of results, by its writer or reader credential. Answers with what else the caller may do.
 *
 * @throws {StoaError} `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID` where nobody is admitted without a credential;
 *   `AUTHENTICATION_REQUIRED` where it may help to prove who one is; `ACCESS_DENIED`
 */
export const admit = (space: AdmittingSpace, caller: Caller, action: AdmittedAction): Rights => {
  const rights = findRightsTo(space, caller, action);
  if (rights.may(toGranted(action))) return rights;
  throw refuse(space, caller, { action: toGranted(action) });
};

const toGranted = (action: AdmittedAction): AccessAction => (action === 'follow' ? 'lookup' : action);

/** What a caller may do that comes to do this: with the credentials of a space of results everything that it is about, else what is granted. */
export const findRightsTo = (space: AdmittingSpace, caller: Caller, action: AdmittedAction): Rights => {
  const rights = findRights(space, caller);
  return !rights.may(toGranted(action)) && holdsResults(space, caller, action) ? EVERYTHING : rights;
};

/** Whether a caller may do anything in a space. */
export const isAdmitted = (space: AdmittingSpace, caller: Caller): boolean => {
  const rights = findRights(space, caller);
  if (ACCESS_ACTIONS.some((action) => rights.may(action))) return true;
  return holdsResults(space, caller, 'read');
};

/** What a caller may have at most; `undefined` where nothing limits it, as the holder of the root credential. */
export const findQuota = ({ access, keys }: AdmittingSpace, { credentials }: Caller): ClientQuota | undefined => {
  const quota = access.quota();
  if (quota === NO_QUOTA || (credentials.length > 0 && keys.isRoot(credentials))) return undefined;
  return quota;
};

/** What was refused. */
interface Refused {
  readonly action: AccessAction;
  /** Of what, where more is granted for others. */
  readonly name?: string;
}

/** The refusal of an action. */
export const refuse = (space: AdmittingSpace, caller: Caller, { action, name }: Refused): StoaError => {
  const { definition, access, shared } = space;
  if (access.rules()?.isClosed === true)
    return refuseWithout(caller.credentials, `space ${definition.id} admits the holders of its root credential`);
  const what = name === undefined ? action : `${action} "${name.slice(0, 100)}"`;
  const uri = shared.collaborators.addresses.authentication?.();
  if (caller.authenticated || uri === undefined) {
    const who = caller.authenticated ? `"${caller.subject}"` : 'everybody';
    return new StoaError('ACCESS_DENIED', `the policy of space ${definition.id} does not grant ${who} to ${what}`, {
      hint: 'whoever holds the root credential of the space can grant it: stoa policy grant',
    });
  }
  return new StoaError(
    'AUTHENTICATION_REQUIRED',
    `the policy of space ${definition.id} grants to ${what} to nobody unknown; ${uri} says how to get an access token`,
    { hint: 'say who you are: stoa login, or STOA_CLIENT_ID and STOA_CLIENT_SECRET' },
  );
};

/** Whether a caller holds a lease by what it shows: its own credential, or the root credential of the space. */
export const isHolder = (keys: SpaceKeys, shown: readonly string[], lease: LeaseId): boolean =>
  shown.length > 0 && (keys.isLease(shown, lease) || keys.isRoot(shown));

/**
 * Admits to what a lease holds: the holder of the lease's credential, or of the root credential of its space.
 *
 * @throws {StoaError} `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`
 */
export const admitHolder = (keys: SpaceKeys, shown: readonly string[], lease: LeaseId): void => {
  if (isHolder(keys, shown, lease)) return;
  throw refuseWithout(shown, `lease ${lease} is changed by the holder of the credential that was given with it`);
};

const refuseWithout = (shown: readonly string[], rule: string): StoaError =>
  shown.length === 0
    ? new StoaError('CREDENTIAL_REQUIRED', `${rule}; no credential was shown`, {
        hint: 'Show it as "Authorization: Bearer CREDENTIAL", or in the message.',
      })
    : new StoaError('CREDENTIAL_INVALID', `${rule}; the credential shown is not one`);
