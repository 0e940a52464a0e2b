import { StoaError } from '../../base/index.js';
import type { Clock, Log, Random } from '../../base/index.js';
import type {
  Announcement,
  BrowseEvent,
  BrowseQuery,
  Browsing,
  DiscoveryDriver,
  FoundService,
  ServiceToAnnounce,
} from '../model.js';
import { createAlarm } from './alarm.js';
import type { Alarm } from './alarm.js';
import { createAnnouncer } from './announcer.js';
import type { Announcer } from './announcer.js';
import { createChannel } from './channel.js';
import type { Channel } from './channel.js';
import { recordKey } from './dns/records.js';
import { createFoundServices } from './found-services.js';
import type { Sighting } from './found-services.js';
import { createHostNames } from './host-names.js';
import type { HostNames } from './host-names.js';
import { DEFAULT_MDNS_LIMITS, DEFAULT_MDNS_TTLS } from './limits.js';
import type { MdnsLimits, MdnsTtls } from './limits.js';
import type { Link, LinkInterface } from './link.js';
import { SERVICE_TYPES, nameKey, toSubtypeName, toTypeName } from './names.js';
import type { Labels } from './names.js';

/** How often the interfaces are looked at again. */
const REFRESH_MS = 2000;
/** Who browses is told of changes at most once in this time: a neighbour may make a thousand of them in a second. */
const TOLD_APART_MS = 50;

/** What the built-in driver works with. */
export interface MdnsCollaborators {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly link: Link;
  readonly limits?: MdnsLimits;
  readonly ttls?: MdnsTtls;
}

type Settings = Required<MdnsCollaborators>;

interface Browse {
  readonly name: Labels;
  /** Tells what is known now, as far as it was not told. */
  readonly tell: () => void;
}

interface OpenChannel {
  readonly channel: Channel;
  readonly addresses: readonly string[];
  readonly isLoopback: boolean;
}

const isLoopbackInterface = ({ addresses }: LinkInterface): boolean =>
  addresses.includes('127.0.0.1') || addresses.includes('::1');

class MdnsDriver implements DiscoveryDriver {
  readonly backend = 'builtin';
  readonly #settings: Settings;
  readonly #host: HostNames;
  readonly #announcer: Announcer;
  readonly #channels = new Map<string, OpenChannel>();
  readonly #browses = new Set<Browse>();
  /** What comes in one packet, or in some at once, is told together. */
  readonly #telling: Alarm;
  readonly #looking: Alarm;
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #closed: Promise<void> | undefined;

