import { openLmdbStore } from '../../../src/store/index.js';
import type { StoreBackend } from '../../contract/store-contract.js';
import { makeDataDirectory } from '../../support/data-directory.js';

/** The LMDB store, a data directory for each test. */
export const lmdbBackend: StoreBackend = {
  name: 'lmdb',
  durable: true,
  makeHome: (t) => {
    const path = makeDataDirectory(t);
    return { open: (limits) => openLmdbStore({ path, ...(limits && { limits }) }) };
  },
};
