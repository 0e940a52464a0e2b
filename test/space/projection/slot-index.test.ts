import fc from 'fast-check';
import t from 'tap';
import { SlotIndex } from '../../../src/space/projection/slot-index.js';

t.test('a slot index finds what is in it and nothing else, also when all hashes meet', (t) => {
  const step = fc.record({ entry: fc.integer({ min: 1, max: 60 }), remove: fc.boolean() });
  for (const spread of [1, 7, 1000]) {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        // Hashes that run over the end of the table and wrap.
        const hashOf = (entry: number): number => (entry % spread) - 3;
        const index = new SlotIndex({ hashOf });
        const model = new Set<number>();
        for (const { entry, remove } of steps) {
          if (remove && model.delete(entry)) index.delete(entry);
          if (!remove && !model.has(entry)) {
            model.add(entry);
            index.add(entry);
          }
        }
        const found = Array.from({ length: 60 }, (_, at) => at + 1).filter(
          (entry) => index.find(hashOf(entry), (each) => each === entry) === entry,
        );
        return (
          index.size === model.size &&
          found.length === model.size &&
          found.every((entry) => model.has(entry)) &&
          [...index.entries()].length === model.size
        );
      }),
      { seed: 8, numRuns: 200 },
    );
  }
  t.end();
});
