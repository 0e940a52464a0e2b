import { StoaError } from '../../base/index.js';
import { SPACE, classOf } from '../chars.js';
import { locate } from '../locate.js';
import type { ParserState } from './state.js';
import { assertNoDoctypeAhead, codeAt, expect, fail, skipSpace } from './state.js';

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const EQUALS = 0x3d;
const QUESTION = 0x3f;

/** What most documents begin with, when they have a declaration. */
const USUAL = '<?xml version="1.0" encoding="UTF-8"?>';

/** Longest value of a pseudo-attribute looked at; registered encoding names have at most 45 characters. */
const LONGEST_VALUE = 64;

/** Value of the pseudo-attribute `name` when it comes next, with the white space before it; else `undefined`. */
const findPseudoAttribute = (state: ParserState, name: string): string | undefined => {
  const start = state.at;
  if (!skipSpace(state) || !state.source.startsWith(name, state.at)) {
    state.at = start;
    return undefined;
  }
  state.at += name.length;
  skipSpace(state);
  expect(state, EQUALS, 'xml-declaration');
  skipSpace(state);
  const quote = codeAt(state, state.at);
  if (quote !== QUOTE && quote !== APOSTROPHE) fail(state, 'xml-declaration', `expected a quoted value of "${name}"`);
  const from = state.at + 1;
  let to = from;
  while (to - from <= LONGEST_VALUE && to < state.end && codeAt(state, to) !== quote) to++;
  if (codeAt(state, to) !== quote) fail(state, 'xml-declaration', `the value of "${name}" is not closed or too long`);
  state.at = to + 1;
  return state.source.slice(from, to);
};

const checkEncoding = (state: ParserState, encoding: string): void => {
  if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(encoding))
    fail(state, 'xml-declaration', `"${encoding}" is not the name of an encoding`);
  if (encoding.toLowerCase() === 'utf-8') return;
  assertNoDoctypeAhead(state);
  const { line, column } = locate(state.source, state.at);
  const message = `expected the encoding "UTF-8", found "${encoding}"`;
  throw new StoaError('XML_ENCODING_UNSUPPORTED', `${message} at ${line}:${column}`, {
    findings: [{ rule: 'encoding', message, line, column }],
  });
};

/**
 * Reads the XML declaration, if there is one at the parser's place (XML 1.0 productions 23 to 26, 32, 80).
 * Any version `1.x` is taken and read as 1.0, as the fifth edition demands.
 */
export const readXmlDeclaration = (state: ParserState): void => {
  if (codeAt(state, state.at + 1) !== QUESTION) return;
  if (state.source.startsWith(USUAL, state.at)) state.at += USUAL.length;
  else readUnusual(state);
};

const readUnusual = (state: ParserState): void => {
  if (!state.source.startsWith('<?xml', state.at) || (classOf(codeAt(state, state.at + 5)) & SPACE) === 0) return;
  state.at += 5;
  const version = findPseudoAttribute(state, 'version');
  if (version === undefined) fail(state, 'xml-declaration', 'expected "version" in the XML declaration');
  else if (!/^1\.[0-9]+$/.test(version)) fail(state, 'xml-declaration', `expected version "1.0", found "${version}"`);
  const encoding = findPseudoAttribute(state, 'encoding');
  if (encoding !== undefined) checkEncoding(state, encoding);
  const standalone = findPseudoAttribute(state, 'standalone');
  if (standalone !== undefined && standalone !== 'yes' && standalone !== 'no') {
    fail(state, 'xml-declaration', `expected standalone "yes" or "no", found "${standalone}"`);
  }
  skipSpace(state);
  if (!state.source.startsWith('?>', state.at))
    fail(state, 'xml-declaration', 'expected "?>" at the end of the XML declaration');
  state.at += 2;
};
