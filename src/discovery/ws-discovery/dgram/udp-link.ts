import { networkInterfaces } from 'node:os';
import type { Log } from '../../../base/index.js';
import { StoaError } from '../../../base/index.js';
import { chooseInterfaces } from '../../mdns/dgram/choose-interfaces.js';
import type { ChosenInterface } from '../../mdns/dgram/choose-interfaces.js';
import type { DiscoverySettings } from '../../model.js';
import { WS_DISCOVERY_GROUPS, WS_DISCOVERY_PORT } from '../link.js';
import type { DatagramLink, WsDatagram, WsPeer } from '../link.js';
import { createFindInterface } from './sender-interface.js';
import { openUdpSocket } from './udp-socket.js';
import type { Family, UdpSocket } from './udp-socket.js';

const GROUPS: Readonly<Record<Family, string>> = { IPv4: WS_DISCOVERY_GROUPS.v4, IPv6: WS_DISCOVERY_GROUPS.v6 };
const FAMILIES: readonly Family[] = ['IPv4', 'IPv6'];

/** How the sockets of one state of the interfaces are opened. */
interface Opening {
  readonly chosen: readonly ChosenInterface[];
  readonly hear: (bytes: Uint8Array, from: WsPeer, door: WsDatagram['door']) => void;
  readonly failed: (error: unknown) => void;
}

/** The sockets of one state of the interfaces. */
interface Opened {
  /** One for each family, on the port where everybody asks, in the group on every interface. */
  readonly group: readonly UdpSocket[];
  /** By interface, one for each of its families. */
  readonly own: ReadonlyMap<string, readonly UdpSocket[]>;
}

const familyOf = (address: string): Family => (address.includes(':') ? 'IPv6' : 'IPv4');

/** What names an interface towards the system in a family, or `undefined`; IPv6 multicast does not work on loopback. */
const findVia = ({ name, infos, isLoopback }: ChosenInterface, family: Family): string | undefined => {
  const info = infos.find((each) => each.family === family);
  if (info === undefined || (isLoopback && family === 'IPv6')) return undefined;
  return family === 'IPv4' ? info.address : `::%${name}`;
};

const openGroup = ({ chosen, hear, failed }: Opening, family: Family): Promise<UdpSocket> =>
  openUdpSocket({
    family,
    port: WS_DISCOVERY_PORT,
    hear: (bytes, from) => hear(bytes, from, 'group'),
    failed,
    prepare: (socket) => {
      for (const each of chosen) {
        const via = findVia(each, family);
        try {
          if (via !== undefined) socket.addMembership(GROUPS[family], via);
        } catch (error) {
          // An interface that takes no multicast keeps the others from nothing.
          failed(error);
        }
      }
    },
  });

const openOwn = ({ hear, failed }: Opening, family: Family, via: string): Promise<UdpSocket> =>
  openUdpSocket({
    family,
    port: 0,
    hear: (bytes, from) => hear(bytes, from, 'own'),
    failed,
    prepare: (socket) => socket.setMulticastInterface(via),
  });

const openAll = async (opening: Opening): Promise<Opened> => {
  const tried = async (socket: Promise<UdpSocket>): Promise<readonly UdpSocket[]> => {
    try {
      return [await socket];
    } catch (error) {
      opening.failed(error);
      return [];
    }
  };
  const used = FAMILIES.filter((family) => opening.chosen.some((each) => findVia(each, family) !== undefined));
  const group = await Promise.all(used.map((family) => tried(openGroup(opening, family))));
  const own = await Promise.all(
    opening.chosen.map(async (each) => {
      const sockets = used.flatMap((family) => {
        const via = findVia(each, family);
        return via === undefined ? [] : [tried(openOwn(opening, family, via))];
      });
      return [each.name, (await Promise.all(sockets)).flat()] as const;
    }),
  );
  return { group: group.flat(), own: new Map(own) };
};

const closeAll = async ({ group, own }: Opened): Promise<void> => {
  const sockets = [...group, ...[...own.values()].flat()];
  await Promise.all(sockets.map((socket) => socket.close()));
};

const toUnavailable = (cause: unknown): StoaError =>
  new StoaError('DISCOVERY_UNAVAILABLE', `UDP port ${WS_DISCOVERY_PORT} cannot be used for WS-Discovery`, {
    cause,
    hint: `see who keeps it to himself: ss -lunp 'sport = :${WS_DISCOVERY_PORT}'; or leave WS-Discovery out (--no-ws-discovery)`,
  });

const NONE: Opened = { group: [], own: new Map() };

/** Sockets that are opened anew when the interfaces change. */
const createSockets = (hear: Opening['hear'], log: Log) => {
  let opened = NONE;
  let key = '';
  let isClosed = false;
  const isOver = (): boolean => isClosed;
  return {
    current: () => opened,
    /** @throws {StoaError} `DISCOVERY_UNAVAILABLE` when none of those that are there can be used */
    use: async (chosen: readonly ChosenInterface[]): Promise<void> => {
      const wanted = JSON.stringify(chosen);
      if (wanted === key || isOver()) return;
      let failure: unknown;
      const failed = (err: unknown): void => {
        failure = err;
        log.debug({ err }, 'a socket of WS-Discovery failed');
      };
      const before = opened;
      opened = await openAll({ chosen, hear, failed });
      key = wanted;
      await closeAll(before);
      if (isOver()) await closeAll(opened);
      else if (chosen.length > 0 && opened.group.length === 0) throw toUnavailable(failure);
    },
    close: async (): Promise<void> => {
      isClosed = true;
      await closeAll(opened);
      opened = NONE;
    },
  };
};

/**
 * The link of this machine, over UDP. One socket for each family takes what comes for the group and for this host; each interface
 * has one of its own, from which it asks. Its `refresh` throws `DISCOVERY_UNAVAILABLE` when no socket can be opened.
 */
export const createUdpLink = (
  settings: Omit<DiscoverySettings, 'backend'>,
  { log }: { readonly log: Log },
): DatagramLink => {
  let listener: (datagram: WsDatagram) => void = () => undefined;
  let findInterface = createFindInterface({});
  let used = new Set<string>();
  const hear: Opening['hear'] = (bytes, from, door) => {
    const interfaceName = findInterface(from.address);
    if (interfaceName === undefined) listener({ bytes, from, door });
    else if (used.has(interfaceName)) listener({ bytes, from, door, interfaceName });
  };
  const sockets = createSockets(hear, log);
  return {
    refresh: async () => {
      const all = networkInterfaces();
      const chosen = chooseInterfaces(all, settings);
      findInterface = createFindInterface(all);
      used = new Set(chosen.map(({ name }) => name));
      await sockets.use(chosen);
      return chosen.map(({ name, addresses }) => ({ name, addresses }));
    },
    onDatagram: (told) => {
      listener = told;
    },
    multicast: (name, bytes) => {
      for (const socket of sockets.current().own.get(name) ?? [])
        socket.send(bytes, { address: GROUPS[socket.family], port: WS_DISCOVERY_PORT });
    },
    unicast: (bytes, to) => {
      const own = [...sockets.current().own.values()].flat();
      own.find(({ family }) => family === familyOf(to.address))?.send(bytes, to);
    },
    reply: (bytes, { from, door, interfaceName }) => {
      const { group, own } = sockets.current();
      const doors = door === 'group' ? group : (own.get(interfaceName ?? '') ?? [...own.values()].flat());
      doors.find(({ family }) => family === familyOf(from.address))?.send(bytes, from);
    },
    close: sockets.close,
  };
};
