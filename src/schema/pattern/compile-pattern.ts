import { DEFAULT_SCHEMA_LIMITS, StoaError } from '../../base/index.js';
import type { SchemaLimits } from '../../base/index.js';
import { createAutomaton } from './automaton.js';
import type { Automaton } from './automaton.js';
import { createMatcher } from './matcher.js';
import type { Pattern } from './model.js';
import { rangeSet } from './char-set.js';
import { parsePattern } from './parse-pattern.js';
import { choiceOf, sequenceOf, setOf } from './syntax.js';
import type { PatternNode } from './syntax.js';

/** The limits that concern patterns. */
export type PatternLimits = Pick<SchemaLimits, 'maxPatternLength' | 'maxStates'>;

/**
 * Compiles a regular expression of XSD 1.0 (part 2, appendix F). Automaton and transitions are built as texts
 * need them, so an unused pattern costs no more than its parsing.
 *
 * @throws {StoaError} `SCHEMA_INVALID` when it is not a regular expression of XSD, `SCHEMA_LIMIT_EXCEEDED` when it is
 *   longer than `maxPatternLength` or would take more than `maxStates` states
 */
export const compilePattern = (source: string, limits: PatternLimits = DEFAULT_SCHEMA_LIMITS): Pattern => {
  if (source.length > limits.maxPatternLength) {
    throw new StoaError(
      'SCHEMA_LIMIT_EXCEEDED',
      `expected a pattern of at most ${String(limits.maxPatternLength)} characters, got ${String(source.length)}`,
      { limit: 'maxPatternLength' },
    );
  }
  const tree = parsePattern(source);
  if (tree.states >= limits.maxStates) {
    throw new StoaError(
      'SCHEMA_LIMIT_EXCEEDED',
      `expected a pattern of at most ${String(limits.maxStates)} states, but "${source}" takes ${String(tree.states + 1)}`,
      { limit: 'maxStates' },
    );
  }
  return toPattern(source, tree);
};

const toPattern = (source: string, tree: PatternNode): Pattern => {
  let automaton: Automaton | undefined;
  let matches: Pattern['matches'] | undefined;
  const getAutomaton = (): Automaton => (automaton ??= createAutomaton(tree));
  return {
    source,
    matches: (text, step) => (matches ??= createMatcher(getAutomaton()))(text, step),
    states: tree.states + 1,
    automaton: getAutomaton,
  };
};

const literal = (text: string): PatternNode =>
  sequenceOf(
    Array.from(text, (character) => {
      const codePoint = character.codePointAt(0) ?? 0;
      return setOf(rangeSet([codePoint, codePoint]));
    }),
  );

/** The pattern that matches the given texts and no others. */
export const createLiteralPattern = (texts: readonly string[]): Pattern =>
  toPattern(texts.join('|'), choiceOf(texts.map(literal)));
