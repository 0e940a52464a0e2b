import { StoaError } from '../../base/index.js';
import type { SchemaLimits } from '../../base/index.js';

/** The limits of checking one document. */
export type CheckLimits = Pick<SchemaLimits, 'maxFindings' | 'maxCheckSteps'>;

/**
 * Counts the steps of one document.
 *
 * @throws {StoaError} `SCHEMA_LIMIT_EXCEEDED` (when called) once there are more than `maxCheckSteps`
 */
export const createBudget = ({ maxCheckSteps }: CheckLimits): ((count: number) => void) => {
  let left = maxCheckSteps;
  return (count) => {
    left -= count;
    if (left >= 0) return;
    const message = `the document takes too long to check, the limit maxCheckSteps is ${String(maxCheckSteps)}`;
    throw new StoaError('SCHEMA_LIMIT_EXCEEDED', message, { limit: 'maxCheckSteps' });
  };
};
