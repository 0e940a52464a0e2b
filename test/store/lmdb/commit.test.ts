import t from 'tap';
import type { Test } from 'tap';
import type { SpaceId } from '../../../src/base/index.js';
import { createAppliedCommits } from '../../../src/store/applied-commits.js';
import { createCommitJob, createDropJob, createTrimJob } from '../../../src/store/lmdb/commit.js';
import { createGroupCommit } from '../../../src/store/lmdb/group-commit.js';
import { createSpaceKeys } from '../../../src/store/lmdb/keys.js';
import { readBounds, readEntries } from '../../../src/store/lmdb/log.js';
import { readRange } from '../../../src/store/lmdb/rows.js';
import type { Commit, CommitMark } from '../../../src/store/index.js';
import { rejection } from '../../contract/store/backend.js';
import { useBareDatabase } from '../../support/bare-database.js';

const ROWS = 2500;

const SPACE = 'urn:uuid:01890000-0000-7000-8000-000000000000' as SpaceId;

/** A space of 2500 rows and 2500 entries. */
const useFilledSpace = async (t: Test) => {
  const db = useBareDatabase(t);
  const group = createGroupCommit(db);
  const keys = createSpaceKeys(SPACE);
  const puts = Array.from({ length: ROWS }, (_, at) => ({ key: Buffer.of(at >> 8, at & 0xff), value: Buffer.of(1) }));
  const entries = puts.map(({ key }) => key);
  const size = { operations: 1, bytes: 1 };
  const applied = createAppliedCommits();
  const fill = (commit: Commit) => group.submit(createCommitJob({ keys, size, applied }, commit));
  // Entries of a commit stand in one row of the log, so that each has one of its own.
  await Promise.all([fill({ puts }), ...entries.map((entry) => fill({ entries: [entry] }))]);
  const rows = () => readRange(db, keys, { from: Buffer.of(), to: Buffer.of(0xff), rows: 10_000 }).length;
  return { db, group, keys, rows };
};

void t.test('trimming goes in steps of at most 1000 rows, and the log is right after each', async (t) => {
  const { db, group, keys } = await useFilledSpace(t);
  const steps: number[] = [];
  for (let step = -1; step !== 0;) {
    step = await group.submit(createTrimJob(keys, 2200));
    steps.push(step);
    const { last, trimmedThrough } = readBounds(db, keys);
    t.equal(last, ROWS);
    t.equal(readEntries(db, keys, trimmedThrough)[0]?.sequence, trimmedThrough + 1);
    t.throws(() => readEntries(db, keys, trimmedThrough - 1), { code: 'RESUME_GONE' });
  }
  t.same(steps, [1000, 1000, 200, 0]);
});

void t.test('dropping goes in steps, the log first, and ends with nothing of the space left', async (t) => {
  const { db, group, keys, rows } = await useFilledSpace(t);
  const seen: string[] = [];
  for (let isDone = false; !isDone;) {
    isDone = await group.submit(createDropJob(keys));
    const { last, trimmedThrough } = readBounds(db, keys);
    seen.push(`${String(last - trimmedThrough)} entries, ${String(rows())} rows`);
  }
  t.same(seen, [
    '1500 entries, 2500 rows',
    '500 entries, 2500 rows',
    '0 entries, 2500 rows',
    '0 entries, 1500 rows',
    '0 entries, 500 rows',
    '0 entries, 0 rows',
    '0 entries, 0 rows',
  ]);
  const left = [...db.getKeys()].map((key) => key.toString('latin1'));
  t.same(left, ['\u0000version'], 'the space left no key behind');
});

void t.test('a commit upon one that could not be written is refused, and so is one made later', async (t) => {
  const { db, group, keys, rows } = await useFilledSpace(t);
  const applied = createAppliedCommits();
  const submit = (commit: Commit) =>
    group.submit(createCommitJob({ keys, size: { operations: 1, bytes: 1 }, applied }, commit));
  const mark: CommitMark = { isMark: true };
  const put = (byte: number) => ({ puts: [{ key: Buffer.of(0xfe, byte), value: Buffer.of(byte) }] });
  const { batch } = db;
  db.batch = () => Promise.reject(new RangeError('the disk is full'));
  const failed = rejection(t, 'STORE_FAILED', submit({ mark, ...put(1) }));
  await Promise.resolve();
  db.batch = batch;
  const late = rejection(t, 'STORE_CONFLICT', submit({ after: mark, ...put(2) }));
  await Promise.all([failed, late]);
  await rejection(t, 'STORE_CONFLICT', submit({ after: mark, ...put(3) }));
  t.equal(rows(), ROWS);
});

void t.test('entries that were appended together are read and trimmed one by one', async (t) => {
  const db = useBareDatabase(t);
  const group = createGroupCommit(db);
  const keys = createSpaceKeys(SPACE);
  const applied = createAppliedCommits();
  // Short ones, such as fill a row by themselves, and empty ones.
  const sizes = [1, 0, 3, 20_000, 20_000, 5, 0, 9000, 9000, 9000, 1];
  const entries = sizes.map((size, at) => Buffer.alloc(size, at));
  const commits = [entries.slice(0, 4), entries.slice(4), entries.slice(0, 2)];
  for (const each of commits) {
    await group.submit(createCommitJob({ keys, size: { operations: 1, bytes: 1 }, applied }, { entries: each }));
  }
  const all = commits.flat().map((entry, at) => ({ sequence: at + 1, entry }));
  const read = (after: number) =>
    readEntries(db, keys, after).map(({ sequence, entry }) => ({ sequence, entry: Buffer.from(entry) }));
  for (let after = 0; after <= all.length; after++) t.same(read(after), all.slice(after), `after ${after}`);
  const rows = () => [...db.getKeys({ start: keys.entries(0), end: keys.logEnd })].length;
  t.equal(rows(), 7);
  for (let through = 1; through <= all.length; through++) {
    t.equal(await group.submit(createTrimJob(keys, through)), 1);
    t.same(read(through), all.slice(through), `trimmed through ${through}`);
    t.throws(() => readEntries(db, keys, through - 1), { code: 'RESUME_GONE' });
  }
  t.equal(rows(), 0);
});
