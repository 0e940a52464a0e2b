import { callCases } from './call/call-cases.js';
import { checkCases } from './check/check-cases.js';
import { encodeCases } from './encode/encode-cases.js';
import type { BenchCase } from './harness.js';
import { lookupCases } from './lookup/lookup-cases.js';
import { parseCases } from './parse/parse-cases.js';
import { proofCases } from './proof/proof-cases.js';
import { scaleCases } from './scale/scale-cases.js';
import { storeCases } from './store/store-cases.js';

/** All cases, in the order in which they are run. */
export const benchCases: readonly BenchCase[] = [
  ...parseCases,
  ...checkCases,
  ...encodeCases,
  ...lookupCases,
  ...callCases,
  ...proofCases,
  ...storeCases,
  ...scaleCases,
];
