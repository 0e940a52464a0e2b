import { isStoaError } from '../../base/index.js';
import { ServiceFault } from '../parts.js';
import type { Outcome } from './conversation.js';
import { wasNeverSent } from './never-sent.js';

/**
 * What became of a message whose call gave this error: a fault, or a refusal, says that it was not done. Of `failureOf` it says the
 * same (a test compares them) and is loaded without its texts.
 */
export const outcomeOf = (thrown: unknown): Outcome => {
  if (thrown instanceof ServiceFault) return 'undone';
  if (!isStoaError(thrown) || isStoaError(thrown, 'ABORTED', ...MAYBE_DONE)) {
    return isStoaError(thrown) && wasNeverSent(thrown) ? 'undone' : 'unknown';
  }
  return 'undone';
};

const MAYBE_DONE = ['SERVICE_UNREACHABLE', 'SERVICE_TIMEOUT', 'SERVICE_FAILED', 'ANSWER_INVALID', 'INTERNAL'] as const;
