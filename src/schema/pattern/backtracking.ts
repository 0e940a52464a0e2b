import type { CharSet } from './char-set.js';
import { createClasses } from './classes.js';
import type { PatternNode } from './syntax.js';

/** What comes next: classes of characters, as bits. */
type Mask = bigint;

/** How many ways there are to match a part of one text at most, what it may begin with, and whether it may be empty. */
interface Part {
  readonly ways: number;
  readonly first: Mask;
  readonly nullable: boolean;
}

/** Most steps of parting characters into classes. */
const MAX_STEPS = 200_000;

const setsOf = (node: PatternNode): readonly CharSet[] => {
  switch (node.kind) {
    case 'empty':
      return [];
    case 'set':
      return [node.set];
    case 'sequence':
      return node.items.flatMap(setsOf);
    case 'choice':
      return node.options.flatMap(setsOf);
    case 'repeat':
      return setsOf(node.item);
  }
};

type MaskOf = (set: CharSet) => Mask;

const toMasks = (sets: readonly CharSet[]): MaskOf | undefined => {
  let steps = 0;
  const classes = createClasses(sets, [], (count) => (steps += count) <= MAX_STEPS);
  if (classes === undefined) return undefined;
  const masks = new Map<string, Mask>();
  return (set) => {
    const known = masks.get(set.key);
    if (known !== undefined) return known;
    const mask = classes.membersOf(set).reduce((bits, holds, at) => (holds ? bits | (1n << BigInt(at)) : bits), 0n);
    masks.set(set.key, mask);
    return mask;
  };
};

const EMPTY: Part = { ways: 1, first: 0n, nullable: true };

class Counter {
  readonly #maskOf: MaskOf;
  readonly #firsts = new Map<PatternNode, Mask>();

  constructor(maskOf: MaskOf) {
    this.#maskOf = maskOf;
  }

  /** What a part may begin with, told apart from its ways: asked on every level of nested repetitions. */
  #firstOf(node: PatternNode): Mask {
    const known = this.#firsts.get(node) ?? this.#begin(node).first;
    this.#firsts.set(node, known);
    return known;
  }

  #begin(node: PatternNode): Pick<Part, 'first' | 'nullable'> {
    switch (node.kind) {
      case 'empty':
        return EMPTY;
      case 'set':
        return { first: this.#maskOf(node.set), nullable: false };
      case 'sequence':
        return node.items
          .map((item) => this.#begin(item))
          .reduceRight(
            (rest, part) => ({
              first: part.first | (part.nullable ? rest.first : 0n),
              nullable: part.nullable && rest.nullable,
            }),
            EMPTY,
          );
      case 'choice': {
        const options = node.options.map((option) => this.#begin(option));
        return {
          first: options.reduce((first, option) => first | option.first, 0n),
          nullable: options.some(({ nullable }) => nullable),
        };
      }
      case 'repeat': {
        const { first, nullable } = this.#begin(node.item);
        return { first, nullable: nullable || node.min === 0 };
      }
    }
  }

  /** The ways of a part before what may follow it. */
  count(node: PatternNode, follow: Mask): Part {
    switch (node.kind) {
      case 'empty':
        return EMPTY;
      case 'set':
        return { ways: 1, first: this.#maskOf(node.set), nullable: false };
      case 'sequence':
        return node.items.reduceRight<Part>((rest, item) => this.#before(item, rest, follow), EMPTY);
      case 'choice':
        return this.#choice(
          node.options.map((option) => this.count(option, follow)),
          follow,
        );
      case 'repeat':
        return this.#repeat(node, follow);
    }
  }

  #before(item: PatternNode, rest: Part, follow: Mask): Part {
    const part = this.count(item, rest.first | (rest.nullable ? follow : 0n));
    return {
      ways: part.ways * rest.ways,
      first: part.first | (part.nullable ? rest.first : 0n),
      nullable: part.nullable && rest.nullable,
    };
  }

  #choice(options: readonly Part[], follow: Mask): Part {
    let seen = 0n;
    let isApart = true;
    for (const { first, nullable } of options) {
      const begins = first | (nullable ? follow : 0n);
      if ((begins & seen) !== 0n) isApart = false;
      seen |= begins;
    }
    const nullables = options.filter(({ nullable }) => nullable).length;
    const ways = options.map((option) => option.ways);
    return {
      ways: isApart && nullables < 2 ? Math.max(...ways) : ways.reduce((sum, each) => sum + each, 0),
      first: options.reduce((first, option) => first | option.first, 0n),
      nullable: nullables > 0,
    };
  }

  #repeat({ item, min, max }: Extract<PatternNode, { kind: 'repeat' }>, follow: Mask): Part {
    const first = this.#firstOf(item);
    const part = this.count(item, max === 1 ? follow : first | follow);
    const isDoubtful = (first & follow) !== 0n || (part.nullable && max !== 1);
    const nullable = min === 0 || part.nullable;
    if (max === undefined) return { ways: isDoubtful || part.ways > 1 ? Infinity : 1, first, nullable };
    const exits = isDoubtful || (part.nullable && min === 0) ? max - min + 1 : 1;
    return { ways: exits * part.ways ** max, first, nullable };
  }
}

/**
 * The most ways in which an engine that backtracks may begin to match one text: a bound on how often it reads a character.
 * Infinite where that grows with the text; `undefined` where it is too much work to say.
 */
export const countBacktracking = (tree: PatternNode): number | undefined => {
  const maskOf = toMasks(setsOf(tree));
  return maskOf === undefined ? undefined : new Counter(maskOf).count(tree, 0n).ways;
};
