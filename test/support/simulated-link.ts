import type { Clock } from '../../src/base/index.js';
import { readMessage } from '../../src/discovery/mdns/dns/read-message.js';
import type { DnsMessage } from '../../src/discovery/mdns/dns/model.js';
import type { Link, LinkInterface, LinkPacket, Peer } from '../../src/discovery/mdns/link.js';
import type { SeededRandom } from './seeded-random.js';

/** A packet as it went over the wire. */
export interface CapturedPacket {
  readonly atMs: number;
  readonly segment: string;
  readonly from: Peer;
  /** `undefined`: to everybody. */
  readonly to: Peer | undefined;
  readonly bytes: Uint8Array;
  readonly message: DnsMessage;
}

/** How bad a network is. */
export interface Weather {
  /** Share of packets that get lost on their way to one host, 0 to 1. */
  readonly loss?: number;
  /** Share that arrives twice. */
  readonly duplication?: number;
  /** Longest delay in milliseconds; packets overtake one another when there is any. */
  readonly delayMs?: number;
}

/** One interface of a simulated host: the segment (the wire) that it is plugged into. */
export interface SimulatedInterface extends LinkInterface {
  readonly segment: string;
}

/** A host on the simulated network. */
export interface SimulatedHost {
  readonly link: Link;
  /** What its interfaces are from now on; seen at the next refresh. */
  readonly setInterfaces: (interfaces: readonly SimulatedInterface[]) => void;
  /** Stops without a word, as `kill -9` does. */
  readonly die: () => void;
  readonly isClosed: () => boolean;
}

/** Hosts on wires, a virtual clock and seeded weather. */
export interface SimulatedNetwork {
  readonly packets: CapturedPacket[];
  readonly join: (interfaces: readonly SimulatedInterface[]) => SimulatedHost;
  /** Sends whatever bytes, as a neighbour may. */
  readonly inject: (segment: string, bytes: Uint8Array, from: Peer) => void;
  readonly setWeather: (weather: Weather) => void;
}

interface Port {
  readonly hear: (packet: LinkPacket) => void;
  interfaces: readonly SimulatedInterface[];
  isDead: boolean;
}

const PORT = 5353;

/** Creates a network without hosts, and with good weather. */
export const createSimulatedNetwork = (clock: Clock, random: SeededRandom): SimulatedNetwork => {
  const packets: CapturedPacket[] = [];
  const ports: Port[] = [];
  let weather: Weather = {};
  const chance = (share: number): boolean => random.int(10_000) < share * 10_000;

  const deliver = (port: Port, packet: LinkPacket): void => {
    if (chance(weather.loss ?? 0)) return;
    const times = chance(weather.duplication ?? 0) ? 2 : 1;
    for (let time = 0; time < times; time++)
      clock.callAt(clock.nowMs() + random.int((weather.delayMs ?? 0) + 1), () => {
        if (!port.isDead && port.interfaces.some(({ name }) => name === packet.interfaceName)) port.hear(packet);
      });
  };

  const transmit = (segment: string, bytes: Uint8Array, { from, to }: { from: Peer; to?: Peer | undefined }): void => {
    const message = readMessage(bytes, 10_000);
    if (message !== undefined) packets.push({ atMs: clock.nowMs(), segment, from, to, bytes, message });
    for (const port of ports)
      for (const one of port.interfaces)
        if (one.segment === segment && (to === undefined || one.addresses.includes(to.address)))
          deliver(port, { interfaceName: one.name, bytes: bytes.slice(), from });
  };

  const join = (interfaces: readonly SimulatedInterface[]): SimulatedHost => {
    let listener: (packet: LinkPacket) => void = () => undefined;
    let isClosed = false;
    const port: Port = { hear: (packet) => listener(packet), interfaces, isDead: false };
    ports.push(port);
    const link: Link = {
      refresh: () => Promise.resolve(port.interfaces.map(({ name, addresses }) => ({ name, addresses }))),
      onPacket: (hear) => {
        listener = hear;
      },
      send: (interfaceName, bytes, to) => {
        const one = port.interfaces.find(({ name }) => name === interfaceName);
        const [address] = one?.addresses ?? [];
        if (one === undefined || address === undefined || port.isDead || isClosed) return;
        transmit(one.segment, bytes, { from: { address, port: PORT }, to });
      },
      close: () => {
        isClosed = true;
        port.isDead = true;
        return Promise.resolve();
      },
    };
    return {
      link,
      setInterfaces: (changed) => {
        port.interfaces = changed;
      },
      die: () => {
        port.isDead = true;
      },
      isClosed: () => isClosed,
    };
  };

  return {
    packets,
    join,
    inject: (segment, bytes, from) => transmit(segment, bytes, { from }),
    setWeather: (changed) => {
      weather = changed;
    },
  };
};
