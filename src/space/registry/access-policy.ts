import type { Caller, SpaceId } from '../../base/index.js';
import { StoaError, given } from '../../base/index.js';
import { findRights, refuse, showing } from '../admission.js';
import type { SpaceKeys } from '../admission.js';
import type { AccessPolicy, StatedAccess } from '../access/model.js';
import { takeCall } from '../access/take-call.js';
import type { SpaceDefinition } from '../definition.js';
import type { PolicyInput } from '../model.js';
import type { AccessRecord } from '../tables/index.js';
import type { Registry } from './registry.js';
import { accessChange } from './system-changes.js';

/** A space's access policy before anything was stated. */
export const NOTHING_STATED: AccessRecord = { version: 0, grants: undefined, quota: {}, declared: '' };

/**
 * What is kept of a declared space's access: what a message has set stays until the declaration says something else than
 * it did last.
 */
export const declareAccess = (kept: AccessRecord | undefined, stated: StatedAccess): AccessRecord | undefined => {
  const isNothing = stated.grants === undefined && stated.quota === undefined;
  const declared = isNothing ? '' : JSON.stringify([stated.grants ?? null, stated.quota ?? {}]);
  if ((kept?.declared ?? '') === declared) return kept;
  return {
    version: kept?.version ?? 0,
    grants: stated.grants,
    quota: stated.quota ?? {},
    declared,
    ...given('root', kept?.root),
  };
};

/** What is kept of a spawned space's access. */
export const spawnAccess = ({ grants, quota = {} }: StatedAccess): AccessRecord | undefined =>
  grants === undefined && Object.keys(quota).length === 0 ? undefined : { ...NOTHING_STATED, grants, quota };

const change = (kept: AccessRecord, { access, quota }: PolicyInput): AccessRecord => ({
  ...kept,
  version: kept.version + 1,
  ...(access !== undefined && { grants: access === 'default' ? undefined : access }),
  ...(quota !== undefined && { quota }),
});

/**
 * Reads the access policy of a space, or changes it. Reading is for the holder of the root credential and for
 * administrators, changing for the holder of the root credential alone: nobody gives on what was only granted.
 *
 * @throws {StoaError} `VERSION_CONFLICT`, `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`, `AUTHENTICATION_REQUIRED`,
 *   `ACCESS_DENIED`, `RATE_LIMITED`, `SPACE_NOT_FOUND`, `SPACE_GONE`
 */
export const applyPolicy = async (
  registry: Registry,
  { caller, id }: { readonly caller: Caller; readonly id: SpaceId },
  input: PolicyInput,
): Promise<AccessPolicy> => {
  const member = registry.get(id);
  const { context } = (await registry.open(member)).open;
  const who = showing(caller, input.credential);
  takeCall(context, who);
  const shown = who.credentials;
  const isChange = input.access !== undefined || input.quota !== undefined;
  const isRoot = shown.length > 0 && context.keys.isRoot(shown);
  if (!isRoot && (isChange || !findRights(context, who).isAdministrator)) {
    if (!isChange && caller.authenticated) throw refuse(context, who, { action: 'administer' });
    assertRoot(context, shown, 'the policy');
  }
  if (!isChange) {
    assertVersion(context.access.policy(), input.version);
    return context.access.policy();
  }
  const update = (kept: AccessRecord | undefined): AccessRecord => {
    assertVersion(kept ?? NOTHING_STATED, input.version);
    return change(kept ?? NOTHING_STATED, input);
  };
  const record = await registry.system.write(accessChange(id, update));
  member.record = record;
  context.access.set(record.access);
  registry.shared.collaborators.policyChanged?.(id);
  return context.access.policy();
};

const assertVersion = ({ version }: Pick<AccessPolicy, 'version'>, expected: number | undefined): void => {
  if (expected === undefined || expected === version) return;
  throw new StoaError('VERSION_CONFLICT', `expected version ${expected} of the policy, it has ${version}`, {
    hint: 'read it again and repeat the change on what it is now',
  });
};

/** A space, as far as it says whose it is. */
interface RuledSpace {
  readonly definition: Pick<SpaceDefinition, 'id'>;
  readonly keys: Pick<SpaceKeys, 'isRoot'>;
}

/** @throws {StoaError} `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID` unless the root credential was shown */
export const assertRoot = ({ definition: { id }, keys }: RuledSpace, shown: readonly string[], thing: string): void => {
  const what = `${thing} of space ${id} is changed by the holder of its root credential`;
  const hint = 'stoa space root prints that of a space that the server declares; who spawned one was given it';
  if (shown.length === 0) throw new StoaError('CREDENTIAL_REQUIRED', `${what}; no credential was shown`, { hint });
  if (keys.isRoot(shown)) return;
  throw new StoaError('CREDENTIAL_INVALID', `${what}; the credential shown is not it`, { hint });
};
