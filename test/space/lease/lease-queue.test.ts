import fc from 'fast-check';
import t from 'tap';
import { createLeaseQueue, orderBy } from '../../../src/space/lease/lease-queue.js';

interface Item {
  readonly id: number;
  due: number;
  queueIndex: number;
}

t.test('the first item is always the one that is due first, whatever was put in, moved and taken out', (t) => {
  const step = fc.record({ id: fc.nat(15), due: fc.nat(50), take: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const items = new Map<number, Item>();
      const queue = createLeaseQueue<Item>(orderBy(({ due }) => due));
      for (const { id, due, take } of steps) {
        const item = items.get(id) ?? { id, due, queueIndex: -1 };
        if (take) {
          items.delete(id);
          queue.delete(item);
          if (item.queueIndex !== -1) return false;
        } else {
          item.due = due;
          items.set(id, item);
          queue.set(item);
        }
        const earliest = Math.min(...[...items.values()].map((one) => one.due));
        if (queue.size() !== items.size) return false;
        if (items.size > 0 && queue.peek()?.due !== earliest) return false;
      }
      return true;
    }),
    { seed: 11, numRuns: 500 },
  );
  t.end();
});
