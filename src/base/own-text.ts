import { fromUtf8 } from './from-utf8.js';
import { toUtf8 } from './utf8.js';

/**
 * The same text in memory of its own. Engines cut a part out of a text as a view of the whole, so a name that is kept for long
 * would keep the document that it was read from. Not for lone surrogates, which no document has.
 */
export const toOwnText = <Text extends string>(text: Text): Text => fromUtf8(toUtf8(text)) as Text;
