import fc from 'fast-check';
import t from 'tap';
import type { Row } from '../../../src/space/projection/index.js';
import { RowList } from '../../../src/space/projection/index.js';

const row = (sequence: number): Row => ({ sequence, removed: false }) as Row;

t.test('a list gives its living rows in order after any sequence, whatever came and went', (t) => {
  const step = fc.record({ sequence: fc.integer({ min: 1, max: 120 }), remove: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), fc.nat(120), (steps, after) => {
      const list = new RowList();
      const alive = new Map<number, Row>();
      for (const { sequence, remove } of steps) {
        const old = alive.get(sequence);
        if (old) {
          old.removed = true;
          list.noteRemoved();
          alive.delete(sequence);
        }
        if (remove) continue;
        const fresh = row(sequence);
        alive.set(sequence, fresh);
        list.add(fresh);
      }
      const expected = [...alive.values()]
        .filter((one) => one.sequence > after)
        .sort((a, b) => a.sequence - b.sequence);
      const found = [...list.after(after)];
      return (
        list.size === alive.size && found.length === expected.length && found.every((one, at) => one === expected[at])
      );
    }),
    { seed: 5, numRuns: 300 },
  );
  t.end();
});
