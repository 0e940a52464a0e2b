import { given, isStoaError } from '../../base/light.js';
import { moveLinks } from '../../security/links.js';
import type { ClientGateParts, HeldGate, RefreshedGate } from './model.js';

/** What changes of a gate while it is held: its address, and its credential with its end where it has one. */
export type CurrentGate = Pick<HeldGate, 'uri' | 'credential' | 'credentialExpiresAtMs'>;

/** Keeps the credential of a gate good, and its address right: a gate has a name, and the address is what the space says last. */
export interface CredentialHolder {
  /** The credential, renewed when its end is near; `undefined` for a gate without one. */
  readonly get: () => Promise<string | undefined>;
  /** As it is. */
  readonly current: () => CurrentGate;
  /** Renews it now; calls at the same time share one renewal. */
  readonly renew: () => Promise<void>;
}

/** How long before its end a credential is renewed. */
const REFRESH_AHEAD_MS = 15_000;

/** The gate's credential, renewed ahead of its end; calls at the same time share one refresh. */
export const createCredentialHolder = (
  { gate, clock, refresh }: ClientGateParts,
  refreshAheadMs?: number,
): CredentialHolder => {
  let current: CurrentGate = gate;
  const leftMs = (): number => (current.credentialExpiresAtMs ?? Infinity) - clock.nowMs();
  // One that lives shortly is not renewed at every call, unless that is asked for.
  const findAheadMs = (): number => refreshAheadMs ?? Math.min(REFRESH_AHEAD_MS, leftMs() / 2);
  let renewBelowMs = findAheadMs();
  // The space knows the gate itself; what its holders signed under it stays as it is.
  const keep = ({ uri = current.uri, credential, credentialExpiresAtMs }: RefreshedGate): void => {
    current = {
      uri,
      ...(credential !== undefined && { credential: moveLinks(gate.credential ?? '', credential) }),
      ...given('credentialExpiresAtMs', credentialExpiresAtMs),
    };
    renewBelowMs = findAheadMs();
  };
  let refreshing: Promise<void> | undefined;
  const renew = (): Promise<void> => {
    refreshing ??= (refresh?.().then(keep) ?? Promise.resolve()).finally(() => void (refreshing = undefined));
    return refreshing;
  };
  return {
    renew,
    current: () => current,
    get: async (): Promise<string | undefined> => {
      try {
        if (leftMs() <= renewBelowMs) await renew();
      } catch (thrown) {
        // A space that cannot be reached, or wants to be asked later, ends no credential that still holds.
        if (!isStoaError(thrown, 'SERVICE_UNREACHABLE', 'SERVICE_TIMEOUT', 'RATE_LIMITED') || leftMs() <= 0)
          throw thrown;
      }
      return current.credential;
    },
  };
};
