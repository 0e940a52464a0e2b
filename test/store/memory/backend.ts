import { createMemoryStore } from '../../../src/store/index.js';
import type { StoreBackend } from '../../contract/store-contract.js';

/** The memory store. */
export const memoryBackend: StoreBackend = {
  name: 'memory',
  durable: false,
  makeHome: () => ({ open: async (limits) => createMemoryStore(limits ? { limits } : {}) }),
};
