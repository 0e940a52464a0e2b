import type { SeededRandom } from '../support/seeded-random.js';

/** An instance that leads to other values. */
export class Box {
  readonly content: unknown;
  constructor(content: unknown) {
    this.content = content;
  }
}

export const CLASSES = {
  box: {
    type: Box,
    encode: (box: Box): unknown => box.content,
    decode: (state: unknown): Box => new Box(state),
  },
};

const TEXTS = [
  '',
  ' ',
  'plain',
  ' a\tb\nc\r\nd ',
  '\\u0041\\',
  '\u0000\u0001\u001f\ufffe\uffff',
  '\ud800x\udc00',
  '\u{1F600}',
  ']]>&<"\'',
  '__proto__',
  'constructor',
  'toString',
];
const NUMBERS = [0, -0, 1, -1.5, Number.NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 1e21, 2 ** 53, 0.1];
const DATES = [0, Number.NaN, 8.64e15, -8.64e15, -62_198_755_200_000, 951_782_400_123];
const ERRORS = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];

const leaf = (random: SeededRandom): unknown => {
  switch (random.int(7)) {
    case 0:
      return random.pick([undefined, null, true, false]);
    case 1:
      return random.pick(NUMBERS);
    case 2:
      return random.pick([0n, -1n, 2n ** 64n, -(10n ** 40n)]);
    case 3:
      return new Date(random.pick(DATES));
    case 4:
      return random.pick([
        Uint8Array.from([0, 255, random.int(256)]).subarray(1),
        new Float64Array([random.pick(NUMBERS)]),
        new BigInt64Array([-1n]),
        new ArrayBuffer(random.int(3)),
        new DataView(new ArrayBuffer(4), 1, 2),
      ]);
    default:
      return random.pick(TEXTS) + random.pick(TEXTS);
  }
};

const container = (random: SeededRandom): object =>
  random.pick([
    () => [],
    () => ({}),
    () => Object.create(null) as object,
    () => new Map(),
    () => new Set(),
    () => new (random.pick(ERRORS))(random.pick(TEXTS)),
  ])();

const put = (random: SeededRandom, target: object, value: unknown): void => {
  if (Array.isArray(target)) {
    target.length += random.pick([0, 0, 0, 1, 3]);
    target.push(value);
    return;
  }
  if (target instanceof Map) target.set(random.pick([value, random.pick(TEXTS), random.pick(NUMBERS)]), value);
  else if (target instanceof Set) target.add(value);
  else {
    const name = target instanceof Error ? random.pick(['cause', 'code', 'errno']) : random.pick(TEXTS) + random.int(3);
    Object.defineProperty(target, name, { value, enumerable: name !== 'cause', configurable: true, writable: true });
  }
};

/** How a graph is made. */
export interface GraphOptions {
  /** Also with instances of {@link Box}, which are in no circle. Default true. */
  readonly boxes?: boolean;
}

/** A random graph with sharing and circles. */
export const randomGraph = (random: SeededRandom, { boxes = true }: GraphOptions = {}): unknown => {
  const containers = Array.from({ length: random.int(12) }, () => container(random));
  const leaves = Array.from({ length: 1 + random.int(6) }, () => leaf(random));
  // What boxes hold is complete before the boxes are, so that no circle leads through one.
  const closed: unknown[] = boxes ? [new Box(new Box(leaves)), new Box(new Map([[leaves[0], new Set(leaves)]]))] : [];
  const pool = [...containers, ...containers, ...leaves, ...closed];
  for (const target of containers)
    for (let left = random.int(5); left > 0; left--)
      put(random, target, random.int(3) === 0 ? leaf(random) : random.pick(pool));
  return random.int(5) === 0 ? pool : random.pick(pool);
};
