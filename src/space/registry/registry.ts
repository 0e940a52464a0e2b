import type { SpaceId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import { createCallRates } from '../access/call-rates.js';
import type { SpaceAccess } from '../access/space-access.js';
import { createSpaceAccess } from '../access/space-access.js';
import type { SharedParts } from '../context.js';
import type { SpaceDefinition } from '../definition.js';
import type { ExpiryLoop } from '../lease/expiry-loop.js';
import { createExpiryLoop } from '../lease/expiry-loop.js';
import { orderBy } from '../lease/lease-queue.js';
import type { SpaceLeases } from '../lease/operations.js';
import type { RenewalBuffer } from '../lease/renewal-buffer.js';
import { createRenewalBuffer } from '../lease/renewal-buffer.js';
import { extendAfterRestart } from '../lease/restart.js';
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
  readonly renewals: RenewalBuffer<SpaceId>;
  readonly loop: ExpiryLoop<Member>;
  childrenOf(id: SpaceId): Iterable<Member>;
  /** Takes in a record: a new space, or a changed one that is not open. */
  enter(record: SpaceRecord): Member;
  /** Takes out a space whose end was told for long enough. */
  forget(member: Member): void;
  /** @throws {StoaError} `SPACE_NOT_FOUND`, `SPACE_GONE` */
  get(id: SpaceId): Member;
  /** Opens a space, once however often it is asked for. @throws {StoaError} `SHUTTING_DOWN` once closed */
  open(member: Member, isNew?: boolean): Promise<OpenMember>;
  /** Closes every open space and opens no other. */
  close(): Promise<void>;
}

/** How the registry ends and forgets spaces; given from outside since it needs the registry itself. */
export interface RegistryHooks {
  readonly expire: (member: Member) => Promise<void>;
  readonly end: (member: Member) => Promise<void>;
}

/** A registry that knows no space yet. */
export const createRegistry = (shared: SharedParts, hooks: RegistryHooks): Registry => new KeptRegistry(shared, hooks);

const shuttingDown = (): StoaError => new StoaError('SHUTTING_DOWN', 'the server is shutting down');

const createSystemWriter = ({ collaborators }: SharedParts): Writer =>
  createWriter({
    store: collaborators.store,
    space: SYSTEM_SPACE,
    // The system space has no log.
    applied: () => undefined,
    refusal: shuttingDown,
  });

class KeptRegistry implements Registry {
  readonly shared: SharedParts;
  readonly system: Writer;
  readonly members = new Map<SpaceId, Member>();
  readonly renewals: RenewalBuffer<SpaceId>;
  readonly loop: ExpiryLoop<Member>;
  readonly #children = new Map<SpaceId, Set<Member>>();
  readonly #leases: SpaceLeases;
  #closed = false;

  constructor(shared: SharedParts, hooks: RegistryHooks) {
    const { clock, log } = shared.collaborators;
    this.shared = shared;
    this.system = createSystemWriter(shared);
    this.renewals = createRenewalBuffer({
      clock,
      log,
      delayMs: shared.settings.renewalDelayMs,
      write: (batch) => this.system.write(renewSpacesChange(batch)),
    });
    this.loop = createExpiryLoop({
      clock,
      log,
      order: orderBy(({ record, expiresAtMs }) =>
        record.state === 'alive' ? expiresAtMs : record.endedAtMs + shared.settings.limits.logKeptMs,
      ),
      expire: hooks.expire,
      current: ({ id }) => this.members.get(id),
    });
    this.#leases = createSpaceLeases(this, hooks.end);
  }

  childrenOf(id: SpaceId): Iterable<Member> {
    return this.#children.get(id) ?? [];
  }

  enter(record: SpaceRecord): Member {
    const known = this.members.get(record.id);
    if (known) {
      known.record = record;
      return known;
    }
    const member = createMember(record);
    this.members.set(record.id, member);
    if (record.state !== 'alive') member.ended.abort();
    if (record.parent === undefined) return member;
    this.#children.set(record.parent, (this.#children.get(record.parent) ?? new Set()).add(member));
    this.loop.set(member);
    return member;
  }

  forget(member: Member): void {
    const { parent } = member.record;
    this.members.delete(member.id);
    this.loop.delete(member);
    const siblings = parent === undefined ? undefined : this.#children.get(parent);
    siblings?.delete(member);
    if (parent !== undefined && siblings?.size === 0) this.#children.delete(parent);
  }

  get(id: SpaceId): Member {
    const member = this.members.get(id);
    if (!member) throw new StoaError('SPACE_NOT_FOUND', `there is no space ${id}`);
    if (member.record.state !== 'alive') throw new StoaError('SPACE_GONE', `space ${id} has ended`);
    return member;
  }

  open(member: Member, isNew = false): Promise<OpenMember> {
    if (this.#closed && !member.opened) return Promise.reject(shuttingDown());
    member.opened ??= this.#open(member, isNew).catch((error: unknown) => {
      // The next one who asks tries again.
      member.opened = undefined;
      throw error;
    });
    return member.opened;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.loop.stop();
    await Promise.allSettled([...this.members.values()].map(async ({ opened }) => (await opened)?.open.close()));
    await this.renewals.close();
    await this.system.close();
  }

  async #open(member: Member, isNew: boolean): Promise<OpenMember> {
    const { clock } = this.shared.collaborators;
    const rates = { calls: createCallRates(clock), endings: createCallRates(clock) };
    const admission = { access: this.#openAccess(member.record), rates };
    const open = await openSpace(this.shared, this.#define(member.record), { isNew, admission });
    return { open, space: createSpace(open.context, this.#leases) };
  }

  #openAccess({ parent, access }: SpaceRecord): SpaceAccess {
    if (parent !== undefined) return createSpaceAccess('closed', access);
    return createSpaceAccess(this.shared.settings.authenticates ? 'authenticated' : 'open', access);
  }

  #define(record: SpaceRecord): SpaceDefinition {
    const { limits, xmlLimits } = this.shared.settings;
    return defineSpace({ findRecord: (id) => this.members.get(id)?.record, limits, xmlLimits }, record);
  }
}

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
