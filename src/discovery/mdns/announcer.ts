import { LRUCache } from 'lru-cache';
import { StoaError } from '../../base/index.js';
import type { Clock, Log } from '../../base/index.js';
import type { Announcement, ServiceToAnnounce, TxtValue } from '../model.js';
import { createAnnouncedService } from './announced-service.js';
import type { AnnouncedService } from './announced-service.js';
import type { Channel } from './channel.js';
import type { DnsRecord } from './dns/model.js';
import { recordKey } from './dns/records.js';
import type { HostNames } from './host-names.js';
import type { MdnsLimits, MdnsTtls } from './limits.js';
import { createConflictPauses } from './conflict-pauses.js';
import { nameKey } from './names.js';
import type { RecordGroup } from './record-group.js';
import { checkService, writeTxt } from './service-records.js';

/** Goodbyes of services that are stopped one after the other go together. */
const GOODBYE_DELAY_MS = 5;

/** What an announcer works with. */
export interface AnnouncerSettings {
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: MdnsLimits;
  readonly ttls: MdnsTtls;
  readonly host: HostNames;
  readonly channels: () => Iterable<Channel>;
}

/** All that one process announces, on all interfaces. */
export interface Announcer {
  readonly announce: (service: ServiceToAnnounce) => Announcement;
  readonly isOurs: (record: DnsRecord) => boolean;
  readonly claimed: (records: readonly DnsRecord[]) => void;
  /** Claims everything on a new interface. */
  readonly join: (channel: Channel) => void;
  /** Announces everything again on an interface whose addresses changed, and takes back `gone`. */
  readonly announceAgain: (channel: Channel, gone: readonly DnsRecord[]) => void;
  /** Says goodbye for everything. */
  readonly close: () => void;
}

/** Records that were ours at some time: more than the interfaces and announcements of a process have at once. */
const MAX_OWN_RECORDS = 20_000;

class ProcessAnnouncer implements Announcer {
  readonly #settings: AnnouncerSettings;
  readonly #own = new LRUCache<string, true>({ max: MAX_OWN_RECORDS });
  readonly #announced = new Set<AnnouncedService>();
  readonly #hostGroup: RecordGroup;
  #isHostClaimed = false;
  /** Groups whose goodbye is to be said, and who waits for it. */
  #leaving: { readonly group: RecordGroup; readonly done: () => void }[] = [];

  constructor(settings: AnnouncerSettings) {
    this.#settings = settings;
    const { clock, host } = settings;
    const pause = createConflictPauses(clock);
    this.#hostGroup = {
      name: host.name,
      unique: host.records,
      shared: () => [],
      announced: () => undefined,
      lost: () => {
        host.rename();
        this.#claim(this.#hostGroup, pause());
        for (const { group } of this.#announced) this.#announceAgain(group);
      },
    };
  }

  announce = (service: ServiceToAnnounce): Announcement => {
    const { limits, ttls } = this.#settings;
    const names = checkService(service);
    const txt = writeTxt(service.txt ?? new Map<string, TxtValue>());
    if (this.#announced.size >= limits.maxAnnouncements)
      throw new StoaError('PARAMETER_INVALID', `at most ${limits.maxAnnouncements} services are announced at once`, {
        limit: 'maxAnnouncements',
      });
    const one = createAnnouncedService(
      { names, label: service.name, port: service.port, txt, ttls },
      {
        ...this.#settings,
        claim: (group, delayMs) => this.#claim(group, delayMs),
        announceAgain: (group) => this.#announceAgain(group),
        leave: (group) => this.#leave(group),
        isTaken: (key, but) =>
          Array.from(this.#announced).some((other) => other !== but && nameKey(other.group.name()) === key),
        forget: (it) => this.#announced.delete(it),
      },
    );
    this.#announced.add(one);
    if (!this.#isHostClaimed) {
      this.#isHostClaimed = true;
      this.#claim(this.#hostGroup);
    }
    this.#claim(one.group);
    return one;
  };

  isOurs = (record: DnsRecord): boolean => this.#own.has(recordKey(record));

  claimed = (records: readonly DnsRecord[]): void => {
    for (const record of records) this.#own.set(recordKey(record), true);
  };

  join = (channel: Channel): void => {
    for (const group of this.#groups()) channel.claim(group);
  };

  announceAgain = (channel: Channel, gone: readonly DnsRecord[]): void => {
    if (channel.isHeld(this.#hostGroup)) channel.takeBack(gone);
    for (const group of this.#groups()) channel.announceAgain(group);
  };

  close = (): void => {
    const groups = this.#groups();
    for (const one of this.#announced) void one.stop();
    for (const channel of this.#settings.channels()) channel.withdraw(groups);
    this.#sayGoodbye();
  };

  #groups(): readonly RecordGroup[] {
    const services = Array.from(this.#announced, ({ group }) => group);
    return this.#isHostClaimed ? [this.#hostGroup, ...services] : services;
  }

  #claim(group: RecordGroup, delayMs = 0): void {
    for (const channel of this.#settings.channels()) channel.claim(group, delayMs);
  }

  #announceAgain(group: RecordGroup): void {
    for (const channel of this.#settings.channels()) channel.announceAgain(group);
  }

  #leave(group: RecordGroup): Promise<void> {
    const { clock } = this.#settings;
    return new Promise((done) => {
      this.#leaving.push({ group, done });
      if (this.#leaving.length === 1)
        clock.callAt(clock.nowMs() + GOODBYE_DELAY_MS, () => this.#sayGoodbye(), { holds: true });
    });
  }

  #sayGoodbye(): void {
    const leaving = this.#leaving;
    this.#leaving = [];
    for (const channel of this.#settings.channels()) channel.withdraw(leaving.map(({ group }) => group));
    for (const { done } of leaving) done();
  }
}

/** Creates the announcer of one process. */
export const createAnnouncer = (settings: AnnouncerSettings): Announcer => new ProcessAnnouncer(settings);
