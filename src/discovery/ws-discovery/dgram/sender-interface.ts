import { BlockList } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

/** Interfaces with all that they have, by name. */
export type InterfaceInfos = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

const WIDTHS = { ipv4: 24, ipv6: 64 } as const;

const createCheck = (name: string, infos: readonly NetworkInterfaceInfo[]): ((address: string) => boolean) => {
  const networks = new BlockList();
  const zones = new Set([name]);
  for (const info of infos) {
    const family = info.family === 'IPv4' ? 'ipv4' : 'ipv6';
    networks.addSubnet(info.address, Number(info.cidr?.split('/')[1] ?? WIDTHS[family]), family);
    if ('scopeid' in info && info.scopeid !== 0) zones.add(String(info.scopeid));
  }
  return (address) => {
    const [bare = '', zone] = address.split('%');
    return zone === undefined ? networks.check(bare, bare.includes(':') ? 'ipv6' : 'ipv4') : zones.has(zone);
  };
};

/**
 * Says on which interface's link an address is: by its zone, or by the networks that the interface is in. A socket of Node does not
 * tell by which interface a datagram came. `undefined` for an address that is on none.
 */
export const createFindInterface = (all: InterfaceInfos): ((address: string) => string | undefined) => {
  const checks = Object.entries(all).map(([name, infos = []]) => ({ name, isThere: createCheck(name, infos) }));
  return (address) => checks.find(({ isThere }) => isThere(address))?.name;
};
