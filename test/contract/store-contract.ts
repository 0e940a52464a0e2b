import type { StoreBackend } from './store/backend.js';
import { testChanges } from './store/changes.js';
import { testClosing } from './store/closing.js';
import { testCommits } from './store/commits.js';
import { testLimits } from './store/limits.js';
import { testReopening } from './store/reopening.js';
import { testRows } from './store/rows.js';

export { testAgainstModel as testStoreAgainstModel } from './store/model.js';
export type { StoreBackend, StoreHome } from './store/backend.js';

/**
 * The contract of the store port, sentence by sentence. A backend's test calls this with a way to open stores and
 * passes together with {@link testStoreAgainstModel}, which has a file of its own because it takes as long again.
 */
export const testStoreContract = (backend: StoreBackend): void => {
  testRows(backend);
  testCommits(backend);
  testLimits(backend);
  testChanges(backend);
  testClosing(backend);
  if (backend.durable) testReopening(backend);
};
