export { DEFAULT_STORE_LIMITS } from './port.js';
export type {
  Change,
  Commit,
  Expectation,
  KeyRange,
  Put,
  Store,
  StoreLimits,
  StoreSupports,
  StoredRow,
  StoredValue,
} from './port.js';
