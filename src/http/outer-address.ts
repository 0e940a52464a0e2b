import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';

/** Far addresses of documentation (RFC 5737, RFC 3849): nothing is sent there, only the way to them is asked for. */
const FAR = { udp4: '192.0.2.1', udp6: '2001:db8::1' } as const;
const FAR_PORT = 9;

/** The address from which this machine would speak to a far one, or `undefined` without a way there. */
const findSourceAddress = (type: keyof typeof FAR): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = createSocket(type);
    const end = (address: string | undefined): void => {
      socket.close();
      resolve(address);
    };
    socket.once('error', () => end(undefined));
    socket.once('connect', () => end(socket.address().address));
    socket.connect(FAR_PORT, FAR[type]);
  });

const isUseful = (address: string): boolean => !/^(?:169\.254\.|fe[89ab])/i.test(address);

const findFirstAddress = (family: 'IPv4' | 'IPv6'): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap((infos) => infos ?? [])
    .find((info) => !info.internal && info.family === family && isUseful(info.address))?.address;

/**
 * The address by which others most likely reach what listens on all addresses of this machine: that of the interface which leads
 * furthest, IPv4 before IPv6. `undefined` where it is on no network.
 */
export const findOuterAddress = async (): Promise<string | undefined> =>
  (await findSourceAddress('udp4')) ??
  findFirstAddress('IPv4') ??
  (await findSourceAddress('udp6')) ??
  findFirstAddress('IPv6');
