import { testStoreAgainstModel } from '../../contract/store-contract.js';
import { lmdbBackend } from './backend.js';

testStoreAgainstModel(lmdbBackend);
