import { openLmdbStore } from '../../../src/store/index.js';
import { testStoreContract } from '../../contract/store-contract.js';
import { makeDataDirectory } from '../../support/data-directory.js';

testStoreContract({
  name: 'lmdb',
  durable: true,
  makeHome: (t) => {
    const path = makeDataDirectory(t);
    return { open: (limits) => openLmdbStore({ path, ...(limits && { limits }) }) };
  },
});
