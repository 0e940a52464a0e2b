import type { Clock, Random } from '../../base/index.js';
import { createAlarm, randomMs } from './alarm.js';
import type { Alarm } from './alarm.js';
import { CLASS_IN, RECORD } from './dns/model.js';
import type { DnsMessage, DnsRecord } from './dns/model.js';
import { packQuestions } from './dns/pack.js';
import { setKey } from './dns/records.js';
import { dataKey } from './dns/write-message.js';
import type { MdnsLimits } from './limits.js';
import type { Labels } from './names.js';
import { createRecordSet } from './record-cache.js';
import type { CachedRecord } from './record-cache.js';

/** Delay of the first question, so that hosts that wake up together do not ask together (RFC 6762 section 5.2). */
const [FIRST_FROM_MS, FIRST_BELOW_MS] = [20, 120];
/** Time to the second question; each later one waits twice as long as the one before, up to the longest. */
const [INTERVAL_MS, MAX_INTERVAL_MS] = [1000, 3_600_000];
/** Questions due within this time of others go with them. */
const TOGETHER_MS = 50;
/** All questions are gone through at most once in this time, however many a neighbour has made of them. */
const APART_MS = 20;

/** What goes out and comes back within this time is one's own question, or as good as it. */
const ECHO_MS = 500;
/** So often in a row a question is left to others who ask the same, before it is asked again: not everybody hears what one hears. */
const MOST_SPARED = 4;

/** A question that is asked as long as somebody wants the answer, with the records that answer it. */
interface Question {
  readonly name: Labels;
  readonly type: number;
  /** Asked again and again, because others may answer too; else only while there is no answer. */
  readonly isOpen: boolean;
  readonly answers: ReturnType<typeof createRecordSet>;
  intervalMs: number;
  nextAtMs: number;
  askedAtMs: number;
  /** How often in a row somebody else asked it instead. */
  spared: number;
}

/** What questions of one interface work with. */
export interface QuestionsSettings {
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: MdnsLimits;
  readonly send: (packets: readonly Uint8Array[]) => void;
  /** Records ran out. */
  readonly expired: () => void;
  /** Others ask in vain for what is listed here: who is listed may be there no more. */
  readonly inVain: (listed: readonly DnsRecord[]) => void;
}

/** The questions that are open on one interface, asked with growing pauses, and what is known in answer to them. */
export interface Questions {
  /** Asks a question, unless it is asked already. An open one is asked for ever, any other one until it has an answer. */
  readonly ask: (name: Labels, type: number, isOpen?: boolean) => void;
  /** Drops all questions but those whose keys (of `setKey`) are kept, with their answers. */
  readonly keepOnly: (keys: ReadonlySet<string>) => void;
  /** Takes a record when it answers a question; whether what is known is other than before. */
  readonly put: (record: DnsRecord) => boolean;
  /** Somebody asks: a question of ours that is the same is spared, and what nobody answers is doubted. */
  readonly hearQuery: (message: DnsMessage) => void;
  readonly answers: (name: Labels, type: number) => readonly CachedRecord[];
  readonly doubt: (name: Labels, type: number) => void;
  /** Asks all open ones again from the start: the link may be another one. */
  readonly restart: () => void;
  readonly stop: () => void;
}

class AskedQuestions implements Questions {
  readonly #settings: QuestionsSettings;
  readonly #questions = new Map<string, Question>();
  readonly #alarm: Alarm;

  constructor(settings: QuestionsSettings) {
    this.#settings = settings;
    this.#alarm = createAlarm(settings.clock, () => this.#ring());
  }

