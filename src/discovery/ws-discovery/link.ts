/** The port of WS-Discovery, for UDP and for TCP. */
export const WS_DISCOVERY_PORT = 3702;

/** Groups of WS-Discovery (section 3.1 of version 1.1). */
export const WS_DISCOVERY_GROUPS = Object.freeze({ v4: '239.255.255.250', v6: 'ff02::c' });

/** A network interface that is used. */
export interface WsInterface {
  readonly name: string;
  /** Addresses of it, without zones: what hosts there reach this one by. */
  readonly addresses: readonly string[];
}

/** Where a datagram came from or goes to; a link-local address with its zone. */
export interface WsPeer {
  readonly address: string;
  readonly port: number;
}

/** A datagram that came in. */
export interface WsDatagram {
  readonly bytes: Uint8Array;
  readonly from: WsPeer;
  /** Interface on whose link the sender is; absent when it is on none: it came from beyond. */
  readonly interfaceName?: string;
  /** Which socket took it: the one where everybody asks, or the one from which we ask. */
  readonly door: 'group' | 'own';
}

/**
 * Datagrams to all on a link and to single hosts. Real sockets or a simulation; whatever goes wrong with a single datagram is lost,
 * as datagrams are.
 */
export interface DatagramLink {
  /** Looks at the interfaces again; opens what came and closes what went. @returns those that are used now */
  readonly refresh: () => Promise<readonly WsInterface[]>;
  /** What comes from an interface that was excluded is not told. */
  readonly onDatagram: (listener: (datagram: WsDatagram) => void) => void;
  /** Sends to everybody on one interface, over each of its address families, from the port from which we ask. */
  readonly multicast: (interfaceName: string, bytes: Uint8Array) => void;
  /** Sends to one host, from the port from which we ask. */
  readonly unicast: (bytes: Uint8Array, to: WsPeer) => void;
  /** Sends to whoever sent `datagram`, from the port that it came to. */
  readonly reply: (bytes: Uint8Array, datagram: WsDatagram) => void;
  /** Resolves when every socket is closed. */
  readonly close: () => Promise<void>;
}
