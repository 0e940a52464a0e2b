import type { SpaceId } from '../../../src/base/index.js';
import { StoaError, fromUtf8, toUtf8 } from '../../../src/base/index.js';
import type { Store } from '../../../src/store/index.js';
import { createMemoryStore } from '../../../src/store/index.js';
import { nextTurn } from '../../../src/space/next-turn.js';
import { createWriter } from '../../../src/space/writer/index.js';
import type { Change } from '../../../src/space/writer/index.js';

export const SPACE = 'urn:test:writer' as SpaceId;

/** A writer with what it applied, and a look into its store. */
export const createRig = (store: Store = createMemoryStore()) => {
  const applied: number[] = [];
  const writer = createWriter({
    store,
    space: SPACE,
    applied: async (sequence) => void applied.push(sequence),
    refusal: () => new StoaError('SPACE_GONE', 'gone'),
  });
  const read = async (key: string) => {
    const found = await store.get(SPACE, toUtf8(key));
    return found && fromUtf8(found.value);
  };
  return { store, writer, applied, read };
};

/** Adds to a number under a key and logs it; gives the sum. */
export const add = (key: string, by: number): Change<number> => ({
  reads: [key],
  size: 10,
  apply: (view) => {
    const sum = Number(fromUtf8(view.get(key) ?? toUtf8('0'))) + by;
    view.put(key, toUtf8(String(sum)));
    view.append(toUtf8(`${key}=${sum}`));
    if (by < 0) throw new StoaError('VALUE_INVALID', 'negative');
    return sum;
  },
});

/** A store whose commits wait until they are let go, one after the other, and then fail if that is wanted. */
export const createHeldStore = () => {
  const store = createMemoryStore();
  const commit = store.commit.bind(store);
  const held: ((failure?: StoaError) => void)[] = [];
  let arrived = (): void => undefined;
  store.commit = async (...args) => {
    const failure = await new Promise<StoaError | undefined>((resolve) => {
      held.push(resolve);
      arrived();
    });
    if (failure) throw failure;
    return commit(...args);
  };
  /** Lets the next commit go, once there is one. */
  const release = async (failure?: StoaError): Promise<void> => {
    if (held.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
    held.shift()?.(failure);
  };
  return { store, commit, release, count: () => held.length };
};

/** Lets so many turns of the event loop go by. */
export const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await nextTurn();
};
