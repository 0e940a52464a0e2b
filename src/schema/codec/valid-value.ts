import { StoaError } from '../../base/index.js';
import type { ErrorFinding } from '../../base/index.js';

/** @throws {StoaError} `VALUE_INVALID` with the findings, if there are some */
export const assertValidValue = (findings: readonly ErrorFinding[]): void => {
  const [first] = findings;
  if (first === undefined) return;
  const more = findings.length > 1 ? `, and ${String(findings.length - 1)} more` : '';
  throw new StoaError('VALUE_INVALID', `${first.message} at ${first.path ?? '/'}${more}`, { findings });
};
