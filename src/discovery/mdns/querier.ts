import { RECORD } from './dns/model.js';
import type { DnsMessage, DnsRecord } from './dns/model.js';
import { setKey } from './dns/records.js';
import { foldCase, nameKey } from './names.js';
import type { Labels } from './names.js';
import { createQuestions } from './questions.js';
import type { Questions, QuestionsSettings } from './questions.js';
import type { CachedRecord } from './record-cache.js';

/** A service as it is known on one interface. */
export interface ResolvedService {
  readonly name: Labels;
  readonly host: Labels;
  readonly port: number;
  readonly txt: Uint8Array;
  readonly addresses: readonly Uint8Array[];
  readonly ttlMs: number;
}

/** What is browsed for on one interface, and what was found. */
export interface Querier {
  /** Has the services listed under each of `names` looked for, and no others. */
  readonly setBrowsed: (names: readonly Labels[]) => void;
  readonly hearRecords: (records: readonly DnsRecord[]) => void;
  readonly hearQuery: (message: DnsMessage) => void;
  /** Names listed under a name. */
  readonly targets: (name: Labels) => readonly Labels[];
  /** Services listed under a name, those that are resolved. */
  readonly services: (name: Labels) => readonly ResolvedService[];
  /** Asks whether a service is still there. */
  readonly doubt: (name: Labels) => void;
  readonly restart: () => void;
  readonly stop: () => void;
}

/** What a querier works with. */
export interface QuerierSettings extends Omit<QuestionsSettings, 'expired' | 'inVain'> {
  /** What is known is other than before. */
  readonly changed: () => void;
  /** The name of the list of service types: what it lists is not resolved. */
  readonly isTypeList: (name: Labels) => boolean;
}

/** Order in which records are taken: what leads to a name before what the name has. */
const RANKS: ReadonlyMap<number, number> = new Map([
  [RECORD.PTR, 0],
  [RECORD.SRV, 1],
  [RECORD.TXT, 1],
  [RECORD.A, 2],
  [RECORD.AAAA, 2],
]);

/** Whether `target` is what a PTR of `name` may list: a service of that type, or a type (RFC 6763 sections 4.1, 7.1 and 9). */
const isListed = (name: Labels, target: Labels, isTypeList: boolean): boolean => {
  if (isTypeList) return target.length === 3 && target[2] !== undefined && foldCase(target[2]) === 'local';
  const type = name.length === 5 ? name.slice(2) : name;
  return target.length === 4 && nameKey(target.slice(1)) === nameKey(type);
};

/** What is asked of a service, and of a host. */
const [SERVICE_RECORDS, ADDRESS_RECORDS] = [
  [RECORD.SRV, RECORD.TXT],
  [RECORD.A, RECORD.AAAA],
];

const byNewest = (left: CachedRecord, right: CachedRecord): number => right.receivedAtMs - left.receivedAtMs;

class InterfaceQuerier implements Querier {
  readonly #settings: QuerierSettings;
  readonly #questions: Questions;
  #browsed: readonly Labels[] = [];

  constructor(settings: QuerierSettings) {
    this.#settings = settings;
    const expired = (): void => {
      this.#follow();
      settings.changed();
    };
    // A list is kept: when the link is whole again, whoever is asked for by name is found before the next question for the list.
    const inVain = (listed: readonly DnsRecord[]): void => {
      for (const { data } of listed) if (data.kind === 'PTR') this.doubt(data.target);
    };
    this.#questions = createQuestions({ ...settings, expired, inVain });
  }

  setBrowsed = (names: readonly Labels[]): void => {
    this.#browsed = names;
    this.#follow();
  };

  hearRecords = (records: readonly DnsRecord[]): void => {
    let hasNews = false;
    for (const rank of [0, 1, 2]) {
      const fresh = records.filter(
        (record) => RANKS.get(record.type) === rank && this.#isTaken(record) && this.#questions.put(record),
      );
      // What leads on makes questions, before the records are looked at that answer them.
      for (const record of fresh) this.#lead(record);
      hasNews ||= fresh.length > 0;
    }
    if (hasNews) this.#settings.changed();
  };

  hearQuery = (message: DnsMessage): void => this.#questions.hearQuery(message);

  targets = (name: Labels): readonly Labels[] =>
    this.#questions
      .answers(name, RECORD.PTR)
      .flatMap(({ record: { data } }) => (data.kind === 'PTR' ? [data.target] : []));

  services = (name: Labels): readonly ResolvedService[] =>
    this.targets(name).flatMap((target) => this.#resolve(target) ?? []);

  doubt = (name: Labels): void => {
    this.#questions.doubt(name, RECORD.SRV);
    for (const host of this.#hostsOf(name)) for (const type of ADDRESS_RECORDS) this.#questions.doubt(host, type);
  };

  restart = (): void => this.#questions.restart();

  stop = (): void => this.#questions.stop();

  #hostsOf(service: Labels): readonly Labels[] {
    return this.#questions
      .answers(service, RECORD.SRV)
      .flatMap(({ record: { data } }) => (data.kind === 'SRV' ? [data.target] : []));
  }

  /** Asks for what a record leads to. */
  #lead({ name, data }: DnsRecord): void {
    if (data.kind === 'PTR' && !this.#settings.isTypeList(name)) this.#want(data.target, SERVICE_RECORDS);
    if (data.kind === 'SRV') this.#want(data.target, ADDRESS_RECORDS);
  }

  #want(name: Labels, types: readonly number[], isOpen = false): readonly string[] {
    for (const type of types) this.#questions.ask(name, type, isOpen);
    return types.map((type) => setKey(name, type));
  }

  /** Asks for what is known to be there and not how, and forgets what nothing leads to any more. */
  #follow(): void {
    const kept = new Set<string>();
    const want = (name: Labels, types: readonly number[], isOpen = false): void => {
      for (const key of this.#want(name, types, isOpen)) kept.add(key);
    };
    for (const name of this.#browsed) want(name, [RECORD.PTR], true);
    const services = this.#browsed.filter((name) => !this.#settings.isTypeList(name)).flatMap(this.targets);
    for (const service of services) {
      want(service, SERVICE_RECORDS);
      for (const host of this.#hostsOf(service)) want(host, ADDRESS_RECORDS);
    }
    this.#questions.keepOnly(kept);
  }

  #isTaken({ name, data, type }: DnsRecord): boolean {
    const { limits, isTypeList } = this.#settings;
    if (data.kind === 'PTR') return isListed(name, data.target, isTypeList(name));
    return type !== RECORD.TXT || (data.kind === 'bytes' && data.bytes.length <= limits.maxTxtBytes);
  }

  #resolve(name: Labels): ResolvedService | undefined {
    const [srv] = this.#questions.answers(name, RECORD.SRV).toSorted(byNewest);
    const [txt] = this.#questions.answers(name, RECORD.TXT).toSorted(byNewest);
    if (srv?.record.data.kind !== 'SRV' || txt?.record.data.kind !== 'bytes') return undefined;
    const { port, target: host } = srv.record.data;
    const addresses = ADDRESS_RECORDS.flatMap((type) => this.#questions.answers(host, type)).flatMap(
      ({ record: { data } }) => (data.kind === 'bytes' ? [data.bytes] : []),
    );
    if (addresses.length === 0) return undefined;
    return { name, host, port, txt: txt.record.data.bytes, addresses, ttlMs: srv.ttlMs };
  }
}

/** Creates the querier of one interface. */
export const createQuerier = (settings: QuerierSettings): Querier => new InterfaceQuerier(settings);
