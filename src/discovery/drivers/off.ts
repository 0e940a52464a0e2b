import { StoaError } from '../../base/index.js';
import type { DiscoveryDriver } from '../model.js';

const ignore = (): void => undefined;

/** The driver of a process that takes no part in discovery: it finds nothing, and announces nothing. */
export const createOffDriver = (): DiscoveryDriver =>
  Object.freeze({
    backend: 'off' as const,
    announce: () => {
      throw new StoaError('DISCOVERY_UNAVAILABLE', 'discovery on the local link is off', {
        hint: "set discovery.backend to 'builtin' in stoa.json, or STOA_DISCOVERY_BACKEND=builtin",
      });
    },
    browse: () => ({ stop: ignore }),
    browseTypes: () => ({ stop: ignore }),
    doubt: ignore,
    close: () => Promise.resolve(),
  });