  constructor(settings: Settings) {
    const { clock, random, link, ttls } = settings;
    this.#settings = settings;
    this.#host = createHostNames(random, ttls);
    this.#announcer = createAnnouncer({
      ...settings,
      host: this.#host,
      channels: () => Array.from(this.#channels.values(), ({ channel }) => channel),
    });
    this.#telling = createAlarm(clock, () => {
      this.#toldAtMs = clock.nowMs();
      for (const { tell } of this.#browses) tell();
    });
    this.#looking = createAlarm(clock, () => void this.#look());
    link.onPacket((packet) => this.#channels.get(packet.interfaceName)?.channel.hear(packet));
  }

  /** Opens the link. @throws {StoaError} `DISCOVERY_UNAVAILABLE` */
  open = async (): Promise<void> => {
    this.#takeInterfaces(await this.#settings.link.refresh());
    this.#looking.setBy(this.#settings.clock.nowMs() + REFRESH_MS);
  };

  announce = (service: ServiceToAnnounce): Announcement => {
    this.#checkOpen();
    return this.#announcer.announce(service);
  };

  browse = ({ type, subtype }: BrowseQuery, listener: (event: BrowseEvent) => void): Browsing => {
    const typeName = toTypeName(type);
    const name = subtype === undefined ? typeName : toSubtypeName(subtype, typeName);
    const found = createFoundServices();
    const tell = (): void => {
      for (const event of found.update(this.#sightings(name))) this.#call(listener, event);
    };
    return this.#startBrowse({ name, tell });
  };

  browseTypes = (listener: (type: string) => void): Browsing => {
    const told = new Set<string>();
    const tell = (): void => {
      const targets = Array.from(this.#channels.values()).flatMap(({ channel }) =>
        channel.querier.targets(SERVICE_TYPES),
      );
      for (const target of targets) {
        if (told.has(nameKey(target)) || told.size >= this.#settings.limits.maxServices) continue;
        told.add(nameKey(target));
        this.#call(listener, `${target[0] ?? ''}.${target[1] ?? ''}`);
      }
    };
    return this.#startBrowse({ name: SERVICE_TYPES, tell });
  };

  doubt = ({ name, type }: FoundService): void => {
    for (const { channel } of this.#channels.values()) channel.querier.doubt([name, ...toTypeName(type)]);
  };

  close = (): Promise<void> => (this.#closed ??= this.#close());

  async #close(): Promise<void> {
    this.#announcer.close();
    this.#telling.stop();
    this.#looking.stop();
    for (const { channel } of this.#channels.values()) channel.stop();
    this.#browses.clear();
    await this.#settings.link.close();
  }

  #checkOpen(): void {
    if (this.#closed !== undefined) throw new StoaError('DISCOVERY_UNAVAILABLE', 'the driver of discovery is closed');
  }

  readonly #changed = (): void =>
    this.#telling.setBy(Math.max(this.#settings.clock.nowMs(), this.#toldAtMs + TOLD_APART_MS));

  async #look(): Promise<void> {
    const { clock, link, log } = this.#settings;
    try {
      const interfaces = await link.refresh();
      if (this.#closed === undefined) this.#takeInterfaces(interfaces);
    } catch (err) {
      log.warn({ err }, 'the interfaces of this machine could not be looked at');
    }
    if (this.#closed === undefined) this.#looking.setBy(clock.nowMs() + REFRESH_MS);
  }

  #takeInterfaces(interfaces: readonly LinkInterface[]): void {
    for (const name of this.#channels.keys()) if (!interfaces.some((one) => one.name === name)) this.#dropChannel(name);
    for (const one of interfaces) this.#takeInterface(one);
  }

  #takeInterface(one: LinkInterface): void {
    const { log } = this.#settings;
    const earlier = this.#channels.get(one.name);
    if (earlier?.addresses.join() === one.addresses.join()) return;
    log.debug({ interface: one.name, addresses: one.addresses }, 'addresses on the local link');
    // Without any address that it had before, an interface may stand in another network.
    if (earlier !== undefined && one.addresses.some((address) => earlier.addresses.includes(address)))
      this.#moveChannel(one, earlier);
    else {
      this.#dropChannel(one.name);
      this.#openChannel(one);
    }
  }

  #openChannel(one: LinkInterface): void {
    const { isOurs, claimed, join } = this.#announcer;
    const channel = createChannel(one.name, { ...this.#settings, isOurs, claimed, changed: this.#changed });
    this.#host.setAddresses(one.name, one.addresses);
    this.#channels.set(one.name, { channel, addresses: one.addresses, isLoopback: isLoopbackInterface(one) });
    join(channel);
    channel.querier.setBrowsed(this.#browsedNames());
  }

  #moveChannel(one: LinkInterface, { channel, isLoopback }: OpenChannel): void {
    const before = this.#host.records(one.name);
    this.#host.setAddresses(one.name, one.addresses);
    const kept = new Set(this.#host.records(one.name).map(recordKey));
    this.#channels.set(one.name, { channel, addresses: one.addresses, isLoopback });
    this.#announcer.announceAgain(
      channel,
      before.filter((record) => !kept.has(recordKey(record))),
    );
    channel.querier.restart();
  }

  #dropChannel(name: string): void {
    this.#channels.get(name)?.channel.stop();
    this.#channels.delete(name);
    this.#changed();
  }

  #browsedNames(): readonly Labels[] {
    return [...new Map(Array.from(this.#browses, ({ name }) => [nameKey(name), name] as const)).values()];
  }

  #sightings(name: Labels): readonly Sighting[] {
    return Array.from(this.#channels.values()).flatMap(({ channel, isLoopback }) =>
      channel.querier.services(name).map((service) => ({ interfaceName: channel.interfaceName, isLoopback, service })),
    );
  }

  #startBrowse(browse: Browse): Browsing {
    this.#checkOpen();
    const { maxBrowses } = this.#settings.limits;
    if (this.#browses.size >= maxBrowses)
      throw new StoaError('PARAMETER_INVALID', `at most ${maxBrowses} browses are open at once`, {
        limit: 'maxBrowses',
      });
    this.#browses.add(browse);
    this.#setBrowsed();
    // What is known already is told too, after the caller has its handle.
    this.#changed();
    return {
      stop: () => {
        if (this.#browses.delete(browse)) this.#setBrowsed();
      },
    };
  }

  #setBrowsed(): void {
    for (const { channel } of this.#channels.values()) channel.querier.setBrowsed(this.#browsedNames());
  }

  #call<Value>(listener: (value: Value) => void, value: Value): void {
    try {
      listener(value);
    } catch (err) {
      this.#settings.log.error({ err }, 'a listener of discovery failed');
    }
  }
}

/**
 * The driver that speaks multicast DNS itself (RFC 6762 and 6763): responder and querier in one, on every interface of `link`.
 *
 * @throws {StoaError} `DISCOVERY_UNAVAILABLE` when the link cannot be opened
 */
export const createMdnsDriver = async (collaborators: MdnsCollaborators): Promise<DiscoveryDriver> => {
  const driver = new MdnsDriver({ limits: DEFAULT_MDNS_LIMITS, ttls: DEFAULT_MDNS_TTLS, ...collaborators });
  await driver.open();
  return driver;
};
