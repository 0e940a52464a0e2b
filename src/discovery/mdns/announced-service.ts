import { StoaError, isStoaError } from '../../base/index.js';
import type { Clock, Log } from '../../base/index.js';
import type { Announcement, Txt } from '../model.js';
import type { Channel } from './channel.js';
import { createConflictPauses } from './conflict-pauses.js';
import type { HostNames } from './host-names.js';
import { nameKey, nextName } from './names.js';
import type { RecordGroup } from './record-group.js';
import { toInstanceName, toSharedRecords, toUniqueRecords, writeTxt } from './service-records.js';
import type { ServiceState } from './service-records.js';

/** An announcement, with the records that it consists of. */
export interface AnnouncedService extends Announcement {
  readonly group: RecordGroup;
}

/** What one announced service needs of the announcer. */
export interface AnnouncedServiceSettings {
  readonly clock: Clock;
  readonly log: Log;
  readonly host: HostNames;
  readonly channels: () => Iterable<Channel>;
  readonly claim: (group: RecordGroup, delayMs?: number) => void;
  readonly announceAgain: (group: RecordGroup) => void;
  /** Says goodbye; resolves when that is sent. */
  readonly leave: (group: RecordGroup) => Promise<void>;
  /** Whether another service that this process announces has that name. */
  readonly isTaken: (key: string, but: AnnouncedService) => boolean;
  readonly forget: (announced: AnnouncedService) => void;
}

class MdnsAnnouncement implements AnnouncedService {
  readonly group: RecordGroup;
  readonly ready: Promise<void>;
  readonly #settings: AnnouncedServiceSettings;
  readonly #base: Omit<ServiceState, 'host'>;
  readonly #listeners = new Set<(name: string) => void>();
  #settle: { readonly resolve: () => void; readonly reject: (reason: StoaError) => void } | undefined;
  #label: string;
  #txt: Uint8Array;
  #stopped: Promise<void> | undefined;

  constructor(base: Omit<ServiceState, 'host'>, settings: AnnouncedServiceSettings) {
    this.#settings = settings;
    this.#base = base;
    this.#label = base.label;
    this.#txt = base.txt;
    while (this.#isTaken()) this.#label = nextName(this.#label);
    this.ready = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever does not wait for it is not to be ended by it.
    this.ready.catch((thrown: unknown) => isStoaError(thrown));
    const pause = createConflictPauses(settings.clock);
    this.group = {
      name: () => toInstanceName(this.#state()),
      unique: () => toUniqueRecords(this.#state()),
      shared: () => toSharedRecords(this.#state()),
      lost: () => {
        // Where nobody else has the old name, it would be taken for a service of its own until its records run out.
        for (const channel of settings.channels()) if (channel.isHeld(this.group)) channel.withdraw([this.group]);
        this.#rename();
        settings.claim(this.group, pause());
      },
      announced: () => {
        if ([...settings.channels()].every((channel) => channel.isHeld(this.group))) this.#settle?.resolve();
      },
    };
  }

  name = (): string => this.#label;

  onRenamed = (listener: (name: string) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  update = (txt: Txt): Promise<void> => {
    this.#txt = writeTxt(txt);
    this.#settings.announceAgain(this.group);
    return Promise.resolve();
  };

  stop = (): Promise<void> => {
    if (this.#stopped !== undefined) return this.#stopped;
    this.#settings.forget(this);
    this.#settle?.reject(new StoaError('DISCOVERY_UNAVAILABLE', `the announcement of '${this.#label}' was stopped`));
    return (this.#stopped = this.#settings.leave(this.group));
  };

  #state(): ServiceState {
    return { ...this.#base, label: this.#label, txt: this.#txt, host: this.#settings.host.name() };
  }

  #isTaken(): boolean {
    return this.#settings.isTaken(nameKey(toInstanceName(this.#state())), this);
  }

  #rename(): void {
    const { log } = this.#settings;
    const earlier = this.#label;
    do this.#label = nextName(this.#label);
    while (this.#isTaken());
    log.warn(
      { name: earlier, newName: this.#label },
      'the name is taken on the local link; announced under another one',
    );
    for (const listener of this.#listeners) listener(this.#label);
  }
}

/** Creates the announcement of one service; the announcer claims its records. */
export const createAnnouncedService = (
  base: Omit<ServiceState, 'host'>,
  settings: AnnouncedServiceSettings,
): AnnouncedService => new MdnsAnnouncement(base, settings);
