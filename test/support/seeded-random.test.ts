import t from 'tap';
import { createSeededRandom } from './seeded-random.js';

t.test('the same seed gives the same values and another seed gives others', async (t) => {
  const draw = (seed: number) => {
    const random = createSeededRandom(seed);
    return [...random.bytes(8), random.int(1000), random.intBetween(5, 9), random.pick(['a', 'b', 'c'])];
  };
  t.same(draw(1), draw(1));
  t.notSame(draw(1), draw(2));
});

t.test('numbers stay within their bounds and a shuffle keeps every item', async (t) => {
  const random = createSeededRandom(7);
  const drawn = Array.from({ length: 1000 }, () => random.intBetween(3, 5));
  t.same([...new Set(drawn)].sort(), [3, 4, 5]);
  t.same(random.shuffle([1, 2, 3, 4, 5]).sort(), [1, 2, 3, 4, 5]);
  t.throws(() => random.pick([]), RangeError);
});
