import { createSocket } from 'node:dgram';
import type { RemoteInfo, Socket } from 'node:dgram';
import { BlockList } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { MDNS_PORT } from '../link.js';
import type { Peer } from '../link.js';
import type { ChosenInterface } from './choose-interfaces.js';

/** Address families of IP. */
export type Family = 'IPv4' | 'IPv6';

/** Groups of multicast DNS (RFC 6762 section 3). */
const GROUPS: Readonly<Record<Family, string>> = { IPv4: '224.0.0.251', IPv6: 'ff02::fb' };
/** Every packet of mDNS leaves with this many hops (section 11). */
const HOPS = 255;

/** A socket on one interface and family. */
export interface MulticastSocket {
  /** Equal as long as it serves the same interface in the same way. */
  readonly key: string;
  readonly family: Family;
  readonly send: (bytes: Uint8Array, to?: Peer) => void;
  /** Resolves when what was sent is out. */
  readonly close: () => Promise<void>;
}

/** What a socket is opened with. */
export interface MulticastSocketSettings {
  readonly chosen: ChosenInterface;
  readonly family: Family;
  readonly hear: (bytes: Uint8Array, from: Peer) => void;
  readonly failed: (err: Error) => void;
}

const infosOf = ({ infos }: ChosenInterface, family: Family): readonly NetworkInterfaceInfo[] =>
  infos.filter((info) => info.family === family);

/** Key of the socket for an interface, or `undefined` where there is none of the family; IPv6 multicast does not work on loopback. */
export const findSocketKey = (chosen: ChosenInterface, family: Family): string | undefined => {
  const infos = infosOf(chosen, family);
  if (infos.length === 0 || (chosen.isLoopback && family === 'IPv6')) return undefined;
  return `${chosen.name} ${family} ${infos.map(({ cidr, address }) => cidr ?? address).join(' ')}`;
};

/**
 * Whether a packet came in by this interface. Every socket on the port hears what comes for any of them: they are told apart by the zone
 * of the sender, or by the networks that the interface is in.
 */
const createOnLinkCheck = (chosen: ChosenInterface, family: Family): ((from: RemoteInfo) => boolean) => {
  const networks = new BlockList();
  const infos = infosOf(chosen, family);
  for (const { address, cidr } of infos)
    networks.addSubnet(
      address,
      Number(cidr?.split('/')[1] ?? (family === 'IPv4' ? 24 : 64)),
      family === 'IPv4' ? 'ipv4' : 'ipv6',
    );
  const zones = new Set([chosen.name, ...infos.map((info) => ('scopeid' in info ? String(info.scopeid) : ''))]);
  return ({ address }) => {
    const [bare = '', zone] = address.split('%');
    return zone === undefined ? networks.check(bare, family === 'IPv4' ? 'ipv4' : 'ipv6') : zones.has(zone);
  };
};

const bind = (socket: Socket, family: Family): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port: MDNS_PORT, address: family === 'IPv4' ? '0.0.0.0' : '::' }, () => {
      socket.off('error', reject);
      resolve();
    });
  });

/** Opens a socket. @throws what the system says, such as `EADDRINUSE` */
export const openMulticastSocket = async (settings: MulticastSocketSettings): Promise<MulticastSocket> => {
  const { chosen, family, hear, failed } = settings;
  const key = findSocketKey(chosen, family) ?? '';
  const type = family === 'IPv4' ? 'udp4' : 'udp6';
  const socket = createSocket({ type, reuseAddr: true, ipv6Only: family === 'IPv6' });
  try {
    await bind(socket, family);
    const via = family === 'IPv4' ? (infosOf(chosen, family)[0]?.address ?? '') : `::%${chosen.name}`;
    socket.addMembership(GROUPS[family], via);
    socket.setMulticastInterface(via);
    socket.setMulticastTTL(HOPS);
    socket.setTTL(HOPS);
    socket.setMulticastLoopback(true);
  } catch (thrown) {
    socket.close();
    throw thrown;
  }
  socket.on('error', failed);
  const isOnLink = createOnLinkCheck(chosen, family);
  socket.on('message', (bytes, from) => {
    if (isOnLink(from)) hear(bytes, { address: from.address, port: from.port });
  });
  const out = new Set<Promise<void>>();
  return {
    key,
    family,
    send: (bytes, to = { address: GROUPS[family], port: MDNS_PORT }) => {
      const sent = new Promise<void>((resolve) => {
        // What cannot be sent is lost like any packet: the interface may be gone, its address not ready yet.
        socket.send(bytes, to.port, to.address, () => resolve());
      });
      out.add(sent);
      void sent.then(() => out.delete(sent));
    },
    close: async () => {
      await Promise.all(out);
      await new Promise<void>((resolve) => void socket.close(() => resolve()));
    },
  };
};
