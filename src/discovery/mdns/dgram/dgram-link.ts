import { networkInterfaces } from 'node:os';
import { StoaError } from '../../../base/index.js';
import type { Log } from '../../../base/index.js';
import type { DiscoverySettings } from '../../model.js';
import type { Link, LinkInterface, LinkPacket } from '../link.js';
import { chooseInterfaces } from './choose-interfaces.js';
import type { ChosenInterface } from './choose-interfaces.js';
import { findSocketKey, openMulticastSocket } from './multicast-socket.js';
import type { Family, MulticastSocket } from './multicast-socket.js';

const FAMILIES: readonly Family[] = ['IPv4', 'IPv6'];

const toUnavailable = (cause: unknown): StoaError => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const hint =
    code === 'EADDRINUSE'
      ? "another program keeps UDP port 5353 to itself: end it (ss -lunp 'sport = :5353' shows it), or set discovery.backend to 'avahi' if it is Avahi"
      : 'allow this program to use UDP port 5353 and multicast';
  return new StoaError('DISCOVERY_UNAVAILABLE', `UDP port 5353 cannot be used for multicast DNS (${code})`, {
    cause,
    hint,
  });
};

/** The link of this machine: one socket per interface and address family, on the port that all responders of a machine share. */
export const createDgramLink = (settings: Omit<DiscoverySettings, 'backend'>, { log }: { readonly log: Log }): Link => {
  const sockets = new Map<string, MulticastSocket>();
  let byInterface = new Map<string, readonly MulticastSocket[]>();
  let listener: (packet: LinkPacket) => void = () => undefined;
  let isOpened = false;
  let isClosed = false;

  const open = async (chosen: ChosenInterface, family: Family, failures: unknown[]): Promise<void> => {
    const key = findSocketKey(chosen, family);
    if (key === undefined || sockets.has(key)) return;
    try {
      const socket = await openMulticastSocket({
        chosen,
        family,
        hear: (bytes, from) => listener({ interfaceName: chosen.name, bytes, from }),
        failed: (err) => log.debug({ err, interface: chosen.name, family }, 'a socket of multicast DNS failed'),
      });
      if (isClosed) await socket.close();
      else sockets.set(key, socket);
    } catch (err) {
      failures.push(err);
      log.debug({ err, interface: chosen.name, family }, 'no multicast DNS on this interface');
    }
  };

  const closeOthers = (keys: ReadonlySet<string>): void => {
    for (const [key, socket] of sockets)
      if (!keys.has(key)) {
        sockets.delete(key);
        void socket.close();
      }
  };

  const refresh = async (): Promise<readonly LinkInterface[]> => {
    const chosen = chooseInterfaces(networkInterfaces(), settings);
    const keysOf = (one: ChosenInterface): readonly string[] =>
      FAMILIES.flatMap((family) => findSocketKey(one, family) ?? []);
    closeOthers(new Set(chosen.flatMap(keysOf)));
    const failures: unknown[] = [];
    await Promise.all(chosen.flatMap((one) => FAMILIES.map((family) => open(one, family, failures))));
    byInterface = new Map(
      chosen.map((one) => [one.name, keysOf(one).flatMap((key) => sockets.get(key) ?? [])] as const),
    );
    if (!isOpened && sockets.size === 0 && failures.length > 0) throw toUnavailable(failures[0]);
    isOpened = true;
    return chosen.filter(({ name }) => (byInterface.get(name)?.length ?? 0) > 0);
  };

  return {
    refresh,
    onPacket: (hear) => {
      listener = hear;
    },
    send: (interfaceName, bytes, to) => {
      for (const socket of byInterface.get(interfaceName) ?? [])
        if (to === undefined || (socket.family === 'IPv6') === to.address.includes(':')) socket.send(bytes, to);
    },
    close: async () => {
      isClosed = true;
      await Promise.all(Array.from(sockets.values(), (socket) => socket.close()));
      sockets.clear();
    },
  };
};
