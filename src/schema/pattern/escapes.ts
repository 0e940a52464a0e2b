import { UNICODE_BLOCKS } from './blocks.js';
import { complementSet, categorySet, rangeSet, subtractSet, unionSet, MAX_CODE_POINT } from './char-set.js';
import type { CharSet } from './char-set.js';
import { isNameCharacter, isNameStart, NAME_CHARACTER_RANGES, NAME_INITIAL_RANGES } from './name-characters.js';

const SINGLE_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ...Array.from('\\|.-^?*+{}()[]', (character): [string, number] => [character, character.charCodeAt(0)]),
]);

/** Code point that `\` and `letter` stand for, or `undefined` when that is no single character escape. */
export const findSingleEscape = (letter: string): number | undefined => SINGLE_ESCAPES.get(letter);

/** `.`: every character but line feed and carriage return. */
export const ANY_CHARACTER: CharSet = complementSet(rangeSet([0x0a, 0x0a], [0x0d, 0x0d]));

const CATEGORY_NAMES =
  'L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn'.split(' ');

const CATEGORIES: ReadonlyMap<string, CharSet> = new Map(
  CATEGORY_NAMES.map((name): [string, CharSet] => [name, categorySet(name, new RegExp(`^\\p{${name}}$`, 'u'))]),
);

const category = (name: string): CharSet => CATEGORIES.get(name) ?? rangeSet();

/** The set that `\p{name}` stands for, a general category or `Is` and a block, or `undefined` when there is none. */
export const findProperty = (name: string): CharSet | undefined => {
  const block = name.startsWith('Is') ? UNICODE_BLOCKS.get(name.slice(2)) : undefined;
  return block === undefined ? CATEGORIES.get(name) : rangeSet(...block);
};

const SPACE = rangeSet([0x09, 0x0a], [0x0d, 0x0d], [0x20, 0x20]);
const INITIAL: CharSet = { ...rangeSet(...NAME_INITIAL_RANGES), key: 'i', has: isNameStart };
const NAME: CharSet = { ...rangeSet(...NAME_CHARACTER_RANGES), key: 'c', has: isNameCharacter };
const DIGIT = category('Nd');
const WORD = subtractSet(rangeSet([0, MAX_CODE_POINT]), unionSet([category('P'), category('Z'), category('C')]));

const MULTI_ESCAPES: ReadonlyMap<string, CharSet> = new Map([
  ['s', SPACE],
  ['S', complementSet(SPACE)],
  ['i', INITIAL],
  ['I', complementSet(INITIAL)],
  ['c', NAME],
  ['C', complementSet(NAME)],
  ['d', DIGIT],
  ['D', complementSet(DIGIT)],
  ['w', WORD],
  ['W', complementSet(WORD)],
]);

/** The set that `\` and `letter` stand for, or `undefined` when that is no multi-character escape. */
export const findMultiEscape = (letter: string): CharSet | undefined => MULTI_ESCAPES.get(letter);
