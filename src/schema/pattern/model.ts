import type { Automaton } from './automaton.js';

/** A compiled `xs:pattern`: an anchored regular language, matched in time linear in the text. */
export interface Pattern {
  /** The pattern as written. */
  readonly source: string;
  /**
   * Whether the whole text matches. `step`, when given, is told the steps taken and may throw when they are too many.
   *
   * @throws {StoaError} `SCHEMA_LIMIT_EXCEEDED` when text and pattern are together too large to match in bounded time
   */
  readonly matches: (text: string, step?: (count: number) => void) => boolean;
  /** How many states its automaton has. */
  readonly states: number;
  /** The automaton behind it, built on first use: for questions about languages rather than about texts. */
  readonly automaton: () => Automaton;
}
