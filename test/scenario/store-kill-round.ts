import { once } from 'node:events';
import { toUtf8 } from '../../src/base/index.js';
import { hashSha256 } from '../../src/base/digest.js';
import type { SpaceId } from '../../src/base/index.js';
import { openLmdbStore, scanRange } from '../../src/store/index.js';
import type { Store } from '../../src/store/index.js';
import { readLines, spawnTypescript } from '../support/spawn-typescript.js';

const WRITER = new URL('./children/store-writer.ts', import.meta.url);
const WRITERS = 32;
const SPACE = 'urn:uuid:01890000-0000-7000-8000-00000000dead' as SpaceId;
const EVERYTHING = { from: new Uint8Array(), to: Uint8Array.of(0xff) };

/** A value that can be checked by its key alone, of a length that varies from 32 bytes to several pages. */
export const valueOfKey = (key: string): Uint8Array => {
  const hash = hashSha256(toUtf8(key));
  const length = 32 * (1 + (hash[0] ?? 0));
  return Uint8Array.from({ length }, (_, at) => hash[at % 32] ?? 0);
};

/** One round: the store that it goes on with, and when the writer dies. */
export interface KillRound {
  readonly path: string;
  readonly round: number;
  /** Acknowledgements after which the writer is killed. */
  readonly killAfter: number;
  /** Keys that were acknowledged in earlier rounds. */
  readonly before: readonly string[];
}

/** What was found after a round. */
export interface KillOutcome {
  /** Keys acknowledged until now, earlier rounds included. */
  readonly acknowledged: readonly string[];
  /** Commits found, acknowledged or not. */
  readonly found: number;
  /** What is wrong, empty when all is well. */
  readonly problems: readonly string[];
}

const writeUntilKilled = async ({ path, round, killAfter }: KillRound): Promise<string[]> => {
  const child = spawnTypescript(WRITER, [path, String(round), String(WRITERS)]);
  const ended = once(child, 'exit');
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const acknowledged: string[] = [];
  // What the writer had written to the pipe before it died counts as acknowledged too.
  for await (const key of readLines(child)) {
    acknowledged.push(key);
    if (acknowledged.length === killAfter) child.kill('SIGKILL');
  }
  await ended;
  if (acknowledged.length < killAfter) throw new RangeError(`the writer ended by itself: ${errors.join('')}`);
  return acknowledged;
};

const readLog = async (store: Store, problems: string[]): Promise<string[]> => {
  const last = await store.sequence(SPACE);
  const logged: string[] = [];
  if (last === 0) return logged;
  for await (const { sequence, entry } of store.changes(SPACE, 0, new AbortController().signal)) {
    logged.push(new TextDecoder().decode(entry));
    if (sequence !== logged.length) problems.push(`entry ${String(logged.length)} has sequence ${String(sequence)}`);
    if (sequence === last) break;
  }
  return logged;
};

const inspect = async (store: Store, acknowledged: readonly string[]): Promise<KillOutcome> => {
  const problems: string[] = [];
  const logged = await readLog(store, problems);
  const entries = new Set(logged);
  const rows = new Set<string>();
  for await (const { key, value } of scanRange(store, SPACE, EVERYTHING)) {
    const text = new TextDecoder().decode(key);
    rows.add(text);
    if (!entries.has(text)) problems.push(`row ${text} has no log entry`);
    if (Buffer.compare(value, valueOfKey(text)) !== 0) problems.push(`row ${text} has another value`);
  }
  if (entries.size !== logged.length) problems.push('an entry is in the log twice');
  for (const key of entries) if (!rows.has(key)) problems.push(`entry ${key} has no row`);
  for (const key of acknowledged) if (!rows.has(key)) problems.push(`acknowledged ${key} is gone`);
  return { acknowledged, found: rows.size, problems };
};

/**
 * Lets a process write to a store with many commits in flight, kills it with SIGKILL, opens the store again and
 * looks: every acknowledged commit is there, whole; what was not acknowledged is there whole or not at all; the
 * log has no gap.
 */
export const runKillRound = async (round: KillRound): Promise<KillOutcome> => {
  const acknowledged = [...round.before, ...(await writeUntilKilled(round))];
  const store = await openLmdbStore({ path: round.path });
  try {
    return await inspect(store, acknowledged);
  } finally {
    await store.close();
  }
};
