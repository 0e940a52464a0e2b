import fc from 'fast-check';
import t from 'tap';
import { findDateTimeParts } from '../../../src/schema/simple/date-time-parts.js';
import { isUsualDateTime } from '../../../src/schema/simple/usual-date-time.js';
import { BUILT_IN_TEXTS } from './built-in-texts.js';
import { getBuiltIn, restrict, show } from './support.js';

const RUNS = { seed: 20261121, numRuns: 3000 };

/** Texts that are nearly dates and times: two digits in each place, and maybe one character changed. */
const nearDateTimes = fc
  .tuple(
    fc.array(fc.nat(99), { minLength: 7, maxLength: 7 }),
    fc.constantFrom('', 'Z', '.5', '.50Z', '.', '.Z', '+01:00', 'ZZ', ' ', 'Z '),
    fc.nat(24),
    fc.constantFrom('', '', '', '0', '-', 'T', ':', ' ', 'x'),
  )
  .map(([numbers, end, at, change]) => {
    const [century, year, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers.map((each, place) =>
      place < 2 || each % 3 === 0 ? each : each % 13,
    );
    const pad = (value: number | undefined) => String(value).padStart(2, '0');
    const text = `${pad(century)}${pad(year)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}${end}`;
    return change === '' ? text : text.slice(0, at) + change + text.slice(at + 1);
  });

const ALL = { year: true, month: true, day: true, time: true };

t.test('a date and time that is taken at a glance is one', async () => {
  let taken = 0;
  const property = fc.property(nearDateTimes, (text) => {
    if (!isUsualDateTime(text)) return true;
    taken++;
    return findDateTimeParts(text, ALL) !== undefined;
  });
  fc.assert(property, RUNS);
  if (taken < 50) throw new RangeError(`only ${String(taken)} of the texts were taken`);
});

t.test('what programs write is taken at a glance', async (t) => {
  for (const text of [
    '2026-11-21T10:20:30Z',
    '2026-11-21T10:20:30',
    '2026-02-28T23:59:59.999Z',
    '0100-01-01T00:00:00Z',
  ])
    t.ok(isUsualDateTime(text), text);
});

const SIZED = [
  restrict('string', ['minLength', '1']),
  restrict('string', ['minLength', '3'], ['maxLength', '5']),
  restrict('token', ['minLength', '2'], ['maxLength', '3']),
  restrict('string', ['maxLength', '2'], ['whiteSpace', 'collapse']),
  restrict('normalizedString', ['maxLength', '4']),
];

t.test('a text that is taken by its length in code units has the right number of characters', async () => {
  const texts = fc.array(fc.constantFrom('a', ' ', '\n', '𝄞', '\ud834', '\udd1e'), { maxLength: 8 });
  const property = fc.property(texts, fc.constantFrom(...SIZED), (units, { runtime, facets }) => {
    const text = units.join('');
    if (runtime.isQuick?.(text) !== true) return true;
    const length = [...text].length;
    const { minLength = 0, maxLength = Infinity } = facets;
    return runtime.normalize(text) === text && length >= minLength && length <= maxLength;
  });
  fc.assert(property, RUNS);
});

for (const [name, [right, wrong]] of Object.entries(BUILT_IN_TEXTS)) {
  const { runtime } = getBuiltIn(name);
  t.test(`a text that is taken as xs:${name} at a glance needs no normalising, and no wrong one is`, async (t) => {
    for (const [text] of right)
      if (runtime.isQuick?.(text) === true) t.equal(runtime.normalize(text), text, show(text));
    for (const text of wrong) t.not(runtime.isQuick?.(text), true, show(text));
  });
}
