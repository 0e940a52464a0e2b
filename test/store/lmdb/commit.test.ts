import { open } from 'lmdb';
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
import { makeDataDirectory } from '../../support/data-directory.js';

const ROWS = 2500;

/** A space of 2500 rows and 2500 entries. */
const useFilledSpace = async (t: Test) => {
  const db = open<Uint8Array, Buffer>({
    path: makeDataDirectory(t),
    noSubdir: false,
    keyEncoding: 'binary',
    encoding: 'binary',
    overlappingSync: false,
    eventTurnBatching: false,
  });
  t.teardown(() => db.close());
  const group = createGroupCommit(db);
  const keys = createSpaceKeys('urn:uuid:01890000-0000-7000-8000-000000000000' as SpaceId);
  const puts = Array.from({ length: ROWS }, (_, at) => ({ key: Buffer.of(at >> 8, at & 0xff), value: Buffer.of(1) }));
  const entries = puts.map(({ key }) => key);
  const size = { operations: 1, bytes: 1 };
  await group.submit(createCommitJob({ keys, size, applied: createAppliedCommits() }, { puts, entries }));
  const rows = () => readRange(db, keys, { from: Buffer.of(), to: Buffer.of(0xff), rows: 10_000 }).length;
  return { db, group, keys, rows };
};

void t.test('trimming goes in steps of at most 1000 entries, and the log is right after each', async (t) => {
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
