import type { DnsMessage, DnsQuestion, DnsRecord } from './model.js';
import { EMPTY_QUERY, EMPTY_RESPONSE } from './model.js';
import { recordKey } from './records.js';
import { writeMessage } from './write-message.js';

/**
 * Puts `units` into as few packets as their order allows, none larger than `maxBytes` but where one unit alone is. `toMessage` makes
 * the message of some of them.
 */
const pack = <Unit>(
  units: readonly Unit[],
  maxBytes: number,
  toMessage: (units: readonly Unit[]) => DnsMessage,
): readonly Uint8Array[] => {
  const packets: Uint8Array[] = [];
  let [taken, written]: [readonly Unit[], Uint8Array | undefined] = [[], undefined];
  for (const unit of units) {
    const more = writeMessage(toMessage([...taken, unit]));
    if (more.length <= maxBytes || written === undefined) [taken, written] = [[...taken, unit], more];
    else {
      packets.push(written);
      [taken, written] = [[unit], writeMessage(toMessage([unit]))];
    }
  }
  if (written !== undefined) packets.push(written);
  return packets;
};

/** An answer, and what its asker will want to know next. */
export interface Answer {
  readonly record: DnsRecord;
  readonly additionals: readonly DnsRecord[];
}

const toResponse = (answers: readonly Answer[]): DnsMessage => {
  const records = answers.map(({ record }) => record);
  const seen = new Set(records.map(recordKey));
  const additionals = answers
    .flatMap((answer) => answer.additionals)
    .filter((record) => {
      const key = recordKey(record);
      return seen.has(key) ? false : seen.add(key);
    });
  return { ...EMPTY_RESPONSE, answers: records, additionals };
};

/** Responses with all `answers`; additional records are left out where an answer and they fit into no packet. */
export const packAnswers = (answers: readonly Answer[], maxBytes: number): readonly Uint8Array[] => {
  const fitting = answers.map((answer) =>
    writeMessage(toResponse([answer])).length <= maxBytes ? answer : { ...answer, additionals: [] },
  );
  return pack(fitting, maxBytes, toResponse);
};

/**
 * Announcements: what belongs together goes in one packet where it fits, so that nobody hears of a service in one packet and how it is
 * reached in one that came before.
 */
export const packAnnouncements = (
  groups: readonly (readonly DnsRecord[])[],
  maxBytes: number,
): readonly Uint8Array[] => {
  const toMessage = (units: readonly (readonly DnsRecord[])[]): DnsMessage => ({
    ...EMPTY_RESPONSE,
    answers: units.flat(),
  });
  const fitting = groups.flatMap((group) =>
    writeMessage(toMessage([group])).length <= maxBytes ? [group] : group.map((record) => [record]),
  );
  return pack(fitting, maxBytes, toMessage);
};

/** Probes: a question for each name, with the records to be claimed for it in the same packet (RFC 6762 section 8.2). */
export const packProbes = (
  claims: readonly { readonly question: DnsQuestion; readonly records: readonly DnsRecord[] }[],
  maxBytes: number,
): readonly Uint8Array[] =>
  pack(claims, maxBytes, (units) => ({
    ...EMPTY_QUERY,
    questions: units.map(({ question }) => question),
    authorities: units.flatMap(({ records }) => records),
  }));

/** A question, and the answers to it that are known. */
export interface Asking {
  readonly question: DnsQuestion;
  readonly known: readonly DnsRecord[];
}

/** One question with more known answers than fit: they follow in packets without questions, all but the last marked as truncated. */
const packKnown = ({ question, known }: Asking, maxBytes: number): readonly Uint8Array[] => {
  const messages: DnsMessage[] = [];
  let message: DnsMessage = { ...EMPTY_QUERY, questions: [question] };
  for (const record of known) {
    const more = { ...message, answers: [...message.answers, record] };
    if (writeMessage(more).length <= maxBytes) message = more;
    else {
      messages.push({ ...message, isTruncated: true });
      message = { ...EMPTY_QUERY, answers: [record] };
    }
  }
  return [...messages, message].map(writeMessage);
};

/** Queries with all questions and their known answers (RFC 6762 section 7.2). */
export const packQuestions = (askings: readonly Asking[], maxBytes: number): readonly Uint8Array[] => {
  const toQuery = (units: readonly Asking[]): DnsMessage => ({
    ...EMPTY_QUERY,
    questions: units.map(({ question }) => question),
    answers: units.flatMap(({ known }) => known),
  });
  const isSmall = (asking: Asking): boolean => writeMessage(toQuery([asking])).length <= maxBytes;
  return [
    ...pack(askings.filter(isSmall), maxBytes, toQuery),
    ...askings.filter((asking) => !isSmall(asking)).flatMap((asking) => packKnown(asking, maxBytes)),
  ];
};
