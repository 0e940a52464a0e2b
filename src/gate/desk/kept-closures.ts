import type { DocumentId, GateId, SpaceId, SubjectId } from '../../base/index.js';
import { createRanks } from './ranks.js';
import type { Ranks } from './ranks.js';

/** A gate that was closed, of a service and of whoever opened it. */
export interface ClosedGate {
  readonly gate: GateId;
  readonly document: DocumentId;
  readonly subject: SubjectId;
}

/** Closures of the last while, to be told to those who begin to follow a service. */
export interface KeptClosures {
  readonly add: (space: SpaceId, closed: ClosedGate, nowMs: number) => void;
  /** Those of a service that are still kept, the oldest first. */
  readonly list: (space: SpaceId, document: DocumentId, nowMs: number) => readonly GateId[];
}

/** Bounds of {@link KeptClosures}. */
export interface KeptClosuresOptions {
  /** How long a closure is kept, in milliseconds. */
  readonly keptMs: number;
  /** Most closures, of all services together. */
  readonly maxKept: number;
}

interface Kept {
  readonly gate: GateId;
  readonly untilMs: number;
  readonly service: Service;
  readonly client: Client;
}

/** The closures of one service. */
interface Service {
  readonly key: string;
  /** The oldest first, as in all of these sets. */
  readonly kept: Set<Kept>;
  readonly clients: Map<SubjectId, Client>;
  readonly ranks: Ranks<Client>;
}

/** Those of gates that one client had opened on a service. */
interface Client {
  readonly subject: SubjectId;
  readonly kept: Set<Kept>;
}

const keyOf = (space: SpaceId, document: DocumentId): string => `${space} ${document}`;

/**
 * Closures within one bound that services share, and in a service its clients: when there are too many, the service that has most
 * loses the oldest of the client that has most there. So none is lost of a service with fewer than an equal part, whatever others do.
 */
export const createKeptClosures = ({ keptMs, maxKept }: KeptClosuresOptions): KeptClosures => {
  const all = new Set<Kept>();
  const services = new Map<string, Service>();
  const ranks = createRanks<Service>();

  const serviceOf = (key: string): Service => {
    const known = services.get(key) ?? { key, kept: new Set(), clients: new Map(), ranks: createRanks() };
    services.set(key, known);
    return known;
  };
  const clientOf = ({ clients }: Service, subject: SubjectId): Client => {
    const known = clients.get(subject) ?? { subject, kept: new Set() };
    clients.set(subject, known);
    return known;
  };
  const drop = (one: Kept): void => {
    const { service, client } = one;
    for (const kept of [all, service.kept, client.kept]) kept.delete(one);
    ranks.set(service, service.kept.size);
    service.ranks.set(client, client.kept.size);
    if (client.kept.size === 0) service.clients.delete(client.subject);
    if (service.kept.size === 0) services.delete(service.key);
  };
  const forget = (nowMs: number): void => {
    for (const one of all) {
      if (one.untilMs > nowMs) break;
      drop(one);
    }
  };
  const dropOne = (): void => {
    const [oldest] = ranks.first()?.ranks.first()?.kept ?? [];
    if (oldest) drop(oldest);
  };
  return {
    add: (space, { document, gate, subject }, nowMs) => {
      forget(nowMs);
      const service = serviceOf(keyOf(space, document));
      const client = clientOf(service, subject);
      const one: Kept = { gate, untilMs: nowMs + keptMs, service, client };
      for (const kept of [all, service.kept, client.kept]) kept.add(one);
      ranks.set(service, service.kept.size);
      service.ranks.set(client, client.kept.size);
      if (all.size > maxKept) dropOne();
    },
    list: (space, document, nowMs) => {
      forget(nowMs);
      return [...(services.get(keyOf(space, document))?.kept ?? [])].map(({ gate }) => gate);
    },
  };
};
