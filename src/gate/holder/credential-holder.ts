import { isStoaError } from '../../base/index.js';
import type { ClientGateParts, RefreshedGate } from './model.js';

/** Keeps the credential of a gate good. */
export interface CredentialHolder {
  /** The credential, renewed when its end is near; `undefined` for a gate without one. */
  readonly get: () => Promise<string | undefined>;
  /** Renews it now; calls at the same time share one renewal. */
  readonly renew: () => Promise<void>;
}

/** The gate's credential, renewed ahead of its end; calls at the same time share one refresh. */
export const createCredentialHolder = (
  { gate, clock, refresh }: ClientGateParts,
  refreshAheadMs: number,
): CredentialHolder => {
  let current: RefreshedGate = gate;
  let refreshing: Promise<void> | undefined;
  const renew = (): Promise<void> => {
    refreshing ??= (refresh ?? (() => Promise.resolve(current)))()
      .then((refreshed) => void (current = refreshed))
      .finally(() => void (refreshing = undefined));
    return refreshing;
  };
  const leftMs = (): number => (current.credentialExpiresAtMs ?? Infinity) - clock.nowMs();
  return {
    renew,
    get: async (): Promise<string | undefined> => {
      try {
        if (leftMs() <= refreshAheadMs) await renew();
      } catch (thrown) {
        // A space that cannot be reached ends no credential that still holds.
        if (!isStoaError(thrown, 'SERVICE_UNREACHABLE', 'SERVICE_TIMEOUT') || leftMs() <= 0) throw thrown;
      }
      return current.credential;
    },
  };
};
