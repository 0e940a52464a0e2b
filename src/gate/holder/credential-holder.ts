import { given, isStoaError } from '../../base/index.js';
import { moveLinks } from '../../security/light.js';
import type { ClientGateParts, RefreshedGate } from './model.js';

/** A credential with its end; nothing at a gate without one. */
export type HeldCredential = Pick<RefreshedGate, 'credential' | 'credentialExpiresAtMs'>;

/** Keeps the credential of a gate good. */
export interface CredentialHolder {
  /** The credential, renewed when its end is near; `undefined` for a gate without one. */
  readonly get: () => Promise<string | undefined>;
  /** As it is, with its end. */
  readonly current: () => HeldCredential;
  /** Renews it now; calls at the same time share one renewal. */
  readonly renew: () => Promise<void>;
}

/** The gate's credential, renewed ahead of its end; calls at the same time share one refresh. */
export const createCredentialHolder = (
  { gate, clock, refresh }: ClientGateParts,
  refreshAheadMs: number,
): CredentialHolder => {
  let current: HeldCredential = gate;
  // The space knows the gate itself; what its holders signed under it stays as it is.
  const keep = ({ credential, credentialExpiresAtMs }: RefreshedGate): void => {
    current = {
      ...(credential !== undefined && { credential: moveLinks(gate.credential ?? '', credential) }),
      ...given('credentialExpiresAtMs', credentialExpiresAtMs),
    };
  };
  let refreshing: Promise<void> | undefined;
  const renew = (): Promise<void> => {
    refreshing ??= (refresh?.().then(keep) ?? Promise.resolve()).finally(() => void (refreshing = undefined));
    return refreshing;
  };
  const leftMs = (): number => (current.credentialExpiresAtMs ?? Infinity) - clock.nowMs();
  return {
    renew,
    current: () => current,
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
