import { StoaError } from '../../../base/index.js';
import type { Log } from '../../../base/index.js';
import type { Announcement, ServiceToAnnounce, Txt } from '../../model.js';
import { toTypeName } from '../../mdns/names.js';
import { checkService, writeTxt } from '../../mdns/service-records.js';
import type { MdnsPackage, MdnsRunning } from './package.js';

/** A type as the package takes it, with subtypes. @throws {StoaError} `PARAMETER_INVALID` */
export const toTypeParts = (type: string, subtypes: readonly string[] = []) => {
  const [name = '', protocol = ''] = toTypeName(type).map((label) => label.slice(1));
  return { name, protocol, subtypes: subtypes.map((subtype) => subtype.replace(/^_/, '')) };
};

/** Bytes as they are; a key without a value is `null` to the package. */
const toValues = (txt: Txt): Record<string, Buffer | null> =>
  Object.fromEntries(Array.from(txt, ([key, value]) => [key, value === true ? null : Buffer.from(value)]));

class Registered implements Announcement {
  readonly ready: Promise<void>;
  readonly #mdns: MdnsPackage;
  readonly #service: ServiceToAnnounce;
  readonly #log: Log;
  readonly #listeners = new Set<(name: string) => void>();
  #settle: { readonly resolve: () => void; readonly reject: (reason: StoaError) => void } | undefined;
  #name: string;
  #running: MdnsRunning | undefined;

  constructor(mdns: MdnsPackage, service: ServiceToAnnounce, log: Log) {
    checkService(service);
    this.#mdns = mdns;
    this.#service = service;
    this.#log = log;
    this.#name = service.name;
    this.ready = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever does not wait for it is not to be ended by it.
    this.ready.catch((thrown: unknown) => StoaError.from(thrown));
    this.#start(service.txt ?? new Map());
  }

  name = (): string => this.#name;

  onRenamed = (listener: (name: string) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  update = (txt: Txt): Promise<void> => {
    writeTxt(txt);
    this.#running?.stop();
    this.#start(txt);
    return Promise.resolve();
  };

  stop = (): Promise<void> => {
    this.#running?.stop();
    this.#running = undefined;
    this.#settle?.reject(new StoaError('DISCOVERY_UNAVAILABLE', `the announcement of '${this.#name}' was stopped`));
    return Promise.resolve();
  };

  #start(txt: Txt): void {
    writeTxt(txt);
    const { type, subtypes, port } = this.#service;
    const named = { name: this.#name, txtRecord: toValues(txt) };
    const typed = this.#mdns.makeServiceType(toTypeParts(type, subtypes));
    const running = this.#mdns.createAdvertisement(typed, port, named, (error, registered) => {
      if (error === undefined || error === null) this.#registered(registered?.name);
    });
    this.#running = running;
    running.on('error', (cause) => {
      // A connection to the responder that has ended would tell of it again and again.
      running.stop();
      this.#failed(cause);
    });
    running.start();
  }

  /** The responder has the name, or has chosen another one. */
  #registered(name = this.#name): void {
    if (name !== this.#name) {
      this.#log.warn({ name: this.#name, newName: name }, 'the name is taken on the local link');
      this.#name = name;
      for (const listener of this.#listeners) listener(name);
    }
    this.#settle?.resolve();
  }

  #failed(cause: unknown): void {
    const error = new StoaError('DISCOVERY_UNAVAILABLE', "the system's responder could not announce the service", {
      cause,
    });
    this.#log.warn({ err: error, name: this.#name }, 'not announced on the local link');
    this.#settle?.reject(error);
  }
}

/** Announces a service through the package. @throws {StoaError} `PARAMETER_INVALID` */
export const announceByMdns = (mdns: MdnsPackage, service: ServiceToAnnounce, log: Log): Announcement =>
  new Registered(mdns, service, log);
