import { TEXT_CHAR, charLengthAt, classOf } from '../chars.js';
import { readReference } from './references.js';
import type { ParserState } from './state.js';
import { codeAt, describeNext, fail } from './state.js';

const LF = 0x0a;
const CR = 0x0d;
const AMPERSAND = 0x26;
const LESS = 0x3c;
const GREATER = 0x3e;
const BRACKET = 0x5d;

/** Adds character data to the innermost element, joined with character data right before it. */
export const addText = (state: ParserState, text: string): void => {
  if (text === '') return;
  const before = state.top > state.base ? state.nodes[state.top - 1] : undefined;
  if (typeof before === 'string') state.nodes[state.top - 1] = before + text;
  else state.nodes[state.top++] = text;
};

/** `text` with each CR LF and each CR made an LF (XML 1.0 section 2.11). */
export const normalizeLines = (text: string): string =>
  text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;

/** Throws `legal-character` for what stands at the parser's place. */
export const failCharacter = (state: ParserState): never =>
  fail(state, 'legal-character', `${describeNext(state)} is not a character that XML allows`);

const failSectionEnd = (state: ParserState): never =>
  fail(state, 'character-data', 'expected "]]&gt;", found "]]>" in character data');

/** Length of the piece at `at` that stands for itself though it is no plain character. */
const specialLength = (state: ParserState, at: number): number => {
  if (codeAt(state, at) === BRACKET) {
    if (codeAt(state, at + 1) !== BRACKET || codeAt(state, at + 2) !== GREATER) return 1;
    state.at = at;
    return failSectionEnd(state);
  }
  const length = charLengthAt(state.source, at);
  state.at = at;
  return length === 0 ? failCharacter(state) : length;
};

/** Moves over a CR, and over an LF right after it. */
const skipLineEnd = (state: ParserState): string => {
  state.at += codeAt(state, state.at + 1) === LF ? 2 : 1;
  return '\n';
};

/** Offset of the next `<`, `&`, CR or end, everything before it checked. */
const skipPlainText = (state: ParserState, from: number): number => {
  const { source, end } = state;
  let at = from;
  for (;;) {
    while (at < end && (classOf(source.charCodeAt(at)) & TEXT_CHAR) !== 0) at++;
    const code = codeAt(state, at);
    if (code === LESS || code === AMPERSAND || code === CR || at >= end) return at;
    at += specialLength(state, at);
  }
};

/** Reads on after the plain `start` of character data, up to the next markup or the end. */
const readFurtherText = (state: ParserState, start: string): string => {
  let text = start;
  while (state.at < state.end) {
    const code = codeAt(state, state.at);
    if (code === LESS) break;
    if (code === AMPERSAND) text += readReference(state);
    else if (code === CR) text += skipLineEnd(state);
    const from = state.at;
    state.at = skipPlainText(state, from);
    text += state.source.slice(from, state.at);
  }
  return text;
};

/** Reads character data up to the next markup. */
export const readText = (state: ParserState): void => {
  const { source, end } = state;
  const from = state.at;
  let at = from;
  while (at < end && (classOf(source.charCodeAt(at)) & TEXT_CHAR) !== 0) at++;
  state.at = at;
  const text = source.slice(from, at);
  addText(state, codeAt(state, at) === LESS ? text : readFurtherText(state, text));
};
