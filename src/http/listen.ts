import type { AddressInfo, Server } from 'node:net';
import { StoaError } from '../base/index.js';

/** Where to listen. */
export interface ListenOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'this user may not listen there',
  ENOTFOUND: 'the name does not resolve',
};

/** Why one cannot listen there, with the option to change. */
export const toListenError = (thrown: unknown, { host, port }: ListenOptions): StoaError => {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return new StoaError('CONFIGURATION_INVALID', `cannot listen on ${host} port ${port}: ${REASONS[code] ?? code}`, {
    cause: thrown,
    hint: 'choose another with --port (0: any free one) or --host, STOA_PORT or STOA_HOST',
  });
};

/**
 * Listens, and resolves with the address bound.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` with the option to change
 */
export const listen = (server: Server, options: ListenOptions): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(toListenError(error, options));
    server.once('error', fail);
    server.listen({ host: options.host.replaceAll(/^\[|\]$/g, ''), port: options.port }, () => {
      server.off('error', fail);
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address);
    });
  });

/** Whether a bound address stands for every address of the machine. */
export const isAnyAddress = (address: string): boolean => address === '0.0.0.0' || address === '::';

/** URL of a bound address, without a path; one that stands for all is reached by loopback. */
export const toBoundUrl = ({ address, family, port }: AddressInfo, scheme: 'http' | 'https' = 'http'): string => {
  if (isAnyAddress(address)) return `${scheme}://${family === 'IPv6' ? '[::1]' : '127.0.0.1'}:${port}`;
  return new URL(`${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`).origin;
};
