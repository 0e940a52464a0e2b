import t from 'tap';
import type { Test } from 'tap';
import { StoaError, isStoaError, toUtf8 } from '../../../src/base/index.js';
import type { Store } from '../../../src/store/index.js';
import { createMemoryStore } from '../../../src/store/index.js';
import { createAppliedCommits } from '../../../src/store/applied-commits.js';
import { measureCommit } from '../../../src/store/check-limits.js';
import { createCommitJob, createTrimJob } from '../../../src/store/lmdb/commit.js';
import { createGroupCommit } from '../../../src/store/lmdb/group-commit.js';
import { createSpaceKeys } from '../../../src/store/lmdb/keys.js';
import { readBounds, readEntries } from '../../../src/store/lmdb/log.js';
import { findRow } from '../../../src/store/lmdb/rows.js';
import { useBareDatabase } from '../../support/bare-database.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { SPACE, add, createRig, turns } from './rig.js';

const KEYS = ['a', 'b', 'c'];

/** A store whose transactions take some time, and fail by chance, before or after they were tried. */
const useFailingStore = (t: Test, random: ReturnType<typeof createSeededRandom>) => {
  const db = useBareDatabase(t);
  const { batch } = db;
  db.batch = async (flush) => {
    const isFailing = random.int(5) === 0;
    const written = isFailing ? false : await batch.call(db, flush);
    await turns(random.int(4));
    if (isFailing) throw new RangeError('by chance');
    return written;
  };
  const group = createGroupCommit(db);
  const keys = createSpaceKeys(SPACE);
  const applied = createAppliedCommits();
  const { limits, ...rest } = createMemoryStore();
  const store: Store = {
    ...rest,
    limits,
    get: async (_, key) => findRow(db, keys, key),
    commit: async (_, commit) =>
      group.submit(createCommitJob({ keys, size: measureCommit(limits, commit), applied }, commit)),
  };
  const disturb = (): Promise<unknown> => {
    const size = { operations: 1, bytes: 1 };
    const jobs = [
      () => group.submit(createTrimJob(keys, 0)),
      () => group.submit({ ...size, apply: () => undefined }),
      () =>
        group.submit({
          ...size,
          apply: (writer) => {
            for (const key of KEYS) writer.put(keys.row(toUtf8(key)), Buffer.from('wrong'));
            throw new RangeError('broken in the middle');
          },
        }),
    ];
    return Promise.allSettled([jobs[random.int(jobs.length)]?.()]);
  };
  return { db, keys, store, disturb };
};

t.test('whatever fails below, what was told to be written is there, in order, and nothing else', async (t) => {
  for (let seed = 1; seed <= Number(process.env['SEEDS'] ?? 12); seed++) {
    const random = createSeededRandom(seed);
    const { db, keys, store, disturb } = useFailingStore(t, random);
    const { writer, read, applied } = createRig(store);
    const sums = new Map(KEYS.map((key) => [key, 0]));
    const all: Promise<unknown>[] = [];
    let told = 0;
    for (let at = 0; at < 100; at++) {
      const key = KEYS[random.int(KEYS.length)] ?? 'a';
      const by = random.int(9) - 1;
      const written = writer.write(add(key, by));
      all.push(
        written.then(
          (sum) => {
            told++;
            sums.set(key, (sums.get(key) ?? 0) + by);
            const stored = Number(Buffer.from(findRow(db, keys, toUtf8(key))?.value ?? []).toString());
            if (stored < sum) t.fail(`seed ${seed}: told before it was there`);
          },
          (error: unknown) => {
            if (!isStoaError(error, 'STORE_FAILED', 'VALUE_INVALID'))
              t.fail(`seed ${seed}: ${StoaError.from(error).code}`);
          },
        ),
      );
      if (random.int(10) === 0) all.push(disturb());
      if (random.int(3) === 0) await turns(random.int(3));
      else for (let hop = random.int(12); hop > 0; hop--) await Promise.resolve();
    }
    await Promise.all(all);
    for (const [key, sum] of sums) t.equal(Number((await read(key)) ?? '0'), sum, `seed ${seed}, ${key}`);
    const { last } = readBounds(db, keys);
    t.equal(last, told, `seed ${seed}: an entry for each`);
    t.equal(readEntries(db, keys, 0).length, told);
    t.same(
      [...applied].sort((left, right) => left - right),
      applied,
    );
    await writer.close();
  }
});
