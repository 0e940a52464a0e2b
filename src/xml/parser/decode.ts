import { StoaError, fromUtf8 } from '../../base/index.js';
import type { XmlLimits } from '../../base/index.js';

const tooLarge = (limits: XmlLimits): StoaError =>
  new StoaError('XML_LIMIT_EXCEEDED', `the document exceeds ${limits.maxBytes} bytes (limit maxBytes)`, {
    limit: 'maxBytes',
  });

const unsupported = (encoding: string): StoaError =>
  new StoaError('XML_ENCODING_UNSUPPORTED', `expected a document in UTF-8, found ${encoding}`);

/**
 * Throws when the bytes begin as a document in a wider encoding does, with or without a byte order mark
 * (XML 1.0 appendix F.1): the message is clearer than that of bytes which are not UTF-8.
 */
const assertNarrow = (bytes: Uint8Array): void => {
  const [first, second] = bytes;
  if (first === 0xfe && second === 0xff) throw unsupported('UTF-16 (big-endian)');
  if (first === 0xff && second === 0xfe) throw unsupported('UTF-16 (little-endian)');
  if (first === 0x3c && second === 0) throw unsupported('UTF-16 (little-endian, without a byte order mark)');
  if (first === 0 && second === 0x3c) throw unsupported('UTF-16 (big-endian, without a byte order mark)');
  if (first === 0 && second === 0) throw unsupported('UTF-32');
};

/** UTF-8 bytes that `text` takes, counted only as far as `limit`. */
const exceeds = (text: string, limit: number): boolean => {
  // A code unit takes one to three bytes, so most texts need no counting.
  if (text.length > limit) return true;
  if (text.length * 3 <= limit) return false;
  let bytes = text.length;
  for (let at = 0; at < text.length && bytes <= limit; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    // Each half of a surrogate pair accounts for two of its four bytes.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes > limit;
};

/**
 * Text of a document without its byte order mark.
 *
 * @throws {StoaError} `XML_LIMIT_EXCEEDED` (`maxBytes`), before anything is decoded; `XML_ENCODING_UNSUPPORTED`
 * for anything but well-formed UTF-8
 */
export const decodeXml = (source: string | Uint8Array, limits: XmlLimits): string => {
  if (typeof source === 'string') {
    if (exceeds(source, limits.maxBytes)) throw tooLarge(limits);
    return source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  }
  if (source.length > limits.maxBytes) throw tooLarge(limits);
  assertNarrow(source);
  const text = fromUtf8(source);
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
};