  ask = (name: Labels, type: number, isOpen = false): void => {
    const key = setKey(name, type);
    if (this.#questions.has(key)) return;
    const { limits } = this.#settings;
    const maxRecords = isOpen ? limits.maxServices : limits.maxRecordsOfName;
    const answers = createRecordSet({ ...this.#settings, maxRecords });
    const question: Question = {
      ...{ name, type, isOpen, answers },
      ...{ intervalMs: 0, nextAtMs: 0, askedAtMs: Number.NEGATIVE_INFINITY, spared: 0 },
    };
    this.#questions.set(key, question);
    this.#start(question);
  };

  keepOnly = (keys: ReadonlySet<string>): void => {
    for (const key of this.#questions.keys()) if (!keys.has(key)) this.#questions.delete(key);
  };

  put = (record: DnsRecord): boolean => {
    const question = this.#find(record.name, record.type);
    if (question === undefined) return false;
    const isNew = question.answers.put(record);
    this.#alarm.setBy(question.answers.nextAtMs());
    return isNew;
  };

  hearQuery = ({ questions, answers, isTruncated }: DnsMessage): void => {
    // Of a truncated query the rest of what its asker knows is still to come; who wants a direct answer is answered alone.
    if (isTruncated) return;
    for (const { name, type, class: asked, unicast } of questions) {
      const question = unicast || asked !== CLASS_IN ? undefined : this.#find(name, type);
      if (question === undefined || this.#settings.clock.nowMs() - question.askedAtMs < ECHO_MS) continue;
      const ofQuestion = answers.filter((record) => setKey(record.name, record.type) === setKey(name, type));
      const known = new Set(ofQuestion.map(({ data }) => dataKey(data)));
      this.#spare(question, known);
      const inVain = question.answers.askedByOthers(known);
      if (inVain.length === 0) continue;
      if (question.isOpen) this.#settings.inVain(inVain);
      else this.doubt(name, type);
    }
  };

  answers = (name: Labels, type: number): readonly CachedRecord[] => this.#find(name, type)?.answers.records() ?? [];

  doubt = (name: Labels, type: number): void => {
    this.#find(name, type)?.answers.doubt();
    this.#alarm.setBy(this.#settings.clock.nowMs());
  };

  restart = (): void => {
    for (const question of this.#questions.values()) if (question.isOpen) this.#start(question);
  };

  stop = (): void => this.#alarm.stop();

  #find(name: Labels, type: number): Question | undefined {
    return this.#questions.get(setKey(name, type));
  }

  #start(question: Question): void {
    const { clock, random } = this.#settings;
    question.intervalMs = INTERVAL_MS;
    question.spared = 0;
    question.nextAtMs = clock.nowMs() + randomMs(random, FIRST_FROM_MS, FIRST_BELOW_MS);
    this.#alarm.setBy(question.nextAtMs);
  }

  /** Leaves a question that is soon due to whoever just asked it, unless he knows answers that are not known here (section 7.3). */
  #spare(question: Question, known: ReadonlySet<string>): void {
    const nowMs = this.#settings.clock.nowMs();
    const ours = new Set(question.isOpen ? question.answers.known().map(({ data }) => dataKey(data)) : []);
    const isSoon = this.#isWanted(question) && question.nextAtMs - nowMs <= question.intervalMs / 4;
    if (!isSoon || question.spared >= MOST_SPARED || [...known].some((key) => !ours.has(key))) return;
    question.spared += 1;
    this.#later(question);
  }

  /** The next time of a question that was asked now. */
  #later(question: Question): void {
    question.nextAtMs = this.#settings.clock.nowMs() + question.intervalMs;
    question.intervalMs = Math.min(2 * question.intervalMs, MAX_INTERVAL_MS);
  }

  #isWanted({ isOpen, answers, name }: Question): boolean {
    return isOpen || (answers.records().length === 0 && !this.#hasAddress(name));
  }

  /** A host with addresses of one family is not asked for the other one again and again. */
  #hasAddress(name: Labels): boolean {
    return [RECORD.A, RECORD.AAAA].some((type) => this.answers(name, type).length > 0);
  }

  /** Whether a question is to be asked now; its next time is later then. */
  #takeDue(question: Question): boolean {
    const nowMs = this.#settings.clock.nowMs();
    const isRefresh = question.answers.takeRefresh();
    const isDue = question.nextAtMs <= nowMs + TOGETHER_MS && this.#isWanted(question);
    if (isDue) {
      question.spared = 0;
      this.#later(question);
    }
    if (isDue || isRefresh) question.askedAtMs = nowMs;
    return isDue || isRefresh;
  }

  #expire(): void {
    const ended = [...this.#questions.values()].filter(({ answers }) => answers.expire());
    for (const question of ended)
      if (!question.isOpen && question.answers.records().length === 0) this.#start(question);
    if (ended.length > 0) this.#settings.expired();
  }

  #ring(): void {
    const { clock, limits, send } = this.#settings;
    this.#expire();
    const due = [...this.#questions.values()].filter((question) => this.#takeDue(question));
    const askings = due.map(({ name, type, isOpen, answers }) => ({
      question: { name, type, class: CLASS_IN, unicast: false },
      known: isOpen ? answers.known() : [],
    }));
    if (askings.length > 0) send(packQuestions(askings, limits.maxSentBytes));
    const times = Array.from(this.#questions.values(), (question) =>
      Math.min(question.answers.nextAtMs(), this.#isWanted(question) ? question.nextAtMs : Infinity),
    );
    const next = Math.min(...times);
    if (Number.isFinite(next)) this.#alarm.setBy(Math.max(next, clock.nowMs() + APART_MS));
  }
}

/** Creates the questions of one interface. */
export const createQuestions = (settings: QuestionsSettings): Questions => new AskedQuestions(settings);
