import type { Clock } from '../../src/base/index.js';
import type { DatagramLink, WsDatagram, WsInterface, WsPeer } from '../../src/discovery/ws-discovery/link.js';
import type { SeededRandom } from './seeded-random.js';

/** What went over the air. */
export interface SentDatagram {
  readonly atMs: number;
  readonly from: WsPeer;
  /** `undefined` for a datagram to everybody. */
  readonly to: WsPeer | undefined;
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** How often datagrams are lost, come twice, or come late. */
export interface AirOptions {
  readonly random?: SeededRandom;
  readonly loss?: number;
  readonly duplication?: number;
  readonly maxDelayMs?: number;
}

/** Networks with hosts on them, in memory. */
export interface Air {
  readonly sent: SentDatagram[];
  /** A host with one address on each of the networks named, as `{ eth0: ['lan', '10.0.0.1'] }`. */
  readonly addHost: (places: Readonly<Record<string, readonly [network: string, address: string]>>) => SimulatedHost;
  /** A datagram of somebody who has no link: to one host, or to everybody on its network. */
  readonly inject: (bytes: Uint8Array, from: WsPeer, to?: WsPeer) => void;
  /** Cuts an address off, and joins it again. */
  readonly cut: (address: string, isCut: boolean) => void;
}

/** A host in the air. */
export interface SimulatedHost {
  readonly link: DatagramLink;
  /** Changes what `refresh` tells. */
  readonly setInterfaces: (interfaces: readonly WsInterface[]) => void;
}

const GROUP_PORT = 3702;

interface Door {
  readonly network: string;
  readonly address: string;
  readonly ownPort: number;
  readonly receive: (datagram: WsDatagram) => void;
  readonly interfaceName: string;
}

/** Networks on `clock` in which nothing is lost unless that is asked for. */
export const createAir = (clock: Clock, options: AirOptions = {}): Air => {
  const { random, loss = 0, duplication = 0, maxDelayMs = 0 } = options;
  const sent: SentDatagram[] = [];
  const doors: Door[] = [];
  const cuts = new Set<string>();
  let ports = 40_000;
  const happens = (chance: number): boolean => chance > 0 && random !== undefined && random.int(1000) < chance * 1000;
  const networkOf = (address: string): string | undefined => doors.find((door) => door.address === address)?.network;

  const deliver = (door: Door, bytes: Uint8Array, { from, toPort }: { from: WsPeer; toPort: number }): void => {
    if (toPort !== GROUP_PORT && toPort !== door.ownPort) return;
    const isNear = networkOf(from.address) === door.network;
    const datagram: WsDatagram = {
      bytes,
      from,
      door: toPort === GROUP_PORT ? 'group' : 'own',
      ...(isNear && { interfaceName: door.interfaceName }),
    };
    for (let copies = happens(duplication) ? 2 : 1; copies > 0; copies--) {
      const delayMs = maxDelayMs > 0 && random !== undefined ? random.int(maxDelayMs + 1) : 0;
      clock.callAt(clock.nowMs() + delayMs, () => {
        if (!cuts.has(door.address) && !cuts.has(from.address)) door.receive(datagram);
      });
    }
  };
  const carry = (bytes: Uint8Array, from: WsPeer, to?: WsPeer, network?: string): void => {
    sent.push({ atMs: clock.nowMs(), from, to, bytes, text: new TextDecoder().decode(bytes) });
    for (const door of doors) {
      const isMeant = to === undefined ? door.network === network : door.address === to.address;
      if (isMeant && !happens(loss)) deliver(door, bytes, { from, toPort: to?.port ?? GROUP_PORT });
    }
  };

  return {
    sent,
    addHost: (places) => {
      let listener: (datagram: WsDatagram) => void = () => undefined;
      let isOpen = true;
      const ownPort = ports++;
      const entries = Object.entries(places);
      let interfaces: readonly WsInterface[] = entries.map(([name, [, address]]) => ({ name, addresses: [address] }));
      for (const [interfaceName, [network, address]] of entries)
        doors.push({
          network,
          address,
          ownPort,
          interfaceName,
          receive: (datagram) => {
            if (isOpen && interfaces.some(({ name }) => name === interfaceName)) listener(datagram);
          },
        });
      const addressTowards = (to: WsPeer): string => {
        const network = networkOf(to.address);
        const near = entries.find(([, place]) => place[0] === network) ?? entries[0];
        return near?.[1][1] ?? '';
      };
      const link: DatagramLink = {
        refresh: () => Promise.resolve(interfaces),
        onDatagram: (told) => {
          listener = told;
        },
        multicast: (name, bytes) => {
          const place = places[name];
          if (isOpen && place) carry(bytes, { address: place[1], port: ownPort }, undefined, place[0]);
        },
        unicast: (bytes, to) => {
          if (isOpen) carry(bytes, { address: addressTowards(to), port: ownPort }, to);
        },
        reply: (bytes, { from, door }) => {
          if (isOpen)
            carry(bytes, { address: addressTowards(from), port: door === 'own' ? ownPort : GROUP_PORT }, from);
        },
        close: () => {
          isOpen = false;
          return Promise.resolve();
        },
      };
      return {
        link,
        setInterfaces: (next) => {
          interfaces = next;
        },
      };
    },
    inject: (bytes, from, to) => carry(bytes, from, to, networkOf(from.address)),
    cut: (address, isCut) => void (isCut ? cuts.add(address) : cuts.delete(address)),
  };
};
