import type { BenchCase } from './harness.js';
import { parseCases } from './parse/parse-cases.js';

/** All cases, in the order in which they are run. */
export const benchCases: readonly BenchCase[] = [...parseCases];
