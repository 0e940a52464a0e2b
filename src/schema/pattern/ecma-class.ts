import { MAX_CODE_POINT } from './char-set.js';
import type { CharSet, CodePointRange } from './char-set.js';
import { CATEGORIES } from './classes.js';

/** A set as a class of ECMAScript can say it: ranges and categories, or all but them. */
interface ClassParts {
  readonly ranges: readonly CodePointRange[];
  readonly categories: ReadonlySet<string>;
  readonly negated: boolean;
}

/** Most code points of ranges that are asked one by one. */
const MAX_ASKED = 5000;

const NONE: ReadonlySet<string> = new Set();

const ofRanges = (ranges: readonly CodePointRange[]): ClassParts => ({ ranges, categories: NONE, negated: false });

/** What is between the ranges, which are sorted and apart. */
const invertRanges = (ranges: readonly CodePointRange[]): readonly CodePointRange[] => {
  const gaps: CodePointRange[] = [];
  let from = 0;
  for (const [first, last] of ranges) {
    if (first > from) gaps.push([from, first - 1]);
    from = last + 1;
  }
  return from > MAX_CODE_POINT ? gaps : [...gaps, [from, MAX_CODE_POINT]];
};

const joinRanges = (ranges: readonly CodePointRange[]): readonly CodePointRange[] => {
  const joined: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((left, right) => left[0] - right[0])) {
    const open = joined.at(-1);
    if (open !== undefined && first <= open[1] + 1) open[1] = Math.max(open[1], last);
    else joined.push([first, last]);
  }
  return joined;
};

const invert = (parts: ClassParts): ClassParts => {
  const { ranges, categories, negated } = parts;
  if (categories.size === 0 && !negated) return ofRanges(invertRanges(ranges));
  if (ranges.length > 0) return { ...parts, negated: !negated };
  return { ...parts, categories: new Set(CATEGORIES.filter((name) => !categories.has(name))) };
};

const unite = (left: ClassParts, right: ClassParts): ClassParts | undefined => {
  if (left.negated || right.negated) return undefined;
  return {
    ranges: joinRanges([...left.ranges, ...right.ranges]),
    categories: new Set([...left.categories, ...right.categories]),
    negated: false,
  };
};

const isRanges = ({ categories, negated }: ClassParts): boolean => categories.size === 0 && !negated;

const isAll = (parts: ClassParts): boolean => isRanges(parts) && invertRanges(parts.ranges).length === 0;

const sizeOf = (ranges: readonly CodePointRange[]): number =>
  ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);

/** The code points of ranges that are in a set, asked one by one. */
const filterRanges = (ranges: readonly CodePointRange[], set: CharSet): ClassParts => {
  const kept: CodePointRange[] = [];
  for (const [first, last] of ranges)
    for (let codePoint = first; codePoint <= last; codePoint++)
      if (set.has(codePoint)) kept.push([codePoint, codePoint]);
  return ofRanges(joinRanges(kept));
};

const subtract = (whole: CharSet, set: CharSet, without: CharSet): ClassParts | undefined => {
  const [left, right] = [toParts(set), toParts(without)];
  if (left === undefined || right === undefined) return undefined;
  if (isAll(left)) return invert(right);
  if (isRanges(left) && !isRanges(right) && sizeOf(left.ranges) <= MAX_ASKED) return filterRanges(left.ranges, whole);
  const rest = unite(invert(left), right);
  return rest === undefined ? undefined : invert(rest);
};

const toParts = (set: CharSet): ClassParts | undefined => {
  const { parts } = set;
  switch (parts.kind) {
    case 'ranges':
      return ofRanges(parts.ranges);
    case 'category':
      return { ...ofRanges([]), categories: new Set(CATEGORIES.filter((name) => name.startsWith(parts.name))) };
    case 'complement': {
      const inner = toParts(parts.set);
      return inner === undefined ? undefined : invert(inner);
    }
    case 'union':
      return parts.sets
        .map(toParts)
        .reduce<ClassParts | undefined>(
          (all, each) => (all === undefined || each === undefined ? undefined : unite(all, each)),
          ofRanges([]),
        );
    case 'difference':
      return subtract(set, parts.set, parts.without);
  }
};

const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
]);

const SYNTAX = '^$\\.*+?()[]{}|/-';

/** A character for a pattern, in and outside of classes. */
const toCharacter = (codePoint: number, inClass: boolean): string => {
  const short = SHORT_ESCAPES.get(codePoint);
  if (short !== undefined) return short;
  if (codePoint > 0xffff) return `\\u{${codePoint.toString(16)}}`;
  if (codePoint < 0x20 || codePoint > 0x7e) return `\\u${codePoint.toString(16).padStart(4, '0')}`;
  const character = String.fromCharCode(codePoint);
  // A hyphen may be escaped in a class only.
  const isSyntax = character === '-' ? inClass : SYNTAX.includes(character);
  return isSyntax ? `\\${character}` : character;
};

const toRange = ([first, last]: CodePointRange): string => {
  if (first === last) return toCharacter(first, true);
  return `${toCharacter(first, true)}${last === first + 1 ? '' : '-'}${toCharacter(last, true)}`;
};

/** Categories, those of one letter together where all of them are there. */
const toCategories = (categories: ReadonlySet<string>): string => {
  const letters = [...new Set(CATEGORIES.map((name) => name.charAt(0)))];
  return letters
    .flatMap((letter) => {
      const all = CATEGORIES.filter((name) => name.startsWith(letter));
      const own = all.filter((name) => categories.has(name));
      return own.length === all.length ? [letter] : own;
    })
    .map((name) => `\\p{${name}}`)
    .join('');
};

/** Ranges alone: one character, a class, or all but a class. */
const printRanges = (ranges: readonly CodePointRange[]): string => {
  const [only, ...more] = ranges;
  if (only !== undefined && more.length === 0 && only[0] === only[1]) return toCharacter(only[0], false);
  const isWide = only?.[0] === 0 && ranges.at(-1)?.[1] === MAX_CODE_POINT;
  return isWide ? `[^${invertRanges(ranges).map(toRange).join('')}]` : `[${ranges.map(toRange).join('')}]`;
};

/** The set as a character or class of ECMAScript with the flag `u`; `undefined` where one class cannot say it. */
export const findEcmaClass = (set: CharSet): string | undefined => {
  const parts = toParts(set);
  if (parts === undefined) return undefined;
  const { ranges, categories, negated } = parts;
  if (isRanges(parts)) return printRanges(ranges);
  const named = toCategories(categories);
  const isOne = ranges.length === 0 && !named.includes('\\', 1);
  return isOne ? named : `[${negated ? '^' : ''}${ranges.map(toRange).join('')}${named}]`;
};
