import { StoaError } from '../../../base/index.js';
import type { Log } from '../../../base/index.js';
import type { Announcement, ServiceToAnnounce, Txt } from '../../model.js';
import { nextName } from '../../mdns/names.js';
import { checkService, writeTxt } from '../../mdns/service-records.js';
import type { AvahiBus } from './bus.js';

/** States of an entry group. */
const [ESTABLISHED, COLLISION, FAILURE] = [2, 3, 4];
/** Any address family. */
const ANY = -1;

/** The strings that TXT data consists of. */
const toStrings = (txt: Txt): readonly Buffer[] => {
  const bytes = Buffer.from(writeTxt(txt));
  const strings: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 1 + (bytes[at] ?? 0))
    strings.push(bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0)));
  return strings.filter(({ length }) => length > 0);
};

/** What an announcement works with. */
export interface AvahiAnnouncementParts {
  readonly bus: AvahiBus;
  readonly log: Log;
  /** Indexes of the interfaces; -1 for all. */
  readonly interfaces: readonly number[];
  readonly forget: (announcement: AvahiAnnouncement) => void;
}

/** An announcement by Avahi's daemon. */
export interface AvahiAnnouncement extends Announcement {
  /** Registers it, again after the daemon came back. */
  readonly register: () => Promise<void>;
  readonly hear: (path: string, member: string, body: readonly unknown[]) => void;
}

class Registered implements AvahiAnnouncement {
  readonly ready: Promise<void>;
  readonly #parts: AvahiAnnouncementParts;
  readonly #service: ServiceToAnnounce;
  readonly #listeners = new Set<(name: string) => void>();
  #settle: { readonly resolve: () => void; readonly reject: (reason: StoaError) => void } | undefined;
  #name: string;
  #txt: Txt;
  #group: string | undefined;
  #stopped: Promise<void> | undefined;

  constructor(service: ServiceToAnnounce, parts: AvahiAnnouncementParts) {
    checkService(service);
    this.#parts = parts;
    this.#service = service;
    this.#name = service.name;
    this.#txt = service.txt ?? new Map();
    writeTxt(this.#txt);
    this.ready = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.ready.catch((thrown: unknown) => StoaError.from(thrown));
  }

  name = (): string => this.#name;

  onRenamed = (listener: (name: string) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  register = async (): Promise<void> => {
    try {
      const [group] = await this.#parts.bus.call('/', 'EntryGroupNew');
      this.#group = String(group);
      await this.#fill();
    } catch (thrown) {
      this.#fail(StoaError.from(thrown));
    }
  };

  hear = (path: string, member: string, [state]: readonly unknown[]): void => {
    if (path !== this.#group || member !== 'StateChanged') return;
    if (state === ESTABLISHED) this.#settle?.resolve();
    if (state === FAILURE) this.#fail(new StoaError('DISCOVERY_UNAVAILABLE', 'Avahi could not announce the service'));
    if (state === COLLISION) void this.#rename();
  };

  update = async (txt: Txt): Promise<void> => {
    const strings = toStrings(txt);
    this.#txt = txt;
    if (this.#group === undefined) return;
    for (const index of this.#parts.interfaces)
      await this.#parts.bus.call(this.#group, 'UpdateServiceTxt', [
        'iiusssaay',
        [index, ANY, 0, this.#name, this.#service.type, '', strings],
      ]);
  };

  stop = (): Promise<void> => (this.#stopped ??= this.#stop());

  async #stop(): Promise<void> {
    this.#parts.forget(this);
    this.#settle?.reject(new StoaError('DISCOVERY_UNAVAILABLE', `the announcement of '${this.#name}' was stopped`));
    if (this.#group !== undefined)
      await this.#parts.bus.call(this.#group, 'Free').catch((thrown: unknown) => StoaError.from(thrown));
  }

  async #fill(): Promise<void> {
    const { bus, interfaces } = this.#parts;
    const { type, port, subtypes = [] } = this.#service;
    const group = this.#group ?? '';
    try {
      for (const index of interfaces) {
        const head = [index, ANY, 0, this.#name, type, ''];
        await bus.call(group, 'AddService', ['iiussssqaay', [...head, '', port, toStrings(this.#txt)]]);
        for (const subtype of subtypes)
          await bus.call(group, 'AddServiceSubtype', ['iiussss', [...head, `${subtype}._sub.${type}`]]);
      }
      await bus.call(group, 'Commit');
    } catch (thrown) {
      // Another program of this machine has the name already.
      if (!/collision/i.test(StoaError.from(thrown).message)) throw thrown;
      await this.#rename();
    }
  }

  async #rename(): Promise<void> {
    const earlier = this.#name;
    this.#name = nextName(this.#name);
    this.#parts.log.warn({ name: earlier, newName: this.#name }, 'the name is taken on the local link');
    for (const listener of this.#listeners) listener(this.#name);
    try {
      await this.#parts.bus.call(this.#group ?? '', 'Reset');
      await this.#fill();
    } catch (thrown) {
      this.#fail(StoaError.from(thrown));
    }
  }

  #fail(error: StoaError): void {
    this.#parts.log.warn({ err: error, name: this.#name }, 'not announced on the local link');
    this.#settle?.reject(error);
  }
}

/** Creates an announcement; nothing is sent before `register`. @throws {StoaError} `PARAMETER_INVALID` */
export const createAvahiAnnouncement = (service: ServiceToAnnounce, parts: AvahiAnnouncementParts): AvahiAnnouncement =>
  new Registered(service, parts);
