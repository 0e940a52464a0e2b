/** What a window says of a number: `new` ones are seen from then on. */
export type CounterVerdict = 'new' | 'seen' | 'too-old';

/** Remembers which numbers of a rising series were seen, in bounded space (RFC 4303 section 3.4.3). */
export interface CounterWindow {
  readonly take: (count: number) => CounterVerdict;
}

/** How far a message may be overtaken by others of its session. */
const DEFAULT_SIZE = 2_048;

/** A window over the last `size` numbers, a multiple of 32: what is older cannot be told from what was seen, and is refused. */
export const createCounterWindow = (size = DEFAULT_SIZE): CounterWindow => {
  const seen = new Uint32Array(size / 32);
  let highest = 0;
  const isSet = (count: number): boolean => (((seen[(count % size) >>> 5] ?? 0) >>> (count % 32)) & 1) === 1;
  const mark = (count: number): void => {
    const at = (count % size) >>> 5;
    seen[at] = (seen[at] ?? 0) | (1 << (count % 32));
  };
  const clear = (count: number): void => {
    const at = (count % size) >>> 5;
    seen[at] = (seen[at] ?? 0) & ~(1 << (count % 32));
  };
  const advance = (count: number): void => {
    if (count - highest >= size) seen.fill(0);
    else for (let passed = highest + 1; passed <= count; passed++) clear(passed);
    highest = count;
  };
  return {
    take: (count) => {
      if (count <= highest - size) return 'too-old';
      if (count > highest) advance(count);
      else if (isSet(count)) return 'seen';
      mark(count);
      return 'new';
    },
  };
};
