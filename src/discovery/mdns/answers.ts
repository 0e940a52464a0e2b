import type { Clock, Random } from '../../base/index.js';
import { createAlarm, randomMs } from './alarm.js';
import type { Alarm } from './alarm.js';
import { CLASS_ANY, CLASS_IN, EMPTY_RESPONSE, RECORD } from './dns/model.js';
import type { DnsMessage, DnsQuestion, DnsRecord } from './dns/model.js';
import { packAnswers } from './dns/pack.js';
import type { Answer } from './dns/pack.js';
import { recordKey, setKey } from './dns/records.js';
import { writeMessage } from './dns/write-message.js';
import type { HeldRecords } from './held-records.js';
import type { MdnsLimits } from './limits.js';
import { MDNS_PORT } from './link.js';
import type { Peer } from './link.js';

/** Delay of answers that others may give too (RFC 6762 section 6). */
const [SHARED_FROM_MS, SHARED_BELOW_MS] = [20, 120];
/** Delay of answers to a query whose known answers go on in other packets (section 7.2). */
const [TRUNCATED_FROM_MS, TRUNCATED_BELOW_MS] = [400, 500];
/** A record goes to everybody at most once in this time; in answer to a probe, in this (section 6). */
const [ONCE_IN_MS, ONCE_FOR_PROBES_MS] = [1000, 250];
/** Answers that are due within this time of others go with them. */
const TOGETHER_MS = 20;
/** Longest TTL told to askers that speak plain DNS, in seconds (section 6.7). */
const LEGACY_TTL_SECONDS = 10;
/** Times of sending that are kept besides those of what is held. */
const SENT_SPARE = 64;

interface PendingAnswer {
  readonly record: DnsRecord;
  dueAtMs: number;
  /** Who asked; whoever turns out to know the answer is struck off. */
  readonly askers: Set<string>;
}

/** What answers of one interface work with. */
export interface AnswersSettings {
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: MdnsLimits;
  readonly held: HeldRecords;
  readonly send: (packets: readonly Uint8Array[], to?: Peer) => void;
}

/** Answers queries on one interface for the records that are held there. */
export interface Answers {
  readonly hearQuery: (message: DnsMessage, from: Peer) => void;
  /** What others tell everybody: spares saying it too, and is put right where it takes ours away. */
  readonly hearRecords: (records: readonly DnsRecord[]) => void;
  /** Notes that records went to everybody. */
  readonly sent: (records: readonly DnsRecord[]) => void;
  readonly stop: () => void;
}

const isFor = (question: DnsQuestion, record: DnsRecord): boolean =>
  (question.type === RECORD.ANY || question.type === record.type) &&
  (question.class === CLASS_IN || question.class === CLASS_ANY);

const toPlain = (record: DnsRecord): DnsRecord => ({
  ...record,
  flush: false,
  ttlSeconds: Math.min(record.ttlSeconds, LEGACY_TTL_SECONDS),
});

class InterfaceAnswers implements Answers {
  readonly #settings: AnswersSettings;
  readonly #pending = new Map<string, PendingAnswer>();
  readonly #sentAtMs = new Map<string, number>();
  readonly #alarm: Alarm;

  constructor(settings: AnswersSettings) {
    this.#settings = settings;
    this.#alarm = createAlarm(settings.clock, () => this.#ring());
  }

