import { StoaError, given, isStoaError } from '../base/index.js';
import type { SpacesCollaborators, SpacesOptions } from './collaborators.js';
import { toSettings } from './collaborators.js';
import { takeCall } from './access/take-call.js';
import { admitHolder, showing } from './admission.js';
import { createAsking } from './liveness/asking.js';
import { createModels } from './content/index.js';
import type { SharedParts, SpaceContext } from './context.js';
import { createAdvertisementTexts } from './documents/advertisement-texts.js';
import { createViews } from './documents/views.js';
import { createMatcher } from './lookup/matcher.js';
import { createTailoredSets } from './lookup/tailored-sets.js';
import { createVerdicts } from './lookup/verdicts.js';
import type { Space, Spaces, SpacesUsage } from './model.js';
import { keysOf } from './registry/member.js';
import { replaceRoot } from './registry/replace-root.js';
import { applyPolicy } from './registry/access-policy.js';
import { declare } from './registry/declare.js';
import { endSpace, expireSpace, resumeEnds } from './registry/end.js';
import type { Registry } from './registry/registry.js';
import { createRegistry, loadRegistry } from './registry/registry.js';
import { spawn } from './registry/spawn.js';
import { createLocalSchemaWorker } from './schemas/index.js';
import type { SchemaLimits } from '../base/index.js';
import type { SchemaWorkers } from './schemas/index.js';

/** Spaces opened at once after a start. */
const OPENED_AT_ONCE = 8;

/**
 * All spaces of one server, over one store. What an earlier run left half done is finished; spawned spaces are opened
 * in the background, declared ones when they are declared.
 *
 * @throws {StoaError} what the store throws
 */
export const createSpaces = async (
  collaborators: SpacesCollaborators,
  options: SpacesOptions = {},
): Promise<Spaces> => {
  const shared = createShared(collaborators, options);
  const registry: Registry = createRegistry(shared, {
    expire: (member) => expireSpace(registry, member),
    end: (member) => endSpace(registry, member),
  });
  await loadRegistry(registry);
  await resumeEnds(registry);
  registry.loop.start();
  const opening = openSpawned(registry);
  return createFace(registry, opening);
};

/** Does the work in the event loop, where nobody waits for others. */
const createLocalSchemaWorkers = (limits: SchemaLimits): SchemaWorkers => {
  const worker = createLocalSchemaWorker(limits);
  return { for: () => worker };
};

const createShared = (collaborators: SpacesCollaborators, options: SpacesOptions): SharedParts => {
  const settings = toSettings(options);
  const workers = collaborators.schemaWorkers ?? createLocalSchemaWorkers(settings.schemaLimits);
  const models = createModels({ limits: settings.schemaLimits, workers, ...given('observer', collaborators.observer) });
  const texts = createAdvertisementTexts(workers);
  const verdicts = createVerdicts({ models, texts });
  const views = createViews({ texts, workers, limits: settings.schemaLimits });
  const tailored = createTailoredSets({ models, views });
  const { ask } = collaborators;
  const asking = ask && createAsking(ask, collaborators, settings.liveness);
  return {
    collaborators,
    settings,
    models,
    texts,
    views,
    tailored,
    matcher: createMatcher({ models, verdicts }),
    asking,
  };
};

/** A spawned space has leases to end, whether anybody asks for it or not. */
const openSpawned = async (registry: Registry): Promise<void> => {
  const { log } = registry.shared.collaborators;
  const waiting = [...registry.members.values()].filter(
    ({ record }) => record.state === 'alive' && record.parent !== undefined,
  );
  const openNext = async (): Promise<void> => {
    for (let member = waiting.pop(); member; member = waiting.pop()) {
      if (member.record.state !== 'alive') continue;
      await registry.open(member).catch((error: unknown) => {
        if (isStoaError(error, 'SHUTTING_DOWN', 'STORE_CLOSED')) return;
        log.error({ space: member.id, error }, 'opening a space failed; it is tried again when it is asked for');
      });
    }
  };
  await Promise.all(Array.from({ length: OPENED_AT_ONCE }, openNext));
};

/** A space that is being opened is counted when it is open. */
const readUsage = async ({ members }: Registry): Promise<SpacesUsage> => {
  const alive = [...members.values()].filter(({ record }) => record.state === 'alive');
  const opened = await Promise.all(
    alive.map(async ({ opened: opening = Promise.resolve(undefined) }) =>
      Promise.race([opening, Promise.resolve(undefined)]).catch(() => undefined),
    ),
  );
  const contexts = opened.flatMap((member) => (member === undefined ? [] : [member.open.context]));
  const sum = (amountOf: (context: SpaceContext) => number): number =>
    contexts.reduce((total, context) => total + amountOf(context), 0);
  const spawned = alive.filter(({ record }) => record.parent !== undefined).length;
  return {
    declaredSpaces: alive.length - spawned,
    spawnedSpaces: spawned,
    documents: sum(({ projection }) => projection.size),
    staleDocuments: sum(({ projection }) => projection.table.staleCount),
    subscriptions: sum(({ subscriptions }) => subscriptions.size),
  };
};

const createFace = (registry: Registry, opening: Promise<void>): Spaces => {
  const declared = new Map<string, Space>();
  const { credentials } = registry.shared.collaborators;
  let closing: Promise<void> | undefined;

  const close = async (): Promise<void> => {
    registry.shared.asking?.close();
    await registry.close();
    await opening;
  };

  return Object.freeze<Spaces>({
    declare: async (declaration) => {
      const space = await declare(registry, declaration);
      declared.set(declaration.alias, space);
      return space;
    },
    get: async (id) => (await registry.open(registry.get(id))).space,
    findByAlias: (alias) => declared.get(alias),
    declared: () => [...declared.values()],
    spawn: (caller, parent, input) => spawn(registry, { caller, parent }, input),
    destroy: async (caller, id, credential) => {
      const member = registry.get(id);
      const { leaseId, name } = member.record;
      if (leaseId === undefined) {
        throw new StoaError('SPACE_DECLARED', `space "${name}" is declared; take its folder away to end it`);
      }
      const who = showing(caller, credential);
      takeCall((await registry.open(member)).open.context, who, 'endings');
      admitHolder(keysOf(credentials, member), who.credentials, leaseId);
      await endSpace(registry, member);
    },
    policy: (caller, id, input) => applyPolicy(registry, { caller, id }, input),
    replaceRoot: (caller, id, input) => replaceRoot(registry, { caller, id }, input),
    root: (id) => keysOf(credentials, registry.get(id)).root(),
    rootVersion: (id) => registry.get(id).record.access?.root?.version ?? 0,
    usage: () => readUsage(registry),
    ended: (id) => registry.members.get(id)?.ended.signal ?? AbortSignal.abort(),
    close: () => (closing ??= close()),
  });
};
