import { getEventListeners } from 'node:events';
import t from 'tap';
import type { Change, Store } from '../../../src/store/index.js';
import { EVERYTHING, OTHER_SPACE, SPACE, bytes, never, readChanges, rejection, toLine, useStore } from './backend.js';
import type { StoreBackend } from './backend.js';

/** Appends `count` entries that are their own sequences, in commits of `each`. */
const append = async (store: Store, count: number, each = 1000): Promise<void> => {
  const start = await store.sequence(SPACE);
  for (let done = 0; done < count; done += each) {
    const size = Math.min(each, count - done);
    const entries = Array.from({ length: size }, (_, at) => bytes(String(start + done + at + 1)));
    await store.commit(SPACE, { entries });
  }
};

const lines = (from: number, through: number): string[] =>
  Array.from({ length: through - from + 1 }, (_, at) => `${String(from + at)}:${String(from + at)}`);

/** The first `next()` of a reader, as a call that may reject. */
const first = (store: Store, after: number): Promise<IteratorResult<Change>> =>
  store.changes(SPACE, after, never())[Symbol.asyncIterator]().next();

const testReading = (backend: StoreBackend): void => {
  void t.test('changes are read from the start, from the middle and from the end, over many pages', async (t) => {
    const store = await useStore(t, backend);
    await append(store, 1000);
    t.same(await readChanges(store, SPACE, { after: 0, count: 1000 }), lines(1, 1000));
    t.same(await readChanges(store, SPACE, { after: 511, count: 489 }), lines(512, 1000));
    const atEnd = readChanges(store, SPACE, { after: 1000, count: 1 });
    await append(store, 1);
    t.same(await atEnd, ['1001:1001']);
  });

  void t.test('a reader that waits gets each further entry of its own space, and no other', async (t) => {
    const store = await useStore(t, backend);
    const reading = readChanges(store, SPACE, { after: 0, count: 3 });
    await store.commit(OTHER_SPACE, { entries: [bytes('other')] });
    await store.commit(SPACE, { entries: [bytes('a'), bytes('b')] });
    await store.commit(SPACE, { puts: [{ key: bytes('k'), value: bytes() }] });
    await store.commit(SPACE, { entries: [bytes()] });
    t.same(await reading, ['1:a', '2:b', '3:']);
  });

  void t.test('many readers beside many writers each see every entry once and in order', async (t) => {
    const store = await useStore(t, backend);
    const [readers, writers, rounds] = [20, 16, 20];
    const reading = Array.from({ length: readers }, () =>
      readChanges(store, SPACE, { after: 0, count: writers * rounds }),
    );
    const write = async (writer: number): Promise<void> => {
      for (let round = 0; round < rounds; round++) {
        await store.commit(SPACE, { entries: [bytes(`${String(writer)}/${String(round)}`)] });
      }
    };
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
    const [one = [], ...others] = await Promise.all(reading);
    for (const other of others) t.same(other, one);
    t.same(
      one.map((line) => Number(line.split(':')[0])),
      lines(1, writers * rounds).map((line) => Number(line.split(':')[0])),
    );
    t.equal(new Set(one.map((line) => line.split(':')[1])).size, writers * rounds);
  });

  void t.test('a reader that does not read holds up no writer and later goes on where it was', async (t) => {
    const store = await useStore(t, backend);
    await append(store, 2);
    const reader = store.changes(SPACE, 0, never())[Symbol.asyncIterator]();
    t.equal((await reader.next()).value?.sequence, 1);
    await append(store, 700);
    const rest: string[] = [];
    while (rest.length < 701) rest.push(toLine((await reader.next()).value));
    t.same(rest, lines(2, 702));
    await reader.return?.();
  });

  void t.test('large entries come through whole, however many fit into a page', async (t) => {
    const store = await useStore(t, backend);
    const entries = [1, 300_000, 2, 200_000, 200_000, 3].map((length, at) => new Uint8Array(length).fill(at));
    await store.commit(SPACE, { entries });
    const lengths: number[] = [];
    for await (const { sequence, entry } of store.changes(SPACE, 0, never())) {
      lengths.push(entry.length);
      if (sequence === entries.length) break;
    }
    t.same(
      lengths,
      entries.map(({ length }) => length),
    );
  });

  void t.test('a start that is not a whole number from 0 is refused', async (t) => {
    const store = await useStore(t, backend);
    for (const after of [-1, 0.5, Number.NaN]) {
      await rejection(t, 'PARAMETER_INVALID', first(store, after));
      await rejection(t, 'PARAMETER_INVALID', store.compact(SPACE, after));
    }
  });
};

