import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import type { WsPeer } from '../link.js';

/** Address families of IP. */
export type Family = 'IPv4' | 'IPv6';

/** A UDP socket that loses what it cannot send. */
export interface UdpSocket {
  readonly family: Family;
  readonly send: (bytes: Uint8Array, to: WsPeer) => void;
  /** Resolves when what was sent is out. */
  readonly close: () => Promise<void>;
}

/** What a socket is opened with. */
export interface UdpSocketSettings {
  readonly family: Family;
  /** 0 for any. */
  readonly port: number;
  /** Run once it is bound: memberships and the like. */
  readonly prepare: (socket: Socket) => void;
  readonly hear: (bytes: Uint8Array, from: WsPeer) => void;
  readonly failed: (error: Error) => void;
}

const bind = (socket: Socket, family: Family, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port, address: family === 'IPv4' ? '0.0.0.0' : '::' }, () => {
      socket.off('error', reject);
      resolve();
    });
  });

/** Opens a socket; its port may be shared with other programs. @throws what the system says, such as `EADDRINUSE` */
export const openUdpSocket = async (settings: UdpSocketSettings): Promise<UdpSocket> => {
  const { family, port, prepare, hear, failed } = settings;
  const type = family === 'IPv4' ? 'udp4' : 'udp6';
  const socket = createSocket({ type, reuseAddr: port !== 0, ipv6Only: family === 'IPv6' });
  try {
    await bind(socket, family, port);
    prepare(socket);
  } catch (thrown) {
    socket.close();
    throw thrown;
  }
  socket.on('error', failed);
  socket.on('message', (bytes, { address, port: fromPort }) => hear(bytes, { address, port: fromPort }));
  const out = new Set<Promise<void>>();
  return {
    family,
    send: (bytes, to) => {
      const sent = new Promise<void>((resolve) => {
        // What cannot be sent is lost like any datagram: the interface may be gone, its address not ready yet.
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
