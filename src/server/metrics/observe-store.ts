import { StoaError } from '../../base/index.js';
import type { Store } from '../../store/index.js';
import type { Durations } from './durations.js';

/** `store`, whose commits are measured from asking until they are durable. */
export const observeStore = (store: Store, commits: Durations): Store => ({
  supports: store.supports,
  limits: store.limits,
  get: (...asked) => store.get(...asked),
  range: (...asked) => store.range(...asked),
  commit: async (...asked) => {
    const sinceMs = performance.now();
    const tell = (outcome: string): void => commits.observe((performance.now() - sinceMs) / 1000, outcome);
    try {
      const sequence = await store.commit(...asked);
      tell('durable');
      return sequence;
    } catch (thrown) {
      tell(StoaError.from(thrown).code);
      throw thrown;
    }
  },
  sequence: (...asked) => store.sequence(...asked),
  changes: (...asked) => store.changes(...asked),
  compact: (...asked) => store.compact(...asked),
  drop: (...asked) => store.drop(...asked),
  close: () => store.close(),
});
