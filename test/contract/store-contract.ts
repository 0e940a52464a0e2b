import type { StoreBackend } from './store/backend.js';
import { testChanges } from './store/changes.js';
import { testClosing } from './store/closing.js';
import { testCommits } from './store/commits.js';
import { testLimits } from './store/limits.js';
import { testAgainstModel } from './store/model.js';
import { testReopening } from './store/reopening.js';
import { testRows } from './store/rows.js';

export type { StoreBackend, StoreHome } from './store/backend.js';

/**
 * The contract of the store port, sentence by sentence. A backend's test calls this with a way to open stores and
 * passes when every store of the product can be built on it.
 */
export const testStoreContract = (backend: StoreBackend): void => {
  testRows(backend);
  testCommits(backend);
  testLimits(backend);
  testChanges(backend);
  testClosing(backend);
  if (backend.durable) testReopening(backend);
  testAgainstModel(backend);
};
