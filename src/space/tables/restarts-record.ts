import { readFields, writeFields } from './fields.js';

/** At `atMs` the space was opened; leases granted until then that would have ended before `untilMs` last until then. */
export interface RestartMark {
  readonly atMs: number;
  readonly untilMs: number;
}

const VERSION = 1;

export const writeRestarts = (marks: readonly RestartMark[]): Uint8Array =>
  writeFields(
    VERSION,
    marks.map(({ atMs, untilMs }) => [atMs, untilMs]),
  );

/** No record stands for no marks. */
export const readRestarts = (bytes: Uint8Array | undefined): readonly RestartMark[] => {
  if (bytes === undefined) return [];
  const pairs = readFields(VERSION, bytes) as readonly (readonly [number, number])[];
  return pairs.map(([atMs, untilMs]) => ({ atMs, untilMs }));
};
