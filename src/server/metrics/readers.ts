import { StoaError } from '../../base/index.js';
import type { Caller } from '../../base/index.js';
import type { Spaces } from '../../space/index.js';

/** Who may read the metrics, by the words of access policies. */
export interface ReaderRules {
  /** `anyone`, `authenticated`, `subject:NAME`, `group:NAME`. */
  readonly readers: readonly string[];
  /** Callers can prove who they are. */
  readonly authenticates: boolean;
}

const isReader = (caller: Caller, { readers }: ReaderRules): boolean => {
  if (readers.includes('anyone')) return true;
  if (!caller.authenticated) return false;
  const names = ['authenticated', `subject:${caller.subject}`, ...caller.groups.map((name) => `group:${name}`)];
  return names.some((name) => readers.includes(name));
};

const refusal = (caller: Caller, { authenticates }: ReaderRules): StoaError => {
  const who = 'the metrics are for those that metrics.readers lists, and for administrators of every declared space';
  if (caller.authenticated || !authenticates) return new StoaError('ACCESS_DENIED', who);
  return new StoaError('AUTHENTICATION_REQUIRED', `${who}: show an access token`);
};

/** Whether a caller may rule all declared spaces, by their policies or by their root credentials. */
const administersAll = async (spaces: Spaces, caller: Caller): Promise<boolean> => {
  const declared = spaces.declared();
  try {
    for (const { id } of declared) await spaces.policy(caller, id, {});
  } catch {
    // Why each refuses is not for whoever asks for something else.
    return false;
  }
  return declared.length > 0;
};

/**
 * Admits a caller to the metrics.
 *
 * @throws {StoaError} `AUTHENTICATION_REQUIRED`, `ACCESS_DENIED`
 */
export const assertReader = async (spaces: Spaces, caller: Caller, rules: ReaderRules): Promise<void> => {
  if (isReader(caller, rules) || (await administersAll(spaces, caller))) return;
  throw refusal(caller, rules);
};
