import { open } from 'lmdb';
import t from 'tap';
import type { Test } from 'tap';
import { StoaError } from '../../../src/base/index.js';
import { createGroupCommit } from '../../../src/store/lmdb/group-commit.js';
import type { GroupJob, JobWriter } from '../../../src/store/lmdb/group-commit.js';
import { rejection } from '../../contract/store/backend.js';
import { makeDataDirectory } from '../../support/data-directory.js';

const useDatabase = (t: Test) => {
  const db = open<Uint8Array, Buffer>({
    path: makeDataDirectory(t),
    noSubdir: false,
    keyEncoding: 'binary',
    encoding: 'binary',
    overlappingSync: false,
    eventTurnBatching: false,
  });
  t.teardown(() => db.close());
  return db;
};

/** Tells groups apart, by the one writer that the jobs of a group share; numbers them as they are met. */
const numbers = new WeakMap<JobWriter, number>();
let lastNumber = 0;
const groupOf = (writer: JobWriter): number => {
  const number = numbers.get(writer) ?? ++lastNumber;
  numbers.set(writer, number);
  return number;
};

/** A job that writes one row and answers with the number of its group. */
const job = (at: number, size = { operations: 1, bytes: 10 }): GroupJob<number> => ({
  ...size,
  apply: (writer) => {
    writer.put(Buffer.of(9, at), Buffer.of(writer.nextVersion()));
    return groupOf(writer);
  },
});

void t.test('jobs that wait together are written in one transaction', async (t) => {
  const db = useDatabase(t);
  const group = createGroupCommit(db);
  const transactions = await Promise.all(Array.from({ length: 64 }, (_, at) => group.submit(job(at))));
  t.ok(new Set(transactions).size <= 2, `${String(new Set(transactions).size)} transactions`);
  const versions = Array.from({ length: 64 }, (_, at) => db.get(Buffer.of(9, at))?.at(0));
  t.same(
    versions,
    Array.from({ length: 64 }, (_, at) => at + 1),
    'each has a version of its own',
  );
});

void t.test('a group is bounded by operations and by bytes, and a job beyond them is a group of its own', async (t) => {
  const group = createGroupCommit(useDatabase(t));
  const sizes = [
    { operations: 15_000, bytes: 1 },
    { operations: 15_000, bytes: 1 },
    { operations: 1, bytes: 9 * 1024 * 1024 },
    { operations: 1, bytes: 9 * 1024 * 1024 },
    { operations: 1, bytes: 64 * 1024 * 1024 },
    { operations: 1, bytes: 1 },
  ];
  const transactions = await Promise.all(sizes.map((size, at) => group.submit(job(at, size))));
  const [first = 0] = transactions;
  t.same(
    transactions.map((transaction) => transaction - first),
    [0, 1, 1, 2, 3, 4],
  );
});

void t.test('a job that its check refuses is left out of the group', async (t) => {
  const db = useDatabase(t);
  const group = createGroupCommit(db);
  const refused: GroupJob<number> = {
    ...job(1),
    check: () => {
      throw new StoaError('STORE_CONFLICT', 'refused');
    },
  };
  const others = [group.submit(job(0)), group.submit(job(2))];
  await rejection(t, 'STORE_CONFLICT', group.submit(refused));
  await Promise.all(others);
  t.same(
    [0, 1, 2].map((at) => db.get(Buffer.of(9, at)) !== undefined),
    [true, false, true],
  );
});

void t.test('an error while writing undoes the whole group, and the next one goes on', async (t) => {
  const db = useDatabase(t);
  const group = createGroupCommit(db);
  await group.submit(job(0));
  const broken: GroupJob<number> = {
    ...job(2),
    apply: (writer) => {
      writer.put(Buffer.of(9, 2), Buffer.of(writer.nextVersion()));
      throw new RangeError('broken in the middle');
    },
  };
  const together = await Promise.allSettled([group.submit(job(1)), group.submit(broken), group.submit(job(3))]);
  for (const outcome of together) {
    t.match(outcome, { status: 'rejected', reason: { code: 'STORE_FAILED', message: /broken in the middle/ } });
  }
  await group.submit(job(4));
  t.same(
    [0, 1, 2, 3, 4].map((at) => db.get(Buffer.of(9, at))?.at(0)),
    [1, undefined, undefined, undefined, 2],
  );
});

void t.test('jobs submitted while a group is being written go into the next one', async (t) => {
  const group = createGroupCommit(useDatabase(t));
  const late: Promise<number>[] = [];
  const early = group.submit({
    ...job(0),
    apply: (writer) => {
      late.push(group.submit(job(1)), group.submit(job(2)));
      return job(0).apply(writer);
    },
  });
  const first = await early;
  t.same(await Promise.all(late), [first + 1, first + 1]);
});
