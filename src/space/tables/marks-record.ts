import { readFields, writeFields } from './fields.js';

/** At `atMs` the log ended at `sequence`: by marks it is known how old its entries are. */
export interface LogMark {
  readonly atMs: number;
  readonly sequence: number;
}

const VERSION = 1;

export const writeMarks = (marks: readonly LogMark[]): Uint8Array =>
  writeFields(
    VERSION,
    marks.flatMap(({ atMs, sequence }) => [atMs, sequence]),
  );

export const readMarks = (bytes: Uint8Array): readonly LogMark[] => {
  const numbers = readFields(VERSION, bytes) as readonly number[];
  const marks: LogMark[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    marks.push({ atMs: numbers[at] ?? 0, sequence: numbers[at + 1] ?? 0 });
  }
  return marks;
};