const testEnding = (backend: StoreBackend): void => {
  void t.test('a reader ends when its signal is aborted: before, between and while it waits', async (t) => {
    const store = await useStore(t, backend);
    await append(store, 3);
    t.same(await store.changes(SPACE, 0, AbortSignal.abort())[Symbol.asyncIterator]().next(), {
      done: true,
      value: undefined,
    });

    const between = new AbortController();
    const seen: number[] = [];
    for await (const { sequence } of store.changes(SPACE, 0, between.signal)) {
      seen.push(sequence);
      if (sequence === 2) between.abort();
    }
    t.same(seen, [1, 2]);

    const waiting = new AbortController();
    const reader = store.changes(SPACE, 3, waiting.signal)[Symbol.asyncIterator]();
    const pending = reader.next();
    await store.get(SPACE, bytes());
    waiting.abort();
    t.equal((await pending).done, true);
    t.equal((await reader.next()).done, true);
    for (const { signal } of [between, waiting])
      t.same(getEventListeners(signal, 'abort'), [], 'nothing is left behind');
  });

  void t.test('closing the store ends readers that wait and readers that are in the middle', async (t) => {
    const store = await useStore(t, backend);
    await append(store, 3);
    const waiting = store.changes(SPACE, 3, never())[Symbol.asyncIterator]();
    const middle = store.changes(SPACE, 0, never())[Symbol.asyncIterator]();
    const reading = store.changes(SPACE, 0, never())[Symbol.asyncIterator]();
    const pending = waiting.next();
    await middle.next();
    const begun = reading.next();
    await store.close();
    t.equal((await pending).done, true);
    t.equal((await middle.next()).done, true);
    t.equal((await begun).done, true);
  });
};

const testTrimming = (backend: StoreBackend): void => {
  void t.test('a trimmed log resumes exactly from its last trimmed entry on, and nowhere before', async (t) => {
    const store = await useStore(t, backend);
    await append(store, 5);
    t.equal(await store.compact(SPACE, 3), 3);
    t.same(await readChanges(store, SPACE, { after: 3, count: 2 }), lines(4, 5));
    for (const after of [0, 2]) await rejection(t, 'RESUME_GONE', first(store, after));
    t.equal(await store.compact(SPACE, 3), 0, 'again');
    t.equal(await store.compact(SPACE, 1), 0, 'before');
    t.same(await readChanges(store, SPACE, { after: 3, count: 2 }), lines(4, 5));
  });

  void t.test('trimming beyond the end trims all, and sequences go on from where they were', async (t) => {
    const store = await useStore(t, backend);
    t.equal(await store.compact(SPACE, 7), 0, 'an empty log');
    await store.commit(SPACE, { puts: [{ key: bytes('k'), value: bytes('v') }] });
    await append(store, 2500);
    t.equal(await store.compact(SPACE, 1_000_000), 2500);
    t.equal(await store.sequence(SPACE), 2500);
    t.same((await store.get(SPACE, bytes('k')))?.value, bytes('v'), 'rows are not touched');
    const reading = readChanges(store, SPACE, { after: 2500, count: 1 });
    await append(store, 1);
    t.same(await reading, ['2501:2501']);
    await rejection(t, 'RESUME_GONE', first(store, 2499));
  });

  void t.test('a reader that trimming overtakes gets RESUME_GONE and no gap', async (t) => {
    const store = await useStore(t, backend);
    await append(store, 600);
    const reader = store.changes(SPACE, 0, never())[Symbol.asyncIterator]();
    t.equal((await reader.next()).value?.sequence, 1);
    await store.compact(SPACE, 600);
    await append(store, 1);
    const rest = async (): Promise<void> => {
      for (let expected = 2; ; expected++) t.equal((await reader.next()).value?.sequence, expected);
    };
    await rejection(t, 'RESUME_GONE', rest());
  });

  void t.test('trimming does not disturb a reader that is ahead of it', async (t) => {
    const store = await useStore(t, backend);
    await append(store, 10);
    const reader = store.changes(SPACE, 9, never())[Symbol.asyncIterator]();
    t.equal((await reader.next()).value?.sequence, 10);
    const pending = reader.next();
    await store.compact(SPACE, 10);
    await append(store, 1);
    t.equal((await pending).value?.sequence, 11);
    await reader.return?.();
  });

  void t.test('a start behind the end of the log is not of this log', async (t) => {
    const store = await useStore(t, backend);
    await rejection(t, 'RESUME_GONE', first(store, 1));
    await append(store, 5);
    await rejection(t, 'RESUME_GONE', first(store, 6));
  });
};

