import { fromUtf8 } from './from-utf8.js';
import { toUtf8 } from './utf8.js';

/** Longest text that is copied character by character: for short ones coders take longer to start. */
const SHORT_TEXT = 64;

/**
 * The same text in memory of its own. Engines cut a part out of a text as a view of the whole, so a name that is kept for long
 * would keep the document that it was read from. Not for lone surrogates, which no document has.
 */
export const toOwnText = <Text extends string>(text: Text): Text => {
  if (text.length > SHORT_TEXT) return fromUtf8(toUtf8(text)) as Text;
  const codes: number[] = [];
  for (let at = 0; at < text.length; at++) codes.push(text.charCodeAt(at));
  return String.fromCharCode(...codes) as Text;
};
