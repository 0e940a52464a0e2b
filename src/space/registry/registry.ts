import type { SpaceId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import type { SharedParts } from '../context.js';
import type { SpaceDefinition } from '../definition.js';
import type { ExpiryLoop } from '../lease/expiry-loop.js';
import { createExpiryLoop } from '../lease/expiry-loop.js';
import type { SpaceLeases } from '../lease/operations.js';
import type { RenewalBuffer } from '../lease/renewal-buffer.js';
import { createRenewalBuffer } from '../lease/renewal-buffer.js';
import { extendAfterRestart } from '../lease/restart.js';
import type { Space } from '../model.js';
import { createSpace } from '../open/create-space.js';
import { openSpace } from '../open/open-space.js';
import { readTable } from '../open/load-space.js';
import type { SpaceRecord } from '../tables/index.js';
import { readSpaceRecord, SYSTEM_SPACE, TABLES } from '../tables/index.js';
import type { Writer } from '../writer/index.js';
import { createWriter } from '../writer/index.js';
import { defineSpace } from './definitions.js';
import type { Member, OpenMember } from './member.js';
import { createMember } from './member.js';
import { createSpaceLeases } from './space-leases.js';
import { renewSpacesChange } from './system-changes.js';

/** The spaces that a server knows: those alive, and those whose end is still told. */
export interface Registry {
  readonly shared: SharedParts;
  readonly system: Writer;
  readonly members: ReadonlyMap<SpaceId, Member>;
  readonly childrenOf: (id: SpaceId) => Iterable<Member>;
  readonly renewals: RenewalBuffer<SpaceId>;
  readonly loop: ExpiryLoop<Member>;
  /** Takes in a record: a new space, or a changed one that is not open. */
  readonly enter: (record: SpaceRecord) => Member;
  /** Takes out a space whose end was told for long enough. */
  readonly forget: (member: Member) => void;
  /** @throws {StoaError} `SPACE_NOT_FOUND`, `SPACE_GONE` */
  readonly get: (id: SpaceId) => Member;
  readonly define: (record: SpaceRecord) => SpaceDefinition;
  /** Opens a space, once however often it is asked for. */
  readonly open: (member: Member, isNew?: boolean) => Promise<OpenMember>;
}

/** How the registry ends and forgets spaces; given from outside since it needs the registry itself. */
export interface RegistryHooks {
  readonly expire: (member: Member) => Promise<void>;
  readonly end: (member: Member) => Promise<void>;
}

export const createRegistry = (shared: SharedParts, hooks: RegistryHooks): Registry => {
  const { store, clock, log } = shared.collaborators;
  const members = new Map<SpaceId, Member>();
  const children = new Map<SpaceId, Set<Member>>();
  const system = createWriter({
    store,
    space: SYSTEM_SPACE,
    applied: () => Promise.resolve(),
    refusal: () => new StoaError('SHUTTING_DOWN', 'the server is shutting down'),
  });
  const renewals = createRenewalBuffer<SpaceId>({
    clock,
    log,
    delayMs: shared.settings.renewalDelayMs,
    write: (batch) => system.write(renewSpacesChange(batch)),
  });
  const loop = createExpiryLoop<Member>({
    clock,
    log,
    dueAtMs: ({ record, expiresAtMs }) =>
      record.state === 'alive' ? expiresAtMs : record.endedAtMs + shared.settings.limits.logKeptMs,
    expire: hooks.expire,
    current: ({ id }) => members.get(id),
  });

  const get = (id: SpaceId): Member => {
    const member = members.get(id);
    if (!member) throw new StoaError('SPACE_NOT_FOUND', `there is no space ${id}`);
    if (member.record.state !== 'alive') throw new StoaError('SPACE_GONE', `space ${id} has ended`);
    return member;
  };

  const define = (record: SpaceRecord): SpaceDefinition =>
    defineSpace(
      {
        findRecord: (id) => members.get(id)?.record,
        limits: shared.settings.limits,
        xmlLimits: shared.settings.xmlLimits,
      },
      record,
    );

  const openMember = async (member: Member, isNew: boolean): Promise<OpenMember> => {
    const open = await openSpace(shared, define(member.record), { isNew });
    const space: Space = createSpace(open.context, leases);
    return { open, space };
  };

  const registry: Registry = {
    shared,
    system,
    members,
    childrenOf: (id) => children.get(id) ?? [],
    renewals,
    loop,
    enter: (record) => {
      const known = members.get(record.id);
      if (known) {
        known.record = record;
        return known;
      }
      const member = createMember(record);
      members.set(record.id, member);
      if (record.state !== 'alive') member.ended.abort();
      if (record.parent === undefined) return member;
      children.set(record.parent, (children.get(record.parent) ?? new Set()).add(member));
      loop.set(member);
      return member;
    },
    forget: (member) => {
      members.delete(member.id);
      loop.delete(member);
      const siblings = member.record.parent === undefined ? undefined : children.get(member.record.parent);
      siblings?.delete(member);
      if (member.record.parent !== undefined && siblings?.size === 0) children.delete(member.record.parent);
    },
    get,
    define,
    open: (member, isNew = false) => {
      member.opened ??= openMember(member, isNew).catch((error: unknown) => {
        // The next one who asks tries again.
        member.opened = undefined;
        throw error;
      });
      return member.opened;
    },
  };
  const leases: SpaceLeases = createSpaceLeases(registry, hooks.end);
  return registry;
};

/** Fills a registry from what is kept. Leases that run out now or soon get their one extension. */
export const loadRegistry = async (registry: Registry): Promise<void> => {
  const { shared, system } = registry;
  for await (const rows of readTable({ shared, definition: { id: SYSTEM_SPACE } }, TABLES.space)) {
    const extended = new Map<SpaceId, SpaceRecord['lease']>();
    for (const { value } of rows) {
      const kept = readSpaceRecord(value);
      const isHeld = kept.state === 'alive' && kept.parent !== undefined;
      const lease = isHeld ? extendAfterRestart(shared, kept.lease) : kept.lease;
      if (lease !== kept.lease) extended.set(kept.id, lease);
      registry.enter({ ...kept, lease });
    }
    if (extended.size > 0) await system.write(renewSpacesChange(extended));
  }
};
