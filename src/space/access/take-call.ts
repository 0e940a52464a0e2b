import { SERVER_SUBJECT } from '../../base/index.js';
import type { Caller } from '../../base/index.js';
import { findQuota } from '../admission.js';
import type { AdmittingSpace } from '../admission.js';
import type { CallRates } from './call-rates.js';

/** What is counted of each client: its messages and calls; apart from them those that end something. */
export interface CountedRates {
  readonly calls: CallRates;
  readonly endings: CallRates;
}

/**
 * Counts a message of a caller, where the policy limits them. What ends something is counted apart, as many again: who has sent
 * too much can still give back what it has.
 *
 * @throws {StoaError} `RATE_LIMITED`
 */
export const takeCall = (
  space: AdmittingSpace & { readonly rates: CountedRates },
  caller: Caller,
  counted: keyof CountedRates = 'calls',
): void => {
  if (space.access.quota().calls === undefined || caller.subject === SERVER_SUBJECT) return;
  const calls = findQuota(space, caller)?.calls;
  if (calls !== undefined) space.rates[counted].take(caller.subject, calls);
};
