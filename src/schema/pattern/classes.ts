import type { CharSet, CodePointRange } from './char-set.js';
import { MAX_CODE_POINT } from './char-set.js';

/** Two-letter general categories of Unicode: each character has one of them (`Cs` has no characters of XML). */
export const CATEGORIES: readonly string[] =
  'Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Zs Zl Zp Sm Sc Sk So Cc Cf Co Cn'.split(' ');

/** One character of each category outside ASCII, in the order above: most classes by category have it. */
const EXAMPLES: readonly number[] = [
  ...[0xc0, 0xe0, 0x1c5, 0x2b0, 0x5d0, 0x300, 0x903, 0x488, 0x660, 0x2160, 0xb2],
  ...[0x203f, 0x2010, 0x207d, 0x207e, 0xab, 0xbb, 0xa1, 0xa0, 0x2028, 0x2029],
  ...[0xac, 0xa2, 0xa8, 0xa6, 0x80, 0xad, 0xe000, 0x378],
];

const ASCII_END = 0x80;

/** Characters of XML 1.0 outside ASCII, and those in it. */
const XML_RANGES: readonly CodePointRange[] = [
  [ASCII_END, 0xd7ff],
  [0xe000, 0xfffd],
  [0x10000, MAX_CODE_POINT],
];
const XML_ASCII: readonly number[] = [9, 10, 13, ...Array.from({ length: 96 }, (_, at) => at + 32)];

/** Most classes; a question with more is not answered. */
const MAX_CLASSES = 512;

/**
 * The characters of XML, parted so that each of some sets holds all of a class or nothing of it. A class stands for an interval
 * and, where sets are by category, a category: not every such class has a character, which is why an answer found by
 * one that is in doubt is checked by its example.
 */
export interface CharClasses {
  readonly count: number;
  /** By class: whether the set holds it. */
  readonly membersOf: (set: CharSet) => readonly boolean[];
  /** A character of the class, when one is known. */
  readonly exampleOf: (classNumber: number) => number | undefined;
}

/** What stands for a class: a code point of an interval and, if it matters, a category. */
interface Sample {
  readonly codePoint: number;
  readonly category: string | undefined;
}

const holds = (set: CharSet, sample: Sample): boolean => {
  const { parts } = set;
  if (sample.category === undefined) return set.has(sample.codePoint);
  switch (parts.kind) {
    case 'ranges':
      return set.has(sample.codePoint);
    case 'category':
      return sample.category.startsWith(parts.name);
    case 'union':
      return parts.sets.some((each) => holds(each, sample));
    case 'complement':
      return !holds(parts.set, sample);
    case 'difference':
      return holds(parts.set, sample) && !holds(parts.without, sample);
  }
};

/** Where ranges begin or have ended, and whether a category is asked for anywhere in the set. */
const survey = (set: CharSet, starts: Set<number>): boolean => {
  const { parts } = set;
  switch (parts.kind) {
    case 'ranges':
      for (const [first, last] of parts.ranges) starts.add(first).add(last + 1);
      return false;
    case 'category':
      return true;
    case 'union':
      return parts.sets.map((each) => survey(each, starts)).includes(true);
    case 'complement':
      return survey(parts.set, starts);
    case 'difference':
      return [parts.set, parts.without].map((each) => survey(each, starts)).includes(true);
  }
};

const listSamples = (sets: readonly CharSet[]): readonly Sample[] => {
  const starts = new Set(XML_RANGES.map(([first]) => first));
  const asksCategory = sets.map((set) => survey(set, starts)).includes(true);
  const intervals = [...starts].filter((at) => XML_RANGES.some(([first, last]) => at >= first && at <= last));
  const categories = asksCategory ? CATEGORIES : [undefined];
  return [
    ...[...XML_ASCII, ...(asksCategory ? EXAMPLES : [])].map((codePoint) => ({ codePoint, category: undefined })),
    ...intervals.flatMap((codePoint) => categories.map((category) => ({ codePoint, category }))),
  ];
};

const TESTS: ReadonlyMap<string, RegExp> = new Map(CATEGORIES.map((name) => [name, new RegExp(`^\\p{${name}}$`, 'u')]));

const isReal = ({ codePoint, category }: Sample): boolean =>
  category === undefined || TESTS.get(category)?.test(String.fromCodePoint(codePoint)) === true;

/**
 * The classes of characters under some sets; `undefined` when there would be too many, or `step` says that it is too
 * much work. Each of `apart` is a class of its own.
 */
export const createClasses = (
  sets: readonly CharSet[],
  apart: readonly number[],
  step: (count: number) => boolean,
): CharClasses | undefined => {
  const samples = listSamples(sets);
  if (!step(Math.ceil((samples.length * sets.length) / 8))) return undefined;
  const bySignature = new Map<string, { sample: Sample; isReal: boolean }>();
  for (const sample of samples) {
    let signature = apart.includes(sample.codePoint) ? String(sample.codePoint) : '';
    for (const set of sets) signature += holds(set, sample) ? '1' : '0';
    const known = bySignature.get(signature);
    if (known?.isReal === true) continue;
    const real = isReal(sample);
    if (known === undefined || real) bySignature.set(signature, { sample, isReal: real });
    if (bySignature.size > MAX_CLASSES) return undefined;
  }
  const classes = [...bySignature.values()];
  const members = new Map<string, readonly boolean[]>();
  return {
    count: classes.length,
    membersOf: (set) => {
      const known = members.get(set.key) ?? classes.map(({ sample }) => holds(set, sample));
      members.set(set.key, known);
      return known;
    },
    exampleOf: (classNumber) => {
      const found = classes[classNumber];
      return found?.isReal === true ? found.sample.codePoint : undefined;
    },
  };
};
