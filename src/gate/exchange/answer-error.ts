import { StoaError, isStoaError } from '../../base/light.js';

/**
 * What is told when an answer could not be read: that it is none of what was promised, with the findings. But where what reads it could
 * not be loaded, nothing is known of the answer, and just that is told.
 */
export const toAnswerError = (told: string, cause: unknown): StoaError => {
  if (isStoaError(cause, 'SERVICE_UNREACHABLE')) return cause;
  const { message, findings } = StoaError.from(cause);
  return new StoaError('ANSWER_INVALID', told + message, { findings, cause });
};
