import type { SpaceId } from '../../base/index.js';
import { isStoaError } from '../../base/index.js';
import type { Member } from './member.js';
import type { Registry } from './registry.js';
import { forgetChange, stateChange } from './system-changes.js';

/** A space and all that were spawned from it and from those, itself first. */
const withDescendants = (registry: Registry, member: Member): readonly Member[] => {
  const found = [member];
  // Grows while it is read: children of children are found too.
  for (const parent of found) found.push(...registry.childrenOf(parent.id));
  return found;
};

/**
 * Ends a space and all that were spawned from it. Its end is durable when this resolves: the content is dropped
 * after that, and a crash meanwhile is made good at the next start. Nothing of it was ever in its parent.
 */
export const endSpace = async (registry: Registry, member: Member): Promise<void> => {
  const { clock } = registry.shared.collaborators;
  const all = withDescendants(registry, member).filter(({ record }) => record.state === 'alive');
  await Promise.all(
    all.map(async (each) => {
      const record = await registry.system.write(stateChange(each.record, 'ended', clock.nowMs()));
      if (record) each.record = record;
      each.ended.abort();
      registry.renewals.delete(each.id);
      if (each.record.parent !== undefined) registry.loop.set(each);
    }),
  );
  await Promise.all(all.map((each) => dropSpace(registry, each)));
};

/** Drops the content of a space that has ended: goes on where an earlier try stopped. */
export const dropSpace = async (registry: Registry, member: Member): Promise<void> => {
  const { store, clock, log } = registry.shared.collaborators;
  try {
    const opened = await member.opened?.catch(() => undefined);
    await opened?.open.end();
    member.opened = undefined;
    await store.drop(member.id);
    const record = await registry.system.write(stateChange(member.record, 'dropped', clock.nowMs()));
    if (record) member.record = record;
  } catch (error) {
    if (isStoaError(error, 'SHUTTING_DOWN', 'STORE_CLOSED')) return;
    log.error({ space: member.id, error }, 'dropping an ended space failed; it is tried again at the next start');
  }
};

/** What is due for a space: its end, or, long after that, that it is forgotten. */
export const expireSpace = async (registry: Registry, member: Member): Promise<void> => {
  if (member.record.state === 'alive') {
    if (member.expiresAtMs <= registry.shared.collaborators.clock.nowMs()) await endSpace(registry, member);
    return;
  }
  if (member.record.state === 'ended') await dropSpace(registry, member);
  // A drop that failed again is tried again.
  if (member.record.state !== 'dropped') return;
  await registry.system.write(forgetChange(member.id));
  registry.forget(member);
};

/** Goes on with what a crash interrupted: content that was not dropped, children whose parent has ended. */
export const resumeEnds = async (registry: Registry): Promise<void> => {
  const isGone = (id: SpaceId | undefined): boolean =>
    id !== undefined && registry.members.get(id)?.record.state !== 'alive';
  for (const member of [...registry.members.values()]) {
    if (member.record.state === 'ended') await dropSpace(registry, member);
    else if (member.record.state === 'alive' && isGone(member.record.parent)) await endSpace(registry, member);
  }
};
