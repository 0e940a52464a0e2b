import { StoaError } from '../../base/index.js';
import { createSpaceKeys } from '../admission.js';
import type { SharedParts, SpaceContext } from '../context.js';
import type { SpaceDefinition } from '../definition.js';
import { createLogTrimmer } from '../events/log-trimmer.js';
import { createSubscriptions } from '../events/subscriptions.js';
import { createKeptAnswers } from '../lookup/kept-answers.js';
import { createWriter } from '../writer/index.js';
import { createHeap } from './create-heap.js';
import { loadSpace } from './load-space.js';

/** A space with its heap index in place and its loops running. */
export interface OpenSpace {
  readonly context: SpaceContext;
  /** Refuses further operations with `SPACE_GONE`, ends streams and loops; the store's content is left to the caller. */
  readonly end: () => Promise<void>;
  /** Writes what waits, ends streams and loops: the server stops. */
  readonly close: () => Promise<void>;
}

/** How a space is opened. */
export interface OpenOptions {
  /** Nothing was ever written into it, so there is nothing to load. */
  readonly isNew: boolean;
  /** What its access policy is now, and will be, and what it counts. */
  readonly admission: Pick<SpaceContext, 'access' | 'rates'>;
}

/**
 * Opens a space: loads its index from what is kept, then follows its log from before that reading on, so that
 * nothing is missed.
 */
export const openSpace = async (
  shared: SharedParts,
  definition: SpaceDefinition,
  { isNew, admission }: OpenOptions,
): Promise<OpenSpace> => {
  const { store, credentials } = shared.collaborators;
  const closing = new AbortController();
  let status: 'open' | 'ended' | 'closed' = 'open';
  const refusal = (): StoaError =>
    status === 'closed'
      ? new StoaError('SHUTTING_DOWN', 'the server is shutting down')
      : new StoaError('SPACE_GONE', `space ${definition.id} has ended`);

  const sequence = isNew ? 0 : await store.sequence(definition.id);
  const writer = createWriter({
    store,
    space: definition.id,
    applied: (wanted, entries) => follower.applied(wanted, entries),
    refusal,
  });
  let applied = (): number => sequence;
  const heap = createHeap({ shared, definition, writer, sequence: () => applied() });
  const { unused, follow, start, close, ...parts } = heap;
  const { projection, calls } = parts;
  const subscriptions = createSubscriptions({ shared, definition, writer });
  if (!isNew) await loadSpace({ shared, definition, ...heap, subscriptions, writer });
  const follower = follow(sequence);
  applied = follower.sequence;
  if (!isNew) await follower.applied(await store.sequence(definition.id));
  const trimmer = createLogTrimmer({ shared, definition, writer, sequence: applied, onTrimmed: unused.sweep });
  start();
  subscriptions.start();
  await trimmer.start(isNew);

  const stop = async (next: 'ended' | 'closed'): Promise<void> => {
    if (status !== 'open') return;
    status = next;
    closing.abort();
    await trimmer.stop();
    if (next === 'ended') await writer.close();
    await Promise.allSettled([close(), subscriptions.close()]);
    await writer.close();
    await follower.stop();
  };

  const context: SpaceContext = {
    shared,
    definition,
    keys: createSpaceKeys(credentials, definition.id, admission.access.root),
    ...admission,
    ...parts,
    writer,
    answers: createKeptAnswers({ projection, calls, sequence: follower.sequence }),
    subscriptions,
    sequence: follower.sequence,
    signal: closing.signal,
    assertOpen: () => {
      if (status !== 'open') throw refusal();
    },
  };
  return { context, end: () => stop('ended'), close: () => stop('closed') };
};
