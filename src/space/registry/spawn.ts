import type { Caller, LeaseId, SpaceId, SpaceLimits } from '../../base/index.js';
import { StoaError, createUrn } from '../../base/index.js';
import type { SchemaPart } from '../../advertisement/index.js';
import { writeXml } from '../../xml/index.js';
import { takeCall } from '../access/take-call.js';
import { admit, createSpaceKeys, findQuota, refuse } from '../admission.js';
import { assertName, assertNameLength } from '../content/index.js';
import type { SpaceDefinition } from '../definition.js';
import { grantPeriod } from '../lease/grant.js';
import type { SpawnInput, SpawnedSpace } from '../model.js';
import type { SpaceRecord } from '../tables/index.js';
import { toSchemaTexts } from './definitions.js';
import { spawnAccess } from './access-policy.js';
import { endSpace } from './end.js';
import type { Registry } from './registry.js';
import { spawnChange } from './system-changes.js';

/**
 * Makes a space from a space. The new one's content schema is its parent's and what is added; its limits are its
 * parent's or lower. At first only the holder of the root credential in the answer is admitted to it.
 *
 * @throws {StoaError} `QUOTA_EXCEEDED` for `maxSpaces` and `maxSpaceDepth`; `SCHEMA_INVALID` when what is added clashes
 *   with the parent's; `PARAMETER_INVALID` (name, limits, period); `SPACE_NOT_FOUND`, `SPACE_GONE`,
 *   `CREDENTIAL_REQUIRED`, `CREDENTIAL_INVALID`
 */
export const spawn = async (
  registry: Registry,
  { caller, parent: parentId }: { readonly caller: Caller; readonly parent: SpaceId },
  input: SpawnInput,
): Promise<SpawnedSpace> => {
  const { context } = (await registry.open(registry.get(parentId))).open;
  context.assertOpen();
  const parent = context.definition;
  takeCall(context, caller);
  const rights = admit(context, caller, 'spawn');
  if (!rights.may('spawn', input.name)) throw refuse(context, caller, { action: 'spawn', name: input.name });
  const record = await createRecord(registry, { parent, caller }, input);
  const limits = { maxSpaces: parent.limits.maxSpaces, maxClientSpaces: findQuota(context, caller)?.spaces };
  await registry.system.write(spawnChange(record, parent.id, limits));
  const member = registry.enter(record);
  // The parent ended while this was written: what it ended with did not have this one among them yet.
  if (context.signal.aborted) await endSpace(registry, member);
  context.assertOpen();
  await registry.open(member, true);
  const { mint } = registry.shared.collaborators.credentials;
  const keys = createSpaceKeys({ mint, verify: () => false }, record.id, () => undefined);
  const leaseId = toLeaseId(record.id);
  const { periodMs, expiresAtMs } = record.lease;
  return {
    id: record.id,
    root: keys.root(),
    ...(input.result === true && { writer: keys.writer(), reader: keys.reader() }),
    lease: { id: leaseId, periodMs, expiresAtMs, credential: keys.lease(leaseId) },
  };
};

/** A spawned space and the lease that holds it have one id: they begin and end together. */
const toLeaseId = (id: SpaceId): LeaseId => id as string as LeaseId;

/** Who spawns from what. */
interface Spawning {
  readonly parent: SpaceDefinition;
  readonly caller: Caller;
}

const createRecord = async (
  { shared }: Registry,
  { parent, caller }: Spawning,
  input: SpawnInput,
): Promise<SpaceRecord> => {
  assertName(input.name);
  assertNameLength(input.name, parent.limits.maxNameLength);
  if (parent.depth + 1 > parent.limits.maxSpaceDepth) {
    throw new StoaError(
      'QUOTA_EXCEEDED',
      `spaces are spawned at most ${parent.limits.maxSpaceDepth} deep, this one would be at depth ${parent.depth + 1}`,
      { limit: 'maxSpaceDepth' },
    );
  }
  const limits = checkLimits(parent.limits, input.limits ?? {});
  const schemas = addedSchemas(parent, input.schemas ?? []);
  // Read here for its errors: two declarations of one name clash.
  if (schemas.length > 0) await shared.models.for(caller.subject).readSchema([...parent.contentSchemas, ...schemas]);
  const { clock } = shared.collaborators;
  const periodMs = grantPeriod(input.periodMs, parent.limits);
  const grantedAtMs = clock.nowMs();
  const id = createUrn<SpaceId>(shared.collaborators);
  return {
    id,
    name: input.name,
    kind: input.result === true ? 'result' : 'space',
    alias: undefined,
    parent: parent.id,
    limits,
    schemas: toSchemaTexts(schemas),
    leaseId: toLeaseId(id),
    lease: { periodMs, grantedAtMs, expiresAtMs: grantedAtMs + periodMs, stale: false, extended: false },
    state: 'alive',
    endedAtMs: 0,
    access: input.access && spawnAccess(input.access),
    owner: caller.subject,
  };
};

const checkLimits = (parent: SpaceLimits, wanted: Partial<SpaceLimits>): Partial<SpaceLimits> => {
  const names = Object.keys(parent) as (keyof SpaceLimits)[];
  for (const name of names) {
    const value = wanted[name];
    if (value === undefined || (value >= 0 && value <= parent[name])) continue;
    throw new StoaError('PARAMETER_INVALID', `expected ${name} from 0 to the parent's ${parent[name]}, got ${value}`, {
      limit: name,
    });
  }
  return wanted;
};

/** The schema documents that are not the parent's already. */
const addedSchemas = ({ contentSchemas }: SpaceDefinition, schemas: readonly SchemaPart[]): readonly SchemaPart[] => {
  const inherited = new Set(contentSchemas.map(({ root }) => writeXml(root)));
  return schemas.filter(({ root }) => !inherited.has(writeXml(root)));
};
