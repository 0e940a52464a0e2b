import { StoaError } from '../../base/index.js';
import type { ErrorCode } from '../../base/index.js';
import type { AccessGrant, StatedAccess } from './model.js';

const findProblem = ({ to, actions, name, methods }: AccessGrant): string | undefined => {
  if (methods !== undefined && !actions.includes('open')) return 'methods are granted with the action open alone';
  if (name !== undefined && actions.includes('administer')) return 'administer is for the whole space, not for a name';
  if (to === 'anyone' && actions.includes('administer')) return 'administer is for somebody, not for anyone';
  return undefined;
};

/**
 * Holds grants to what their schema cannot say.
 *
 * @throws {StoaError} `code`
 */
export const checkAccess = (stated: StatedAccess, code: ErrorCode): StatedAccess => {
  for (const [at, grant] of (stated.grants ?? []).entries()) {
    const problem = findProblem(grant);
    if (problem !== undefined) throw new StoaError(code, `grant ${at + 1} of the access policy: ${problem}`);
  }
  return stated;
};