const testDropping = (backend: StoreBackend): void => {
  void t.test('dropping deletes rows, log and sequence of one space, and may be repeated', async (t) => {
    const store = await useStore(t, backend);
    const puts = Array.from({ length: 2500 }, (_, at) => ({ key: bytes(at >> 8, at & 0xff), value: bytes('v') }));
    for (const space of [SPACE, OTHER_SPACE]) await store.commit(space, { puts, entries: [bytes('1'), bytes('2')] });
    await append(store, 2500);
    await store.drop(SPACE);
    await store.drop(SPACE);
    t.same(await store.range(SPACE, EVERYTHING), []);
    t.equal(await store.sequence(SPACE), 0);
    t.equal((await store.range(OTHER_SPACE, { ...EVERYTHING, limit: 9999 })).length, 2500);
    t.same(await readChanges(store, OTHER_SPACE, { after: 0, count: 2 }), ['1:1', '2:2']);
    t.equal(await store.commit(SPACE, { entries: [bytes('new')] }), 1);
    t.same(await readChanges(store, SPACE, { after: 0, count: 1 }), ['1:new']);
  });

  void t.test('dropping, and trimming, take in what was committed before them and is still on its way', async (t) => {
    const store = await useStore(t, backend);
    const commit = (key: string) => store.commit(SPACE, { puts: [{ key: bytes(key), value: bytes() }] });
    const log = (entry: string) => store.commit(SPACE, { entries: [bytes(entry)] });
    /** Lets what was called get on its way. */
    const begin = async (): Promise<void> => {
      for (let hop = 0; hop < 10; hop++) await Promise.resolve();
    };
    const committing = commit('one');
    await begin();
    await Promise.all([committing, store.drop(SPACE)]);
    t.same(await store.range(SPACE, EVERYTHING), []);
    const logging = log('one');
    await begin();
    const [trimmed] = await Promise.all([store.compact(SPACE, 1), log('two'), logging]);
    t.equal(trimmed, 1);
    t.same(await readChanges(store, SPACE, { after: 1, count: 1 }), ['2:two']);
  });

  void t.test('dropping ends readers of the log with RESUME_GONE', async (t) => {
    const store = await useStore(t, backend);
    await append(store, 3);
    const reader = store.changes(SPACE, 2, never())[Symbol.asyncIterator]();
    t.equal((await reader.next()).value?.sequence, 3);
    const pending = reader.next();
    await store.drop(SPACE);
    await rejection(t, 'RESUME_GONE', pending);
  });
};

/** What the port says of `changes`, `compact` and `drop`. */
export const testChanges = (backend: StoreBackend): void => {
  testReading(backend);
  testEnding(backend);
  testTrimming(backend);
  testDropping(backend);
};
