import { StoaError } from '../../base/index.js';
import type { DiscoveryBackend, DiscoverySettings } from '../model.js';

/** Loads an optional package; tests pass their own. */
export type LoadPackage = (name: string) => Promise<unknown>;

/** Node's own import. The name is not a literal, so that nothing that bundles or compiles this looks for it. */
export const importPackage: LoadPackage = (name) => import(name);

/** A backend that was chosen and cannot work: never another one in its place. */
export const unavailable = (
  backend: DiscoveryBackend,
  { reason, hint, cause }: { readonly reason: string; readonly hint: string; readonly cause?: unknown },
): StoaError =>
  new StoaError('DISCOVERY_UNAVAILABLE', `the backend ${backend} of discovery cannot work here: ${reason}`, {
    hint,
    ...(cause !== undefined && { cause }),
  });

/**
 * A responder of the system announces to the network.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` when what is announced listens on this machine only
 */
export const assertReachable = ({ backend, listensOn = '' }: DiscoverySettings): void => {
  if (/^(?:127\.|::1$|localhost$)/.test(listensOn))
    throw unavailable(backend, {
      reason: "the system's responder announces to the network, and what is announced listens on this machine only",
      hint: "listen on 0.0.0.0, or set discovery.backend to 'builtin', which announces to this machine too",
    });
};
