import { isCharCode } from '../chars.js';
import type { ParserState } from './state.js';
import { codeAt, fail } from './state.js';

const HASH = 0x23;
const SEMICOLON = 0x3b;
const LOWER_X = 0x78;

/** The five entities that need no declaration (XML 1.0 section 4.6). */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
const LONGEST_ENTITY = 4;

const digitOf = (code: number, radix: 10 | 16): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return radix === 16 && letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
};

const readCharacterReference = (state: ParserState): string => {
  const radix = codeAt(state, state.at + 2) === LOWER_X ? 16 : 10;
  const first = state.at + (radix === 16 ? 3 : 2);
  let at = first;
  let point = 0;
  for (let digit = digitOf(codeAt(state, at), radix); digit >= 0; digit = digitOf(codeAt(state, ++at), radix)) {
    // Held at the first value above Unicode, so that a long run of digits cannot lose precision.
    point = Math.min(point * radix + digit, 0x110000);
  }
  if (at === first || codeAt(state, at) !== SEMICOLON) {
    fail(state, 'reference', 'expected a character reference such as "&#38;" or "&#x26;"');
  }
  if (!isCharCode(point)) fail(state, 'legal-character', 'the character reference names no character that XML allows');
  state.at = at + 1;
  return String.fromCodePoint(point);
};

/** Reads the reference whose `&` is at the parser's place: the text it stands for. */
export const readReference = (state: ParserState): string => {
  const start = state.at;
  if (codeAt(state, start + 1) === HASH) return readCharacterReference(state);
  let at = start + 1;
  while (at - start - 1 <= LONGEST_ENTITY && at < state.end && codeAt(state, at) !== SEMICOLON) at++;
  const text = codeAt(state, at) === SEMICOLON ? ENTITIES.get(state.source.slice(start + 1, at)) : undefined;
  if (text === undefined) {
    return fail(
      state,
      'entity-declared',
      'expected one of "&lt;", "&gt;", "&amp;", "&quot;", "&apos;" or a character reference after "&"',
    );
  }
  state.at = at + 1;
  return text;
};
