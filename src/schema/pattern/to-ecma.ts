import { countBacktracking } from './backtracking.js';
import { findEcmaClass } from './ecma-class.js';
import { parsePattern } from './parse-pattern.js';
import { choiceOf } from './syntax.js';
import type { PatternNode } from './syntax.js';

/** Most states of a pattern that is translated: engines write repetitions out. */
const MAX_STATES = 2000;

/** Most ways to read a text that an engine may have to try. */
const MAX_WAYS = 1000;

const quantifier = (min: number, max: number | undefined): string => {
  if (max === undefined) return min === 0 ? '*' : min === 1 ? '+' : `{${String(min)},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${String(min)}}` : `{${String(min)},${String(max)}}`;
};

const joinAll = (texts: readonly (string | undefined)[], separator: string): string | undefined =>
  texts.includes(undefined) ? undefined : texts.join(separator);

/** The text of a part; `undefined` when it holds a class that cannot be said. */
const print = (node: PatternNode): string | undefined => {
  switch (node.kind) {
    case 'empty':
      return '';
    case 'set':
      return findEcmaClass(node.set);
    case 'sequence':
      return joinAll(node.items.map(printAtom), '');
    case 'choice':
      return joinAll(node.options.map(print), '|');
    case 'repeat': {
      const item = node.item.kind === 'set' ? print(node.item) : group(print(node.item));
      return item === undefined ? undefined : item + quantifier(node.min, node.max);
    }
  }
};

const group = (text: string | undefined): string | undefined => (text === undefined ? undefined : `(?:${text})`);

const printAtom = (node: PatternNode): string | undefined =>
  node.kind === 'choice' ? group(print(node)) : print(node);

/**
 * A regular expression of ECMAScript (flag `u`), anchored, that matches exactly the texts of XML that one of the given
 * expressions of XSD (part 2, appendix F) matches; without assertions about what is around, so that linear-time engines take
 * it. `undefined` where there is none, or where an engine that backtracks could be made to work long by a text.
 */
export const findEcmaPattern = (sources: readonly string[]): string | undefined => {
  const tree = choiceOf(sources.map(parsePattern));
  if (tree.states > MAX_STATES) return undefined;
  const ways = countBacktracking(tree);
  if (ways === undefined || ways > MAX_WAYS) return undefined;
  const text = print(tree);
  if (text === undefined) return undefined;
  return tree.kind === 'choice' ? `^(?:${text})$` : `^${text}$`;
};
