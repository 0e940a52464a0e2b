import type { Caller, LeaseId, SpaceId } from '../base/index.js';
import { StoaError } from '../base/index.js';
import type { Credentials } from './collaborators.js';
import type { SpaceDefinition } from './definition.js';

/** What the writer credential of a space of results admits to; the root credential admits to everything. */
export type Right = 'write' | 'read' | 'all';

/** Credentials shown with a request: those of the caller and the one in the message. */
export const shownCredentials = (caller: Caller, credential: string | undefined): readonly string[] =>
  credential === undefined ? caller.credentials : [credential, ...caller.credentials];

/** Mints and checks the credentials of one space. Purposes keep them apart. */
export interface SpaceKeys {
  readonly root: () => string;
  readonly writer: () => string;
  readonly lease: (lease: LeaseId) => string;
  readonly isRoot: (shown: readonly string[]) => boolean;
  readonly isWriter: (shown: readonly string[]) => boolean;
  readonly isLease: (shown: readonly string[], lease: LeaseId) => boolean;
}

export const createSpaceKeys = (credentials: Credentials, space: SpaceId): SpaceKeys => ({
  root: () => credentials.mint('root', space),
  writer: () => credentials.mint('writer', space),
  lease: (lease) => credentials.mint('lease', space, lease),
  isRoot: (shown) => shown.some((credential) => credentials.verify(credential, 'root', space)),
  isWriter: (shown) => shown.some((credential) => credentials.verify(credential, 'writer', space)),
  isLease: (shown, lease) => shown.some((credential) => credentials.verify(credential, 'lease', space, lease)),
});

/**
 * Admits a caller to a space: a declared space admits everybody, a spawned one the holders of its root credential
 * and, to writing and reading, of its writer credential.
 *
 * @throws {StoaError} `CREDENTIAL_REQUIRED` when none is shown, `CREDENTIAL_INVALID` when none of them admits
 */
export const admit = (
  { definition, keys }: { readonly definition: SpaceDefinition; readonly keys: SpaceKeys },
  shown: readonly string[],
  right: Right,
): void => {
  if (definition.parent === undefined || keys.isRoot(shown)) return;
  if (right !== 'all' && definition.kind === 'result' && keys.isWriter(shown)) return;
  throw refusal(shown, `space ${definition.id} admits the holders of its root credential`);
};

/**
 * Admits to what a lease holds: the holder of the lease's credential, or of the root credential of its space.
 *
 * @throws {StoaError} `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`
 */
export const admitHolder = (keys: SpaceKeys, shown: readonly string[], lease: LeaseId): void => {
  if (keys.isLease(shown, lease) || keys.isRoot(shown)) return;
  throw refusal(shown, `lease ${lease} is changed by the holder of the credential that was given with it`);
};

const refusal = (shown: readonly string[], rule: string): StoaError =>
  shown.length === 0
    ? new StoaError('CREDENTIAL_REQUIRED', `${rule}; no credential was shown`, {
        hint: 'Show it as "Authorization: Bearer CREDENTIAL", or in the message.',
      })
    : new StoaError('CREDENTIAL_INVALID', `${rule}; the credential shown is not one`);
