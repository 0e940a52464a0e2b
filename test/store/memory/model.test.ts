import { testStoreAgainstModel } from '../../contract/store-contract.js';
import { memoryBackend } from './backend.js';

testStoreAgainstModel(memoryBackend);
