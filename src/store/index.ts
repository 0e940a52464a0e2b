export { openLmdbStore } from './lmdb/store.js';
export type { LmdbStoreOptions } from './lmdb/store.js';
export { createMemoryStore } from './memory/store.js';
export type { MemoryStoreOptions } from './memory/store.js';
export { DEFAULT_RANGE_ROWS, DEFAULT_STORE_LIMITS } from './port.js';
export { scanRange } from './scan-range.js';
export type {
  Change,
  Commit,
  CommitMark,
  Expectation,
  KeyRange,
  Put,
  Store,
  StoreLimits,
  StoreSupports,
  StoredRow,
  StoredValue,
} from './port.js';
