import type { SchemaComponent } from '../facade.js';
import { findInclusion } from './inclusion.js';

/** How two components are compared. */
export interface CompatibleOptions {
  /** Most steps; beyond them the answer is no. Default 20,000. */
  readonly maxSteps?: number;
}

/** Steps of a comparison in one direction unless told otherwise. */
export const DEFAULT_MAX_STEPS = 20_000;

/**
 * Whether every instance of `wanted` is an instance of `advertised`: `compareComponents` in the direction `in`, without
 * reasons. A comparison out of budget is not compatible.
 *
 * Swap the arguments for the other direction.
 */
export const isCompatible = (
  wanted: SchemaComponent,
  advertised: SchemaComponent,
  options: CompatibleOptions = {},
): boolean => {
  if (wanted.key.kind !== advertised.key.kind) return false;
  if (wanted.key.fingerprint === advertised.key.fingerprint) return true;
  const { maxSteps = DEFAULT_MAX_STEPS } = options;
  return findInclusion(wanted, advertised, { maxSteps }).answer === 'yes';
};
