import t from 'tap';
import { StoaError } from '../../../src/base/index.js';
import { createGroupCommit } from '../../../src/store/lmdb/group-commit.js';
import type { GroupJob, JobWriter } from '../../../src/store/lmdb/group-commit.js';
import { copyFrom } from '../../../src/store/lmdb/rows.js';
import { rejection } from '../../contract/store/backend.js';
import { useBareDatabase } from '../../support/bare-database.js';

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
  const db = useBareDatabase(t);
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
  const group = createGroupCommit(useBareDatabase(t));
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
  const db = useBareDatabase(t);
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

void t.test('a job that fails while it writes is refused alone, and leaves nothing of itself', async (t) => {
  const db = useBareDatabase(t);
  const group = createGroupCommit(db);
  await group.submit(job(0));
  const broken: GroupJob<number> = {
    ...job(2),
    apply: (writer) => {
      writer.put(Buffer.of(9, 2), Buffer.of(writer.nextVersion()));
      throw new RangeError('broken in the middle');
    },
  };
  const others = [group.submit(job(1)), group.submit(broken), group.submit(job(3))];
  const [first, second, third] = await Promise.allSettled(others);
  t.match(second, { status: 'rejected', reason: { code: 'STORE_FAILED', message: /broken in the middle/ } });
  t.same([first?.status, third?.status], ['fulfilled', 'fulfilled']);
  await group.submit(job(4));
  t.same(
    [0, 1, 2, 3, 4].map((at) => db.get(Buffer.of(9, at))?.at(0)),
    [1, 2, undefined, 3, 4],
  );
});

/** Lets a group be handed over. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

void t.test(
  'jobs submitted while a group is being written are run on what it leaves, and go into the next one',
  async (t) => {
    const db = useBareDatabase(t);
    const group = createGroupCommit(db);
    const key = Buffer.of(9, 0);
    const append = (byte: number): GroupJob<number> => ({
      ...job(0),
      apply: (writer) => {
        writer.put(key, Buffer.concat([writer.find(key) ?? Buffer.of(), Buffer.of(byte)]));
        return groupOf(writer);
      },
    });
    const first = group.submit(append(1));
    await Promise.resolve();
    const seen: boolean[] = [];
    const late = [2, 3].map((byte) => {
      const { apply, ...rest } = append(byte);
      return group.submit({ ...rest, apply: (writer) => (seen.push(db.doesExist(key)), apply(writer)) });
    });
    await Promise.resolve();
    t.same(seen, [false, false], 'they were run before the first group was there');
    t.same(await Promise.all(late), [(await first) + 1, (await first) + 1]);
    t.same(db.get(key), Buffer.of(1, 2, 3));
  },
);

void t.test('jobs that were run on a group that could not be written are run anew on what is there', async (t) => {
  const db = useBareDatabase(t);
  const group = createGroupCommit(db);
  await group.submit(job(0));
  const undone: number[] = [];
  const noted = (at: number): GroupJob<number> => ({ ...job(at), undo: () => void undone.push(at) });
  let runs = 0;
  const { batch } = db;
  db.batch = () => Promise.reject(new RangeError('the disk is full'));
  const failed = rejection(t, 'STORE_FAILED', group.submit(noted(1)));
  await Promise.resolve();
  db.batch = batch;
  const late = group.submit({
    ...noted(2),
    apply: (writer) => {
      runs++;
      writer.put(Buffer.of(9, 2), Buffer.of(writer.find(Buffer.of(9, 1))?.at(0) ?? 0, writer.nextVersion()));
      return 0;
    },
  });
  await failed;
  await late;
  t.equal(runs, 2);
  t.same(undone, [1, 2]);
  t.equal(db.get(Buffer.of(9, 1)), undefined);
  t.same(db.get(Buffer.of(9, 2)), Buffer.of(0, 2), 'the version that was not written is given again');
});

void t.test('a job that has to be alone waits until nothing is on its way, and nothing joins it', async (t) => {
  const group = createGroupCommit(useBareDatabase(t));
  const first = group.submit(job(0));
  await Promise.resolve();
  const all = [group.submit(job(1)), group.submit({ ...job(2), isAlone: true }), group.submit(job(3))];
  await turn();
  const from = await first;
  t.same(await Promise.all(all), [from + 1, from + 2, from + 3]);
});

/** Holds transactions of a database until they are to be written. */
const holdTransactions = (db: ReturnType<typeof useBareDatabase>) => {
  const { batch } = db;
  const put = db.put.bind(db) as (key: Buffer, value: Uint8Array) => Promise<boolean>;
  const held: ((failure?: Error) => void)[] = [];
  const values: Uint8Array[] = [];
  db.put = (key: Buffer, value: Uint8Array) => {
    values.push(value);
    return put(key, value);
  };
  db.batch = async (flush) => {
    const failure = await new Promise<Error | undefined>((resolve) => void held.push(resolve));
    const isWritten = await batch.call(db, flush);
    if (failure) throw failure;
    return isWritten;
  };
  return {
    /** Values as they were handed over. */
    values,
    /** Writes the next one, and has it fail late if that is wanted. */
    write: (failure?: Error): void => held.shift()?.(failure),
  };
};

