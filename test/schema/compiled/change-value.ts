import type { TypedValue } from '../../../src/schema/index.js';
import type { SeededRandom } from '../../support/seeded-random.js';

/** Values of every kind, of which some are right somewhere. */
const SCALARS: readonly TypedValue[] = [
  ...[
    '',
    'a',
    ' a  b ',
    'A4',
    '<&>"\'\t\n\r',
    'true',
    '7',
    '-7',
    '1.50',
    '2026-11-21',
    'AQID',
    'urn:x',
    '\u0001',
    '\ud800',
    'ü€𝄞',
  ],
  ...[0, -0, 1, 7, 255, 256, -1, 1.5, 1e21, 2 ** 53, NaN, Infinity],
  ...[0n, 7n, -7n, 2n ** 63n, 2n ** 64n],
  ...[true, false, null, undefined],
  new Uint8Array([1, 2, 3]),
  [],
  ['a'],
  [null],
  [undefined],
  {},
  { $: 'a' },
  { a: 'a' },
  [7],
  ['<wild xmlns="urn:w"/>'],
  ['<w:wild xmlns:w="urn:w"/>', '<wild xmlns="urn:w"/>'],
];

const isItems = (value: TypedValue): value is readonly TypedValue[] => Array.isArray(value);

const NAMES = [
  'a',
  '$',
  '@a',
  '@name',
  'name',
  '{urn:w}wild',
  '{urn:t}simple',
  'constructor',
  '@{http://www.w3.org/2001/XMLSchema-instance}nil',
];

const changeMembers = (
  random: SeededRandom,
  entries: readonly [string, TypedValue][],
): readonly [string, TypedValue][] => {
  const at = random.int(entries.length);
  const entry = entries[at];
  if (entry === undefined) return [[random.pick(NAMES), random.pick(SCALARS)]];
  switch (random.int(8)) {
    case 0:
      return entries.toSpliced(at, 1);
    case 1:
      return [...entries, [random.pick(NAMES), random.pick(SCALARS)]];
    case 2:
      return random.shuffle(entries);
    case 3:
      return entries.with(at, [entry[0], undefined]);
    case 4:
      return entries.with(at, [entry[0], [entry[1]]]);
    default:
      return entries.with(at, [entry[0], changeValue(random, entry[1])]);
  }
};

/** The value with one thing in it changed: a scalar, a member taken out, put in, or in another place. */
export const changeValue = (random: SeededRandom, value: TypedValue): TypedValue => {
  const isObject = typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
  if (!isObject || random.int(8) === 0) return random.pick(SCALARS);
  if (!isItems(value)) return Object.fromEntries(changeMembers(random, Object.entries(value)));
  const at = random.int(value.length);
  const item = value[at];
  if (item === undefined || random.int(4) === 0) return [...value, ...value, random.pick(SCALARS)].slice(random.int(2));
  return value.with(at, changeValue(random, item));
};
