import { findNonChar, isXmlName, skipNameChars } from '../chars.js';
import type { ParserState } from './state.js';
import { describeNext, expect, fail, failDoctype, failLimit, skipSpace } from './state.js';
import { addText, failCharacter, normalizeLines } from './text.js';

const GREATER = 0x3e;

const assertChars = (state: ParserState, from: number, to: number): void => {
  const bad = findNonChar(state.source, from, to);
  if (bad < 0) return;
  state.at = bad;
  failCharacter(state);
};

const readComment = (state: ParserState): void => {
  const from = state.at + 4;
  const close = state.source.indexOf('--', from);
  if (close < 0) fail(state, 'comment', 'the comment is not closed');
  assertChars(state, from, close);
  state.at = close + 2;
  expect(state, GREATER, 'comment');
};

const readSection = (state: ParserState): void => {
  const from = state.at + 9;
  const close = state.source.indexOf(']]>', from);
  if (close < 0) fail(state, 'cdata-section', 'the CDATA section is not closed');
  assertChars(state, from, close);
  addText(state, normalizeLines(state.source.slice(from, close)));
  state.at = close + 3;
};

/** Reads a comment or, inside the root element, a CDATA section whose `<!` is at the parser's place. */
export const readDeclaration = (state: ParserState): void => {
  const { source, at } = state;
  if (source.startsWith('<!--', at)) readComment(state);
  else if (state.depth > 0 && source.startsWith('<![CDATA[', at)) readSection(state);
  else if (source.startsWith('<!DOCTYPE', at)) failDoctype(state, at);
  else fail(state, 'markup', 'expected a comment, a CDATA section inside the root element, or an element after "<"');
};

const readTarget = (state: ParserState): void => {
  const from = state.at + 2;
  const to = skipNameChars(state.source, from);
  if (to - from > state.limits.maxNameLength) failLimit(state, 'maxNameLength', 'the length of a name');
  const target = state.source.slice(from, to);
  if (!isXmlName(target))
    fail(state, 'processing-instruction', 'expected the target of a processing instruction after "<?"');
  if (target.includes(':')) fail(state, 'ns-colon', `the target "${target}" of a processing instruction has a colon`);
  if (target.toLowerCase() === 'xml') {
    fail(
      state,
      'processing-instruction',
      `the target "${target}" is reserved, and an XML declaration stands only at the very start`,
    );
  }
  state.at = to;
};

/** Reads a processing instruction whose `<?` is at the parser's place. */
export const readInstruction = (state: ParserState): void => {
  const start = state.at;
  readTarget(state);
  if (state.source.startsWith('?>', state.at)) {
    state.at += 2;
    return;
  }
  if (!skipSpace(state)) {
    fail(
      state,
      'processing-instruction',
      `expected white space or "?>" after the target, found ${describeNext(state)}`,
    );
  }
  const from = state.at;
  const close = state.source.indexOf('?>', from);
  if (close < 0) {
    state.at = start;
    fail(state, 'processing-instruction', 'the processing instruction is not closed');
  }
  assertChars(state, from, close);
  state.at = close + 2;
};
