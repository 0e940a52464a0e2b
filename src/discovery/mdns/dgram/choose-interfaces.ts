import type { NetworkInterfaceInfo } from 'node:os';
import type { DiscoverySettings } from '../../model.js';

/** An interface of this machine that is used, with what its sockets need. */
export interface ChosenInterface {
  readonly name: string;
  readonly isLoopback: boolean;
  /** All that the interface has. */
  readonly infos: readonly NetworkInterfaceInfo[];
  /** Those of them that are announced. */
  readonly addresses: readonly string[];
}

const LOOPBACK = /^(?:127\.|::1$|localhost$)/;

/** Whether what listens on `host` is reached by the address. */
const leadsTo = (host: string, { address, internal, family }: NetworkInterfaceInfo): boolean => {
  if (host === '::') return true;
  if (host === '0.0.0.0') return family === 'IPv4';
  return LOOPBACK.test(host) ? internal : address === host;
};

/** The interfaces to use of those that the machine has now, by name. */
export const chooseInterfaces = (
  all: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
  { interfaces, exclude = [], listensOn = '::' }: Omit<DiscoverySettings, 'backend'>,
): readonly ChosenInterface[] =>
  Object.entries(all).flatMap(([name, infos = []]) => {
    if (exclude.includes(name) || interfaces?.includes(name) === false) return [];
    const addresses = infos.filter((info) => leadsTo(listensOn, info)).map(({ address }) => address);
    const isLoopback = infos.some(({ internal }) => internal);
    return addresses.length === 0 ? [] : [{ name, isLoopback, infos, addresses: addresses.toSorted() }];
  });
