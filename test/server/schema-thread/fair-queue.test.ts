import fc from 'fast-check';
import t from 'tap';
import { createFairQueue } from '../../../src/server/schema-thread/fair-queue.js';

const fill = (queue: ReturnType<typeof createFairQueue<string>>, asker: string, count: number): void => {
  for (let at = 0; at < count; at++) queue.add(asker, `${asker}${at}`);
};

const drain = (queue: ReturnType<typeof createFairQueue<string>>): readonly string[] => {
  const taken: string[] = [];
  for (let item = queue.take(); item !== undefined; item = queue.take()) taken.push(item);
  return taken;
};

t.test('items are taken in turn between askers, and in their order for each', (t) => {
  const queue = createFairQueue<string>({ places: 10, share: 5 });
  fill(queue, 'a', 4);
  fill(queue, 'b', 2);
  fill(queue, 'c', 1);
  t.same(drain(queue), ['a0', 'b0', 'c0', 'a1', 'b1', 'a2', 'a3']);
  t.end();
});

t.test('a place is held until what was taken is done', (t) => {
  const queue = createFairQueue<string>({ places: 4, share: 2 });
  fill(queue, 'a', 2);
  t.same(drain(queue), ['a0', 'a1']);
  t.throws(() => queue.add('a', 'a2'), { code: 'TOO_MANY_TASKS', limit: 'maxWaitingSchemasOfClient' });
  t.equal(queue.size(), 2);
  queue.release('a');
  t.equal(queue.add('a', 'a2'), undefined);
  t.end();
});

t.test('what is put back comes first, and holds no second place', (t) => {
  const queue = createFairQueue<string>({ places: 4, share: 4 });
  fill(queue, 'a', 2);
  const taken = queue.take();
  if (taken !== undefined) queue.putBack(taken);
  t.equal(queue.size(), 2);
  t.same(queue.clear(), ['a0', 'a1']);
  t.equal(queue.size(), 0);
  t.end();
});

t.test(
  'where all places are held, who holds fewest gets one of who holds most; who would hold as many does not',
  (t) => {
    const queue = createFairQueue<string>({ places: 6, share: 4 });
    fill(queue, 'a', 4);
    fill(queue, 'b', 2);
    t.equal(queue.add('c', 'c0'), 'a3', 'the newest of the largest');
    t.equal(queue.size(), 6);
    t.equal(queue.add('c', 'c1'), 'a2');
    const full = { code: 'TOO_MANY_TASKS', limit: 'maxWaitingSchemas', retryAfterSeconds: 1 };
    for (const asker of ['a', 'b', 'c']) t.throws(() => queue.add(asker, 'x'), full);
    t.same(drain(queue), ['a0', 'b0', 'c0', 'a1', 'b1', 'c1']);
    t.throws(() => queue.add('d', 'd0'), full, 'what is at work is not pushed out');
    t.end();
  },
);

t.test('whoever asks for less than an equal part is never refused nor pushed out, whatever others do', (t) => {
  const places = 12;
  const share = 6;
  const askers = ['a', 'b', 'c', 'd'];
  const step = fc.record({ asker: fc.constantFrom(...askers), what: fc.constantFrom('add', 'add', 'add', 'take') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const queue = createFairQueue<string>({ places, share });
      const held = new Map(askers.map((asker) => [asker, 0]));
      const change = (asker: string, by: number): void => void held.set(asker, (held.get(asker) ?? 0) + by);
      for (const { asker, what } of steps) {
        if (what === 'take') {
          const done = queue.take();
          if (done === undefined) continue;
          queue.release(done);
          change(done, -1);
          continue;
        }
        const before = held.get(asker) ?? 0;
        try {
          const pushed = queue.add(asker, asker);
          change(asker, 1);
          if (pushed === undefined) continue;
          if ((held.get(pushed) ?? 0) <= places / askers.length) return false;
          change(pushed, -1);
        } catch {
          if (before < places / askers.length) return false;
        }
      }
      const sum = [...held.values()].reduce((all, count) => all + count, 0);
      return sum === queue.size() && sum <= places && [...held.values()].every((count) => count <= share);
    }),
    { seed: 20261121, numRuns: 500 },
  );
  t.end();
});
