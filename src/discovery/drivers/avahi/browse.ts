import { StoaError, concatBytes } from '../../../base/index.js';
import type { Log } from '../../../base/index.js';
import type { BrowseEvent, BrowseQuery } from '../../model.js';
import { findAddressBytes } from '../../mdns/dns/addresses.js';
import { createFoundServices } from '../../mdns/found-services.js';
import type { Sighting } from '../../mdns/found-services.js';
import { DEFAULT_MDNS_LIMITS, DEFAULT_MDNS_TTLS } from '../../mdns/limits.js';
import { toSubtypeName, toTypeName } from '../../mdns/names.js';
import type { AvahiBus, AvahiSignal } from './bus.js';

/** A browse by Avahi's daemon. */
export interface AvahiBrowse {
  readonly start: () => Promise<void>;
  readonly hear: (signal: AvahiSignal) => void;
  /** All that was found is gone with the daemon. */
  readonly lose: () => void;
  readonly stop: () => void;
}

/** Any interface, any family. */
const ANY = -1;
/** Most services and signals kept. */
const MOST = DEFAULT_MDNS_LIMITS.maxServices;

const toBytes = (address: string): readonly Uint8Array[] => {
  const bytes = findAddressBytes(address.split('%')[0] ?? '');
  return bytes === undefined ? [] : [bytes];
};

/** `Found` of a resolver: interface, protocol, name, type, domain, host, family, address, port, TXT. */
const toSighting = (body: readonly unknown[]): Sighting => {
  const [index, , name, type, , host, , address, port, strings] = body;
  const txt = (Array.isArray(strings) ? strings : []).flatMap((one: unknown) =>
    one instanceof Uint8Array && one.length < 256 ? [Uint8Array.of(one.length), one] : [],
  );
  return {
    interfaceName: String(index),
    isLoopback: false,
    service: {
      name: [String(name), ...toTypeName(String(type))],
      host: String(host).split('.'),
      port: Number(port),
      txt: concatBytes(...txt),
      addresses: toBytes(String(address)),
      ttlMs: DEFAULT_MDNS_TTLS.hostSeconds * 1000,
    },
  };
};

/** What a browse works with. */
export interface AvahiBrowseParts {
  readonly bus: AvahiBus;
  readonly log: Log;
  readonly isUsed: (index: number) => boolean;
  readonly listener: (event: BrowseEvent) => void;
}

interface Resolver {
  path?: string;
  sighting?: Sighting;
}

class DaemonBrowse implements AvahiBrowse {
  readonly #query: BrowseQuery;
  readonly #parts: AvahiBrowseParts;
  readonly #found = createFoundServices();
  readonly #resolvers = new Map<string, Resolver>();
  /** What the daemon knows already comes with its answer, before the path in it is read. */
  readonly #early: AvahiSignal[] = [];
  #browser: string | undefined;
  #isStopped = false;

  constructor(query: BrowseQuery, parts: AvahiBrowseParts) {
    const typeName = toTypeName(query.type);
    if (query.subtype !== undefined) toSubtypeName(query.subtype, typeName);
    this.#query = query;
    this.#parts = parts;
  }

  start = async (): Promise<void> => {
    const { type, subtype } = this.#query;
    const { bus, log } = this.#parts;
    const asked = subtype === undefined ? type : `${subtype}._sub.${type}`;
    try {
      const [path] = await bus.call('/', 'ServiceBrowserNew', ['iissu', [ANY, ANY, asked, '', 0]]);
      this.#browser = String(path);
      if (this.#isStopped) this.#free(this.#browser);
      else for (const signal of this.#early.splice(0)) this.hear(signal);
    } catch (thrown) {
      log.warn({ err: StoaError.from(thrown), type }, 'Avahi does not browse');
    }
  };

  hear = (signal: AvahiSignal): void => {
    const { path, member, body } = signal;
    if (this.#browser === undefined && this.#early.length < MOST) this.#early.push(signal);
    const key = JSON.stringify(body.slice(0, 5));
    if (member === 'Found') this.#take(key, body);
    if (path !== this.#browser) return;
    if (member === 'ItemNew') this.#add(key, body);
    if (member === 'ItemRemove') this.#drop(key);
  };

  lose = (): void => {
    this.#resolvers.clear();
    this.#browser = undefined;
    this.#tell();
  };

  stop = (): void => {
    this.#isStopped = true;
    for (const { path } of this.#resolvers.values()) this.#free(path);
    this.#free(this.#browser);
  };

  #tell(): void {
    const sightings = Array.from(this.#resolvers.values(), ({ sighting }) => sighting);
    for (const event of this.#found.update(sightings.filter((one) => one !== undefined))) this.#parts.listener(event);
  }

  #free(path: string | undefined): void {
    const { bus, log } = this.#parts;
    if (path === undefined) return;
    bus.call(path, 'Free').catch((thrown: unknown) => log.debug({ err: StoaError.from(thrown) }, 'Avahi'));
  }

  #take(key: string, body: readonly unknown[]): void {
    const resolver = this.#resolvers.get(key);
    if (resolver === undefined) return;
    resolver.sighting = toSighting(body);
    this.#tell();
  }

  #add(key: string, body: readonly unknown[]): void {
    if (this.#resolvers.has(key) || this.#resolvers.size >= MOST || !this.#parts.isUsed(Number(body[0]))) return;
    const resolver: Resolver = {};
    this.#resolvers.set(key, resolver);
    void this.#resolve(resolver, key, body);
  }

  async #resolve(resolver: Resolver, key: string, body: readonly unknown[]): Promise<void> {
    const { bus, log } = this.#parts;
    const [index, protocol, name, type, domain] = body;
    try {
      const [path] = await bus.call('/', 'ServiceResolverNew', [
        'iisssiu',
        [index, protocol, name, type, domain, protocol, 0],
      ]);
      resolver.path = String(path);
      if (this.#resolvers.get(key) !== resolver) this.#free(resolver.path);
    } catch (thrown) {
      log.debug({ err: StoaError.from(thrown), key }, 'Avahi could not resolve a service');
    }
  }

  #drop(key: string): void {
    const path = this.#resolvers.get(key)?.path;
    this.#resolvers.delete(key);
    this.#free(path);
    this.#tell();
  }
}

/** Creates a browse; nothing is asked before `start`. @throws {StoaError} `PARAMETER_INVALID` */
export const createAvahiBrowse = (query: BrowseQuery, parts: AvahiBrowseParts): AvahiBrowse =>
  new DaemonBrowse(query, parts);
