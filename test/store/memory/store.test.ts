import { testStoreContract } from '../../contract/store-contract.js';
import { memoryBackend } from './backend.js';

testStoreContract(memoryBackend);
