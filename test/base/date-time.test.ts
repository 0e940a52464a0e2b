import t from 'tap';
import fc from 'fast-check';
import { toDateTime } from '../../src/base/index.js';

const DAY_MS = 86_400_000;

t.test('a time is written as Date writes it, in every year', async (t) => {
  const edges = [
    0,
    -1,
    1,
    951_782_400_000 - 1,
    951_782_400_000,
    253_402_300_799_999,
    253_402_300_800_000,
    -62_162_208_000_000,
    -62_162_208_000_001,
    -62_167_219_200_000,
    8.64e15,
    -8.64e15,
    0.9,
    -0.9,
    1e12 + 0.5,
  ];
  for (const timeMs of edges) t.equal(toDateTime(timeMs), new Date(timeMs).toISOString());
  for (let day = -366; day < 366 * 401; day++)
    if (toDateTime(day * DAY_MS + 12_345) !== new Date(day * DAY_MS + 12_345).toISOString()) t.fail(`day ${day}`);
  const time = fc.oneof(
    fc.integer({ min: -62_167_219_200_000, max: 253_402_300_800_000 }),
    fc.integer({ min: 0, max: 4e12 }),
  );
  fc.assert(
    fc.property(time, (timeMs) => toDateTime(timeMs) === new Date(timeMs).toISOString()),
    { seed: 3, numRuns: 5000 },
  );
});

t.test('what is no time is refused', async (t) => {
  for (const timeMs of [Number.NaN, Infinity, -Infinity, 8.64e15 + 1]) t.throws(() => toDateTime(timeMs), RangeError);
});
