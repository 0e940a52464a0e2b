import { toHex } from '../../base/index.js';
import type { BrowseEvent, FoundService } from '../model.js';
import { formatAddress, isLinkLocal } from './dns/addresses.js';
import { formatName, nameKey } from './names.js';
import type { ResolvedService } from './querier.js';
import { readTxt } from './service-records.js';

/** A service as it was found on one interface. */
export interface Sighting {
  readonly interfaceName: string;
  /** Only there do loopback addresses lead to whom they were heard of. */
  readonly isLoopback: boolean;
  readonly service: ResolvedService;
}

const isLoopback = (bytes: Uint8Array): boolean =>
  bytes.length === 4 ? bytes[0] === 127 : bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1;

/** Whether one host can be reached by it: no multicast, broadcast or unspecified address. */
const isHostAddress = (bytes: Uint8Array): boolean => {
  const [first = 0] = bytes;
  if (bytes.length === 4) return first !== 0 && first < 224;
  return first !== 0xff && !bytes.every((byte) => byte === 0);
};

/** Order of addresses: the most useful first. */
const rank = (bytes: Uint8Array): number => {
  if (isLoopback(bytes)) return 0;
  if (bytes.length === 4) return 1;
  return isLinkLocal(bytes) ? 3 : 2;
};

const toAddresses = (sightings: readonly Sighting[]): readonly string[] => {
  const found = sightings.flatMap(({ interfaceName, isLoopback: isHere, service }) =>
    service.addresses
      .filter((bytes) => isHostAddress(bytes) && (isHere || !isLoopback(bytes)))
      .map((bytes) => ({
        text: formatAddress(bytes) + (isLinkLocal(bytes) ? `%${interfaceName}` : ''),
        rank: rank(bytes),
      })),
  );
  const sorted = found.toSorted((left, right) => left.rank - right.rank || (left.text < right.text ? -1 : 1));
  return [...new Set(sorted.map(({ text }) => text))];
};

/** One service of sightings on one or more interfaces; `undefined` when none of them tells where it is reached. */
const toFound = (sightings: readonly Sighting[]): FoundService | undefined => {
  const [first] = sightings;
  const addresses = toAddresses(sightings);
  if (first === undefined || addresses.length === 0) return undefined;
  const { name, host, port, txt, ttlMs } = first.service;
  return Object.freeze({
    key: nameKey(name),
    name: name[0] ?? '',
    type: `${name[1] ?? ''}.${name[2] ?? ''}`,
    host: formatName(host),
    port,
    addresses,
    txt: readTxt(txt),
    ttlMs,
  });
};

/** Equal for services of which nothing changed that anybody could use. */
const signature = ({ name, host, port, addresses, txt }: FoundService): string =>
  JSON.stringify([
    name,
    host,
    port,
    addresses,
    Array.from(txt, ([key, value]) => [key, value === true || toHex(value)]),
  ]);

/** What somebody who browses was told, and what is to be told next. */
export interface FoundServices {
  /** Events that lead from what was told to `sightings`. */
  readonly update: (sightings: readonly Sighting[]) => readonly BrowseEvent[];
}

/** Creates an empty list of what was told. */
export const createFoundServices = (): FoundServices => {
  let told = new Map<string, { readonly service: FoundService; readonly signature: string }>();
  return {
    update: (sightings) => {
      const byKey = new Map<string, Sighting[]>();
      for (const sighting of sightings) {
        const key = nameKey(sighting.service.name);
        byKey.set(key, [...(byKey.get(key) ?? []), sighting]);
      }
      const events: BrowseEvent[] = [];
      const next: typeof told = new Map();
      for (const [key, seen] of byKey) {
        const service = toFound(seen);
        if (service === undefined) continue;
        const [earlier, now] = [told.get(key), signature(service)];
        next.set(key, { service, signature: now });
        if (earlier === undefined) events.push({ kind: 'up', service });
        else if (earlier.signature !== now) events.push({ kind: 'changed', service });
      }
      for (const [key, { service }] of told) if (!next.has(key)) events.push({ kind: 'down', service });
      told = next;
      return events;
    },
  };
};
