import { StoaError } from './errors.js';

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Text of UTF-8 `bytes`; a byte order mark is kept as U+FEFF.
 *
 * @throws {StoaError} `XML_ENCODING_UNSUPPORTED` when the bytes are not well-formed UTF-8
 */
export const fromUtf8 = (bytes: Uint8Array): string => {
  try {
    return strictDecoder.decode(bytes);
  } catch (cause) {
    throw new StoaError('XML_ENCODING_UNSUPPORTED', 'the bytes are not well-formed UTF-8', { cause });
  }
};
