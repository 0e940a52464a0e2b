import { StoaError, given } from '../../base/index.js';
import type { ErrorFinding } from '../../base/index.js';

/** Failures of a connection before anything was sent over it: codes of the system. */
const CONNECT_FAILURES: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Finding of a `SERVICE_UNREACHABLE` after which calling again cannot do the same thing twice. */
export const NEVER_SENT: ErrorFinding = Object.freeze({
  rule: 'never-sent',
  message: 'nothing of the message was sent, so calling again is safe',
});

/** Code of the system behind a failure, where there is one. */
export const findSystemCode = (thrown: unknown): unknown => {
  if (!(thrown instanceof Error)) return undefined;
  return 'code' in thrown && !(thrown instanceof StoaError) ? thrown.code : findSystemCode(thrown.cause);
};

/** Whether a call failed before anything of it was sent, as far as that can be known: browsers tell nothing of connections. */
export const wasNeverSent = (error: StoaError): boolean =>
  error.code === 'SERVICE_UNREACHABLE' &&
  (error.findings.some(({ rule }) => rule === NEVER_SENT.rule) || CONNECT_FAILURES.has(findSystemCode(error.cause)));

/** The same failure, with what is known of it said so that others can act on it. */
export const tellNeverSent = (error: StoaError): StoaError => {
  if (!wasNeverSent(error) || error.findings.length > 0) return error;
  return new StoaError(error.code, error.message, {
    cause: error.cause,
    findings: [NEVER_SENT],
    ...given('hint', error.hint),
  });
};
