import type { SeenCalls } from '../documents/seen-calls.js';
import type { Entry, LookupAnswer, LookupInput } from '../model.js';
import type { Projection, Row } from '../projection/index.js';
import type { SchemaDocument } from '../schemas/index.js';

/**
 * Answers of one space that still hold. Who asks with the same array of schema documents again, and with nothing else,
 * gets the same object until anything has changed in the space: a document came, changed or went, a lease moved, or a
 * service among the hits was called.
 */
export interface KeptAnswers {
  readonly find: (input: LookupInput) => LookupAnswer | undefined;
  /** `rows` are those of the hits. */
  readonly keep: (input: LookupInput, rows: readonly Row[], answer: LookupAnswer) => void;
}

export interface KeptAnswersCollaborators {
  readonly projection: Projection;
  readonly calls: Pick<SeenCalls, 'isSame'>;
  /** Sequence of the log entry applied last. */
  readonly sequence: () => number;
}

interface KeptAnswer {
  readonly answer: LookupAnswer;
  readonly entries: readonly Entry[];
  /** Of the table of documents, when the answer was made. */
  readonly changes: number;
}

/** Answers with more hits are made anew each time: they would hold much text. */
const MAX_HITS = 4;

/** The schema documents, when nothing else is asked for. */
const findKey = (input: LookupInput): readonly SchemaDocument[] | undefined => {
  for (const field in input) if (field !== 'schemas') return undefined;
  return input.schemas;
};

export const createKeptAnswers = ({ projection, calls, sequence }: KeptAnswersCollaborators): KeptAnswers => {
  const kept = new WeakMap<readonly SchemaDocument[], KeptAnswer>();
  return {
    find: (input) => {
      const key = findKey(input);
      const found = key && kept.get(key);
      if (found === undefined || found.answer.sequence !== sequence()) return undefined;
      const isSame = found.changes === projection.table.changes && calls.isSame(found.entries);
      return isSame ? found.answer : undefined;
    },
    keep: (input, rows, answer) => {
      const key = findKey(input);
      // The lease of what the space itself holds ends later at every moment.
      if (key === undefined || rows.length > MAX_HITS || rows.some(({ periodMs }) => periodMs === 0)) return;
      const entries = answer.hits.map(({ entry }) => entry);
      kept.set(key, { answer, entries, changes: projection.table.changes });
    },
  };
};