/** A job that adds what it was told to a row, after what stands there. */
const append = (byte: number): GroupJob<void> => ({
  operations: 1,
  bytes: 1,
  apply: (writer) => {
    const found = writer.find(Buffer.of(9));
    writer.put(Buffer.of(9), found ? copyFrom(found, 0) : Buffer.of(), Buffer.of(byte));
  },
});

void t.test('jobs that are run anew keep their order', async (t) => {
  const db = useBareDatabase(t);
  const group = createGroupCommit(db);
  const { batch } = db;
  db.batch = () => Promise.reject(new RangeError('the disk is full'));
  const failed = rejection(t, 'STORE_FAILED', group.submit(append(1)));
  await Promise.resolve();
  db.batch = batch;
  const late = [2, 3, 4].map((byte) => group.submit(append(byte)));
  await Promise.resolve();
  const last = group.submit(append(5));
  await Promise.all([failed, ...late, last]);
  t.same(db.get(Buffer.of(9)), Buffer.of(2, 3, 4, 5));
});

void t.test('nothing is run on a group that failed, also while it is being found out why', async (t) => {
  const db = useBareDatabase(t);
  const group = createGroupCommit(db);
  const { batch } = db;
  let tellReason = (): void => undefined;
  const commitError = new Promise<void>((resolve) => (tellReason = resolve));
  db.batch = () => Promise.reject(Object.assign(new RangeError('failed'), { commitError }));
  const failed = rejection(t, 'STORE_FAILED', group.submit(append(1)));
  await Promise.resolve();
  db.batch = batch;
  const late = [group.submit(append(2))];
  await turn();
  late.push(group.submit(append(3)));
  await turn();
  tellReason();
  await Promise.all([failed, ...late]);
  t.same(db.get(Buffer.of(9)), Buffer.of(2, 3));
});

void t.test('a job that writes nothing is told once what it was run on is durable', async (t) => {
  const db = useBareDatabase(t);
  const { write } = holdTransactions(db);
  const group = createGroupCommit(db);
  const first = group.submit(append(1));
  await turn();
  let isTold = false;
  const find = { operations: 1, bytes: 1, apply: (writer: JobWriter) => writer.find(Buffer.of(9))?.at(0) };
  const looked = group.submit(find).finally(() => (isTold = true));
  await turn();
  t.equal(isTold, false);
  write();
  await first;
  t.equal(await looked, 1);
});

void t.test('memory is used again once what stands in it is durable, and never after a failure', async (t) => {
  const db = useBareDatabase(t);
  const { values, write } = holdTransactions(db);
  const group = createGroupCommit(db);
  const submit = async (failure?: Error): Promise<ArrayBufferLike | undefined> => {
    const settled = Promise.allSettled([group.submit(append(1))]);
    await turn();
    write(failure);
    await settled;
    return values.at(-1)?.buffer;
  };
  const first = await submit();
  t.equal(await submit(), first);
  t.equal(await submit(new RangeError('the disk is full')), first);
  t.not(await submit(), first);
  t.same(db.get(Buffer.of(9)), Buffer.of(1, 1, 1, 1), 'the failure came late');
});

void t.test('a job that has to be alone has its turn however many others keep coming', async (t) => {
  const group = createGroupCommit(useBareDatabase(t));
  let isOver = false;
  let written = 0;
  const writeOn = async (at: number): Promise<void> => {
    while (!isOver && written < 1000) {
      await group.submit(job(at));
      written++;
    }
  };
  const writers = [0, 1, 2, 3].map(writeOn);
  await turn();
  for (let steps = 0; steps < 5; steps++) await group.submit({ ...job(9), isAlone: true });
  isOver = true;
  await Promise.all(writers);
  t.ok(written < 200, `${String(written)} were written meanwhile`);
});

void t.test('no version is given twice, also in groups one behind the other', async (t) => {
  const db = useBareDatabase(t);
  const group = createGroupCommit(db);
  const all: Promise<number>[] = [];
  for (let at = 0; at < 6; at++) {
    all.push(group.submit(job(at)));
    // In one group, on its way while the next is made, and after it.
    if (at % 2 === 1) await Promise.resolve();
    if (at === 3) await Promise.all(all);
  }
  await Promise.all(all);
  const versions = Array.from({ length: 6 }, (_, at) => db.get(Buffer.of(9, at))?.at(0));
  t.same(versions, [1, 2, 3, 4, 5, 6]);
});

void t.test('the next group is handed over before the jobs of the last are told, in their order', async (t) => {
  const db = useBareDatabase(t);
  const group = createGroupCommit(db);
  const { batch } = db;
  let begun = 0;
  db.batch = (flush) => {
    begun++;
    return batch.call(db, flush);
  };
  const told: string[] = [];
  const note = (at: number) => () => void told.push(`${String(at)} after ${String(begun)}`);
  const all = [0, 1].map((at) => group.submit(job(at)).then(note(at)));
  await Promise.resolve();
  all.push(group.submit(job(2)).then(note(2)));
  await Promise.all(all);
  t.same(told, ['0 after 2', '1 after 2', '2 after 2']);
});