  sent = (records: readonly DnsRecord[]): void => {
    const { clock, held } = this.#settings;
    const nowMs = clock.nowMs();
    for (const record of records) this.#sentAtMs.set(recordKey(record), nowMs);
    // Of what is not held any more nothing is asked.
    if (this.#sentAtMs.size > 2 * held.count() + SENT_SPARE)
      for (const [key, atMs] of this.#sentAtMs) if (atMs < nowMs - ONCE_IN_MS) this.#sentAtMs.delete(key);
  };

  hearQuery = (message: DnsMessage, from: Peer): void => {
    if (from.port !== MDNS_PORT) {
      this.#answerPlain(message, from);
      return;
    }
    this.#strikeKnown(message, from);
    const found = this.#find(message);
    if (found.size === 0) return;
    const { clock, limits, send } = this.#settings;
    const nowMs = clock.nowMs();
    const isProbe = message.authorities.length > 0;
    const dueAtMs = this.#toDueMs(message, isProbe || [...found.keys()].every(({ flush }) => flush));
    const direct: DnsRecord[] = [];
    for (const [record, { unicast }] of found) {
      const lastMs = this.#lastMs(record);
      // Everybody heard it in the last quarter of its life: the one who asked is told alone (section 5.4).
      if (unicast && !isProbe && nowMs - lastMs < record.ttlSeconds * 250) direct.push(record);
      else this.#put(record, Math.max(dueAtMs, lastMs + (isProbe ? ONCE_FOR_PROBES_MS : ONCE_IN_MS)), from.address);
    }
    if (direct.length > 0) send(packAnswers(direct.map(this.#toAnswer), limits.maxSentBytes), from);
    if ([...this.#pending.values()].some((answer) => answer.dueAtMs <= nowMs)) this.#ring();
  };

  hearRecords = (records: readonly DnsRecord[]): void => {
    for (const record of records) {
      const own = this.#settings.held.same(record);
      if (own === undefined) continue;
      // Said by another one just now: everybody heard it (section 7.4).
      if (record.ttlSeconds >= own.ttlSeconds && !own.flush) this.#pending.delete(recordKey(record));
      // Others would forget what is still there: it is put right (section 6.6).
      if (record.ttlSeconds < own.ttlSeconds / 2) this.#putRight(own);
    }
  };

  stop = (): void => this.#alarm.stop();

  #lastMs(record: DnsRecord): number {
    return this.#sentAtMs.get(recordKey(record)) ?? Number.NEGATIVE_INFINITY;
  }

  readonly #toAnswer = (record: DnsRecord): Answer => ({
    record,
    additionals: this.#settings.held.additionals(record),
  });

  #ring(): void {
    const { clock, held, limits, send } = this.#settings;
    const nowMs = clock.nowMs();
    const due = [...this.#pending].filter(([, { dueAtMs }]) => dueAtMs <= nowMs + TOGETHER_MS);
    for (const [key] of due) this.#pending.delete(key);
    const answers = due
      .map(([, { record }]) => record)
      .filter(held.has)
      .map(this.#toAnswer);
    this.sent(answers.flatMap(({ record, additionals }) => [record, ...additionals]));
    send(packAnswers(answers, limits.maxSentBytes));
    for (const { dueAtMs } of this.#pending.values()) this.#alarm.setBy(dueAtMs);
  }

  #put(record: DnsRecord, dueAtMs: number, asker?: string): void {
    const { limits } = this.#settings;
    const key = recordKey(record);
    const earlier = this.#pending.get(key);
    if (earlier === undefined && this.#pending.size >= limits.maxPendingAnswers) return;
    const answer = earlier ?? { record, dueAtMs, askers: new Set<string>() };
    answer.dueAtMs = Math.min(answer.dueAtMs, dueAtMs);
    if (asker !== undefined && answer.askers.size < limits.maxRecordsOfName) answer.askers.add(asker);
    this.#pending.set(key, answer);
    this.#alarm.setBy(dueAtMs);
  }

  #putRight(own: DnsRecord): void {
    const { clock, random } = this.#settings;
    const soonMs = clock.nowMs() + randomMs(random, SHARED_FROM_MS, SHARED_BELOW_MS);
    this.#put(own, Math.max(soonMs, this.#lastMs(own) + ONCE_IN_MS));
  }

  /** The records asked for, each once, less those that the asker knows with at least half of their life left (section 7.1). */
  #find({ questions, answers }: DnsMessage): ReadonlyMap<DnsRecord, DnsQuestion> {
    const known = new Map(answers.map((record) => [recordKey(record), record.ttlSeconds]));
    const asked = new Map(questions.map((question) => [setKey(question.name, question.type), question]));
    const found = new Map<DnsRecord, DnsQuestion>();
    for (const question of asked.values())
      for (const record of this.#settings.held.find(question, isFor))
        if ((known.get(recordKey(record)) ?? -1) < record.ttlSeconds / 2) found.set(record, question);
    return found;
  }

  /** Answers somebody who speaks plain DNS, from any port, as such a resolver expects it (section 6.7). */
  #answerPlain(message: DnsMessage, from: Peer): void {
    const { held, limits, send } = this.#settings;
    const records = [...this.#find(message).keys()];
    if (records.length === 0) return;
    const { id } = message;
    const questions = message.questions.map((question) => ({ ...question, unicast: false }));
    const answers = records.map(toPlain);
    const additionals = records.flatMap((record) => held.additionals(record)).map(toPlain);
    const base = { ...EMPTY_RESPONSE, id, questions, answers };
    const packets = [{ ...base, additionals }, base].map(writeMessage);
    const fitting = packets.find((packet) => packet.length <= limits.maxSentBytes);
    if (fitting !== undefined) send([fitting], from);
  }

  #toDueMs(message: DnsMessage, isAlone: boolean): number {
    const { clock, random } = this.#settings;
    const nowMs = clock.nowMs();
    if (message.isTruncated) return nowMs + randomMs(random, TRUNCATED_FROM_MS, TRUNCATED_BELOW_MS);
    // Nobody else answers for names of ours, so that nobody has to be waited for.
    return isAlone ? nowMs : nowMs + randomMs(random, SHARED_FROM_MS, SHARED_BELOW_MS);
  }

  /** More known answers of somebody whose question was marked as truncated. */
  #strikeKnown({ answers }: DnsMessage, { address }: Peer): void {
    for (const record of answers) {
      const answer = this.#pending.get(recordKey(record));
      if (answer === undefined || record.ttlSeconds < answer.record.ttlSeconds / 2) continue;
      if (answer.askers.delete(address) && answer.askers.size === 0) this.#pending.delete(recordKey(record));
    }
  }
}

/** Creates the answers of one interface. */
export const createAnswers = (settings: AnswersSettings): Answers => new InterfaceAnswers(settings);
