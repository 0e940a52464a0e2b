import type { ScheduledCall } from '../../base/index.js';
import { toUtf8 } from '../../base/index.js';
import type { SpaceParts } from '../parts.js';
import type { Writer } from '../writer/index.js';
import type { LogMark } from '../tables/index.js';
import { MARKS_KEY, readMarks, writeMarks } from '../tables/index.js';

/** Trims a space's log to what its limits keep for resuming, in small commits, every now and then. */
export interface LogTrimmer {
  readonly start: (isNew: boolean) => Promise<void>;
  /** Resolves when what was under way is over. */
  readonly stop: () => Promise<void>;
}

export interface LogTrimmerCollaborators extends SpaceParts {
  readonly writer: Writer;
  /** Sequence of the log entry applied last. */
  readonly sequence: () => number;
  /** The log was trimmed through a sequence. */
  readonly onTrimmed: (through: number) => Promise<void>;
}

/** Times that the log is looked at while an entry is kept: entries live up to this share longer. */
const LOOKS = 24;
/** A log that grows by this many entries between looks is trimmed by their number all the same, a look later. */
const MIN_PERIOD_MS = 1000;

/**
 * A trimmer. The log itself has no index by time, so marks are kept: at this time it ended at that sequence. They
 * are written only when the log has grown.
 */
export const createLogTrimmer = (collaborators: LogTrimmerCollaborators): LogTrimmer => {
  const { shared, definition, writer, sequence, onTrimmed } = collaborators;
  const { store, clock, log } = shared.collaborators;
  const { logKeptMs, logKeptEntries } = definition.limits;
  const periodMs = Math.max(MIN_PERIOD_MS, Math.floor(logKeptMs / LOOKS));
  let marks: readonly LogMark[] = [];
  let trimmed = 0;
  let timer: ScheduledCall | undefined;
  let working: Promise<void> = Promise.resolve();
  let stopped = false;

  const schedule = (): void => {
    if (stopped) return;
    timer = clock.callAt(clock.nowMs() + periodMs, () => {
      working = look().catch((error: unknown) => {
        if (!stopped) log.error({ space: definition.id, error }, 'trimming the change log failed; trying again');
      });
      void working.then(schedule);
    });
  };

  const look = async (): Promise<void> => {
    const head = sequence();
    const nowMs = clock.nowMs();
    const old = marks.findLast(({ atMs }) => atMs <= nowMs - logKeptMs);
    const through = Math.max(old?.sequence ?? 0, head - logKeptEntries);
    if (through > trimmed) {
      await store.compact(definition.id, through);
      trimmed = through;
    }
    if (trimmed > 0) await onTrimmed(trimmed);
    if ((marks.at(-1)?.sequence ?? 0) === head) return;
    // The youngest mark that is too old still says through where to trim.
    marks = [...marks.filter(({ atMs }) => atMs >= (old?.atMs ?? 0)), { atMs: nowMs, sequence: head }];
    const record = writeMarks(marks);
    await writer.write({ reads: [], size: record.length, apply: (view) => view.put(MARKS_KEY, record) });
  };

  return {
    start: async (isNew) => {
      const found = isNew ? undefined : await store.get(definition.id, toUtf8(MARKS_KEY));
      marks = found ? readMarks(found.value) : [];
      schedule();
    },
    stop: async () => {
      stopped = true;
      timer?.cancel();
      await working;
    },
  };
};
