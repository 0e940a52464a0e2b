/** A network interface that is used. */
export interface LinkInterface {
  readonly name: string;
  /** Addresses of it, without zones: what hosts there reach this one by. */
  readonly addresses: readonly string[];
}

/** Where a packet came from or goes to. */
export interface Peer {
  readonly address: string;
  readonly port: number;
}

/** A packet that came in. */
export interface LinkPacket {
  readonly interfaceName: string;
  readonly bytes: Uint8Array;
  readonly from: Peer;
}

/** The port of multicast DNS, and the only one from which mDNS itself is spoken. */
export const MDNS_PORT = 5353;

/**
 * The local link as mDNS sees it: interfaces, and packets to all or to one. Real sockets or a simulation; whatever goes wrong with a
 * single packet is lost, as packets are.
 */
export interface Link {
  /** Looks at the interfaces again; opens what came and closes what went. @returns those that are used now */
  readonly refresh: () => Promise<readonly LinkInterface[]>;
  readonly onPacket: (listener: (packet: LinkPacket) => void) => void;
  /** Sends to everybody on one interface, over each of its address families; or to one host. */
  readonly send: (interfaceName: string, bytes: Uint8Array, to?: Peer) => void;
  /** Resolves when what was sent is out and every socket closed. */
  readonly close: () => Promise<void>;
}
