/** Largest code point. */
export const MAX_CODE_POINT = 0x10ffff;

/** An inclusive range of code points. */
export type CodePointRange = readonly [first: number, last: number];

/** How a set is made: of ranges, of a general category of Unicode, or of other sets. */
export type CharSetParts =
  | { readonly kind: 'ranges'; readonly ranges: readonly CodePointRange[] }
  | { readonly kind: 'category'; readonly name: string }
  | { readonly kind: 'union'; readonly sets: readonly CharSet[] }
  | { readonly kind: 'complement'; readonly set: CharSet }
  | { readonly kind: 'difference'; readonly set: CharSet; readonly without: CharSet };

/** A set of code points. Membership is asked one code point at a time, so that no set is ever written out. */
export interface CharSet {
  /** Equal keys mean equal sets (not the other way round). */
  readonly key: string;
  readonly has: (codePoint: number) => boolean;
  readonly parts: CharSetParts;
}

const inRanges = (ranges: readonly CodePointRange[], codePoint: number): boolean => {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (codePoint < range[0]) high = middle - 1;
    else if (codePoint > range[1]) low = middle + 1;
    else return true;
  }
  return false;
};

/** The ranges sorted, with those that touch or overlap joined. */
const mergeRanges = (ranges: readonly CodePointRange[]): readonly CodePointRange[] => {
  const merged: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((left, right) => left[0] - right[0])) {
    const open = merged.at(-1);
    if (open !== undefined && first <= open[1] + 1) open[1] = Math.max(open[1], last);
    else merged.push([first, last]);
  }
  return merged;
};

/** The set of all code points in `ranges`, in any order. */
export const rangeSet = (...ranges: readonly CodePointRange[]): CharSet => {
  const merged = mergeRanges(ranges);
  const key = merged.map(([first, last]) => `${first.toString(16)}-${last.toString(16)}`).join(',');
  const parts: CharSetParts = { kind: 'ranges', ranges: merged };
  const only = merged[0];
  if (merged.length === 1 && only !== undefined) {
    const [first, last] = only;
    return { key, parts, has: (codePoint) => codePoint >= first && codePoint <= last };
  }
  return { key, parts, has: (codePoint) => inRanges(merged, codePoint) };
};

/** The set of code points of a general category, of which `expression` (anchored, flag `u`) matches the text. */
export const categorySet = (name: string, expression: RegExp): CharSet => ({
  key: `p{${name}}`,
  parts: { kind: 'category', name },
  has: (codePoint) => expression.test(String.fromCodePoint(codePoint)),
});

/** All code points in any of `sets`. */
export const unionSet = (sets: readonly CharSet[]): CharSet => {
  const only = sets[0];
  if (sets.length === 1 && only !== undefined) return only;
  return {
    key: `(${sets.map((set) => set.key).join('|')})`,
    parts: { kind: 'union', sets },
    has: (codePoint) => sets.some((set) => set.has(codePoint)),
  };
};

/** All code points not in `set`. */
export const complementSet = (set: CharSet): CharSet => ({
  key: `!${set.key}`,
  parts: { kind: 'complement', set },
  has: (codePoint) => !set.has(codePoint),
});

/** All code points in `set` and not in `without`. */
export const subtractSet = (set: CharSet, without: CharSet): CharSet => ({
  key: `(${set.key}\\${without.key})`,
  parts: { kind: 'difference', set, without },
  has: (codePoint) => set.has(codePoint) && !without.has(codePoint),
});
