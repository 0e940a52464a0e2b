import fc from 'fast-check';
import t from 'tap';
import { RowList } from '../../../src/space/projection/index.js';

t.test('a list gives its living rows in order after any sequence, whatever came and went', (t) => {
  const step = fc.record({ sequence: fc.integer({ min: 1, max: 120 }), remove: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), fc.nat(120), (steps, after) => {
      const list = new RowList((slot) => slot);
      const alive = new Map<number, number>();
      let last = 0;
      for (const { sequence, remove } of steps) {
        if (alive.delete(sequence)) list.delete(sequence);
        if (remove) continue;
        alive.set(sequence, ++last);
        list.add(sequence, last);
      }
      const expected = [...alive]
        .filter(([sequence]) => sequence > after)
        .sort(([left], [right]) => left - right)
        .map(([, slot]) => slot);
      const found = [...list.after(after)];
      return (
        list.size === alive.size && found.length === expected.length && found.every((one, at) => one === expected[at])
      );
    }),
    { seed: 5, numRuns: 300 },
  );
  t.end();
});
