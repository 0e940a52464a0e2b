import { StoaError } from './errors.js';

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Longest text whose characters are looked at one by one: keys and ids, for which the encoder takes longer to start. */
const SHORT_TEXT = 64;

/** UTF-8 bytes of `text`. Lone surrogates become U+FFFD, as the encoding standard says; check before if that matters. */
export const toUtf8 = (text: string): Uint8Array =>
  text.length > SHORT_TEXT ? encoder.encode(text) : (findAscii(text) ?? encoder.encode(text));

/** Bytes of a text that has only ASCII characters. */
const findAscii = (text: string): Uint8Array | undefined => {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return undefined;
    bytes[at] = code;
  }
  return bytes;
};

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

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** How many bytes `text` takes in UTF-8. */
export const countUtf8 = (text: string): number => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return toUtf8(text).length;
  return text.length;
};

/** Lower-case hexadecimal text of `bytes`. */
export const toHex = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
};

/** Padded base64 text of `bytes` (RFC 4648 section 4). */
export const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
};

const BASE64_URL = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', (character) =>
  character.charCodeAt(0),
);

/** Most bytes whose text is made of its characters at once: digests and keys. */
const SHORT_BYTES = 256;

/** Unpadded base64url text of `bytes` (RFC 4648 section 5). */
export const toBase64Url = (bytes: Uint8Array): string => {
  if (bytes.length > SHORT_BYTES) return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  const codes: number[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let shift = 18; shift >= 0; shift -= 6) codes.push(BASE64_URL[(bits >> shift) & 63] ?? 0);
  }
  codes.length = Math.ceil((bytes.length * 4) / 3);
  return String.fromCharCode(...codes);
};

/** Bytes of base64url `text`, or `undefined` when it is not base64url. */
export const findBase64Url = (text: string): Uint8Array | undefined => {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
};

/** Bytes of base64 `text`, or `undefined` when it is not the one base64 text of its bytes: padded, and no bit left over. */
export const findBase64 = (text: string): Uint8Array | undefined => {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return toBase64(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
};

/** One array with the bytes of all `parts` in order. */
export const concatBytes = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Order of byte strings as a store sorts its keys: unsigned, the shorter first. */
export const compareBytes = (left: Uint8Array, right: Uint8Array): number => {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

/** Whether two texts of secrets are equal, in time that depends on their lengths alone. */
export const equalSecretTexts = (left: string, right: string): boolean => {
  let difference = left.length ^ right.length;
  for (let at = 0; at < left.length; at++) difference |= left.charCodeAt(at) ^ right.charCodeAt(at);
  return difference === 0;
};

/** Whether two byte strings are equal, in time that depends on their lengths alone (for secrets). */
export const equalSecrets = (left: Uint8Array, right: Uint8Array): boolean => {
  let difference = left.length ^ right.length;
  for (let at = 0; at < left.length; at++) difference |= (left[at] ?? 0) ^ (right[at] ?? 0);
  return difference === 0;
};
