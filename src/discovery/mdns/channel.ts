import type { Clock, Random } from '../../base/index.js';
import { createAnswers } from './answers.js';
import type { Answers } from './answers.js';
import { createClaims, toGroupRecords } from './claims.js';
import type { Claims } from './claims.js';
import { CLASS_IN } from './dns/model.js';
import type { DnsMessage, DnsRecord } from './dns/model.js';
import { packAnnouncements } from './dns/pack.js';
import { readMessage } from './dns/read-message.js';
import { createHeldRecords } from './held-records.js';
import type { MdnsLimits } from './limits.js';
import { MDNS_PORT } from './link.js';
import type { Link, LinkPacket, Peer } from './link.js';
import { SERVICE_TYPES, nameKey } from './names.js';
import type { Labels } from './names.js';
import { createQuerier } from './querier.js';
import type { Querier } from './querier.js';
import type { RecordGroup } from './record-group.js';

/** What the channels of one process share. */
export interface ChannelSettings {
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: MdnsLimits;
  readonly link: Link;
  readonly isOurs: (record: DnsRecord) => boolean;
  /** Records are about to be claimed or announced. */
  readonly claimed: (records: readonly DnsRecord[]) => void;
  /** What is known of others is other than before. */
  readonly changed: () => void;
}

/** Multicast DNS on one interface, over all address families of it: claims, answers and questions. */
export interface Channel extends Pick<Claims, 'claim' | 'announceAgain'> {
  readonly interfaceName: string;
  readonly querier: Querier;
  readonly hear: (packet: LinkPacket) => void;
  /** Gives groups up, and says goodbye for those that were announced. */
  readonly withdraw: (groups: readonly RecordGroup[]) => void;
  /** Says goodbye for records that were announced. */
  readonly takeBack: (records: readonly DnsRecord[]) => void;
  readonly isHeld: (group: RecordGroup) => boolean;
  readonly stop: () => void;
}

const SERVICE_TYPES_KEY = nameKey(SERVICE_TYPES);

const isTypeList = (name: Labels): boolean => nameKey(name) === SERVICE_TYPES_KEY;

class InterfaceChannel implements Channel {
  readonly interfaceName: string;
  readonly querier: Querier;
  readonly #settings: ChannelSettings;
  readonly #claims: Claims;
  readonly #answers: Answers;

  constructor(interfaceName: string, settings: ChannelSettings) {
    const { clock, random, limits, isOurs, changed } = settings;
    this.interfaceName = interfaceName;
    this.#settings = settings;
    const held = createHeldRecords(() => this.#claims.held().flatMap((group) => toGroupRecords(group, interfaceName)));
    const send = this.#send;
    this.#answers = createAnswers({ clock, random, limits, held, send });
    this.#claims = createClaims({
      clock,
      random,
      interfaceName,
      maxSentBytes: limits.maxSentBytes,
      isOurs,
      send: (packets, records) => {
        this.#answers.sent(records);
        send(packets);
      },
      changed: held.outdated,
    });
    this.querier = createQuerier({ clock, random, limits, send, changed, isTypeList });
  }

  claim = (group: RecordGroup, delayMs?: number): void => {
    this.#settings.claimed(group.unique(this.interfaceName));
    this.#claims.claim(group, delayMs);
  };

  announceAgain = (group: RecordGroup): void => {
    this.#settings.claimed(group.unique(this.interfaceName));
    this.#claims.announceAgain(group);
  };

  isHeld = (group: RecordGroup): boolean => this.#claims.held().includes(group);

  hear = ({ bytes, from }: LinkPacket): void => {
    const { limits } = this.#settings;
    const message = bytes.length > limits.maxPacketBytes ? undefined : readMessage(bytes, limits.maxEntries);
    if (message === undefined) return;
    if (!message.isResponse) {
      if (message.authorities.length > 0) this.#claims.hearProbe(message);
      this.#answers.hearQuery(message, from);
      // Who speaks plain DNS is answered alone.
      if (from.port === MDNS_PORT) this.querier.hearQuery(message);
      return;
    }
    // Answers from another port are not from a responder (RFC 6762 section 6).
    if (from.port === MDNS_PORT) this.#hearResponse(message);
  };

  withdraw = (groups: readonly RecordGroup[]): void => {
    const announced = this.#claims.held().filter((group) => groups.includes(group));
    for (const group of groups) this.#claims.drop(group);
    this.takeBack(announced.flatMap((group) => toGroupRecords(group, this.interfaceName)));
  };

  takeBack = (records: readonly DnsRecord[]): void => {
    const goodbyes = records
      // Other hosts may hold the very same record of the list of types: a goodbye would take theirs away too.
      .filter(({ name }) => !isTypeList(name))
      .map((record) => [{ ...record, ttlSeconds: 0 }]);
    this.#send(packAnnouncements(goodbyes, this.#settings.limits.maxSentBytes));
  };

  stop = (): void => {
    this.#claims.stop();
    this.#answers.stop();
    this.querier.stop();
  };

  readonly #send = (packets: readonly Uint8Array[], to?: Peer): void => {
    for (const packet of packets) this.#settings.link.send(this.interfaceName, packet, to);
  };

  #hearResponse({ answers, additionals }: DnsMessage): void {
    const records = [...answers, ...additionals].filter((record) => record.class === CLASS_IN);
    this.#claims.hearRecords(records);
    this.#answers.hearRecords(answers);
    this.querier.hearRecords(records);
  }
}

/** Creates the channel of one interface. */
export const createChannel = (interfaceName: string, settings: ChannelSettings): Channel =>
  new InterfaceChannel(interfaceName, settings);
