import { StoaError } from '../base/index.js';
import { TEXT_CHAR, VALUE_CHAR, charLengthAt, classOf, findNonChar } from './chars.js';

const GREATER = 0x3e;

const assertChars = (text: string): void => {
  const at = findNonChar(text, 0, text.length);
  if (at < 0) return;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  throw new StoaError('VALUE_INVALID', `expected text that XML can hold, found U+${code} at offset ${at}`);
};

/** What has to be written in another way, and the class of code units that need no look. */
interface Escaping {
  readonly plain: number;
  readonly references: ReadonlyMap<number, string>;
}

const TEXT: Escaping = {
  plain: TEXT_CHAR,
  references: new Map([
    [0x26, '&amp;'],
    [0x3c, '&lt;'],
    [GREATER, '&gt;'],
    [0x0d, '&#13;'],
  ]),
};

const ATTRIBUTE: Escaping = {
  plain: VALUE_CHAR,
  references: new Map([
    [0x26, '&amp;'],
    [0x3c, '&lt;'],
    [0x22, '&quot;'],
    [0x09, '&#9;'],
    [0x0a, '&#10;'],
    [0x0d, '&#13;'],
  ]),
};

const escapeWith = (text: string, { plain, references }: Escaping): string => {
  let escaped = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((classOf(code) & plain) !== 0 && code !== GREATER) continue;
    const reference = references.get(code);
    if (reference !== undefined) {
      escaped += text.slice(from, at) + reference;
      from = at + 1;
      continue;
    }
    const length = charLengthAt(text, at);
    if (length === 0) assertChars(text);
    else at += length - 1;
  }
  return from === 0 ? text : escaped + text.slice(from);
};

/**
 * `text` as XML character data: `&`, `<`, `>` and CR become references, so that it reads back as it was.
 *
 * @throws {StoaError} `VALUE_INVALID` for a control character or a lone surrogate, which XML cannot hold
 */
export const escapeText = (text: string): string => escapeWith(text, TEXT);

/**
 * `value` as XML between double quotes: `&`, `<`, `"`, TAB, LF and CR become references, so that normalisation
 * leaves it as it was.
 *
 * @throws {StoaError} `VALUE_INVALID` for a control character or a lone surrogate, which XML cannot hold
 */
export const escapeAttribute = (value: string): string => escapeWith(value, ATTRIBUTE);
