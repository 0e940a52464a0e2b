import { classifyAddress, isLoopbackName } from '../outbound/index.js';

/** Whether a server that listens on `host` can be reached from this machine only. */
export const isLoopbackHost = (host: string): boolean =>
  isLoopbackName(host) || classifyAddress(host.replaceAll(/^\[|\]$/g, '')) === 'loopback';
