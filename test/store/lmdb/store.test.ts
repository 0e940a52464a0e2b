import { testStoreContract } from '../../contract/store-contract.js';
import { lmdbBackend } from './backend.js';

testStoreContract(lmdbBackend);
