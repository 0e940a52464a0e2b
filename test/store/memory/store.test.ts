import { createMemoryStore } from '../../../src/store/index.js';
import { testStoreContract } from '../../contract/store-contract.js';

testStoreContract({
  name: 'memory',
  durable: false,
  makeHome: () => ({ open: async (limits) => createMemoryStore(limits ? { limits } : {}) }),
});
