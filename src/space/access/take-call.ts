import { SERVER_SUBJECT } from '../../base/index.js';
import type { Caller } from '../../base/index.js';
import { findQuota } from '../admission.js';
import type { AdmittingSpace } from '../admission.js';
import type { CallRates } from './call-rates.js';

/** Counts a message of a caller, where the policy limits them. @throws {StoaError} `RATE_LIMITED` */
export const takeCall = (space: AdmittingSpace & { readonly rates: CallRates }, caller: Caller): void => {
  if (space.access.quota().calls === undefined || caller.subject === SERVER_SUBJECT) return;
  const calls = findQuota(space, caller)?.calls;
  if (calls !== undefined) space.rates.take(caller.subject, calls);
};
