import type { StoaError } from '../../base/index.js';
import { findSystemCode, wasNeverSent } from '../exchange/never-sent.js';

/** Failures to connect that say something about the other end, and not about the network or the resolver of this machine. */
const OTHER_END: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH']);

/** Whether the other end takes no connections, or an attached service has none: it is not there. */
export const hasNoConnection = (error: StoaError): boolean => {
  if (!wasNeverSent(error)) return false;
  const code = findSystemCode(error.cause);
  return code === undefined || OTHER_END.has(code);
};
