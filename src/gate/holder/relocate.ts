import { isStoaError, wait } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import type { CredentialHolder } from './credential-holder.js';
import type { HeldGate } from './model.js';

/** What the space says of a gate that can be called no more: more than that the service cannot be reached. */
const ENDS = [
  'GATE_CLOSED',
  'GATE_EXPIRED',
  'SERVICE_STALE',
  'DOCUMENT_NOT_FOUND',
  'NOT_A_SERVICE',
  'BINDING_UNSUPPORTED',
  'SPACE_GONE',
  'SPACE_NOT_FOUND',
] as const;

/** A gate whose service may have moved. */
export interface Relocated {
  readonly gate: HeldGate;
  readonly credentials: CredentialHolder;
  readonly clock: Clock;
}

/**
 * Asks the space where the service is now, for no longer than until `endMs`, and says whether that is elsewhere than before. A
 * relay looks that up at each call by itself.
 *
 * @throws {StoaError} what ends the gate; that the space cannot be reached is no news
 */
export const relocate = async ({ gate, credentials, clock }: Relocated, endMs: number): Promise<boolean> => {
  if (gate.carry !== 'direct') return false;
  const { uri } = credentials.current();
  const told = new AbortController();
  try {
    await Promise.race([credentials.renew(), wait(clock, { waitMs: endMs - clock.nowMs(), signal: told.signal })]);
  } catch (thrown) {
    if (isStoaError(thrown, ...ENDS)) throw thrown;
  } finally {
    told.abort();
  }
  return credentials.current().uri !== uri;
};
