import type { ValueSpace } from './value-space.js';

const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const HEX_DIGITS = '0123456789ABCDEF';
const NO_DIGIT = 255;
const SPACE = 0x20;
const PADDING = 0x3d;

const toDigitTable = (digits: string): Uint8Array => {
  const table = new Uint8Array(128).fill(NO_DIGIT);
  for (let value = 0; value < digits.length; value++) table[digits.charCodeAt(value)] = value;
  return table;
};

const BASE64_VALUES = toDigitTable(BASE64_DIGITS);
const HEX_VALUES = toDigitTable('0123456789abcdef');

const hexValue = (code: number): number => HEX_VALUES[code >= 0x41 && code <= 0x46 ? code | 0x20 : code] ?? NO_DIGIT;

/** Whether the character code is a hexadecimal digit. */
export const isHexDigit = (code: number): boolean => hexValue(code) !== NO_DIGIT;

const isHex = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) if (!isHexDigit(text.charCodeAt(at))) return false;
  return text.length % 2 === 0;
};

const fromHex = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = hexValue(text.charCodeAt(at * 2)) * 16 + hexValue(text.charCodeAt(at * 2 + 1));
  }
  return bytes;
};

/** `xs:hexBinary`; its length counts octets. */
export const HEX_SPACE: ValueSpace = {
  primitive: 'hexBinary',
  shape: 'bytes',
  isLexical: isHex,
  canonical: (text) => text.toUpperCase(),
  toValue: fromHex,
  lengthOf: (text) => text.length / 2,
};

/**
 * Octets that a base64 text holds, or -1 when it is none (XSD 1.0 part 2, section 3.2.16): digits in fours, single spaces
 * anywhere between them, and no bits set behind the last octet.
 */
const countOctets = (text: string): number => {
  let digits = 0;
  let padding = 0;
  let last = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === SPACE) continue;
    if (code === PADDING) {
      padding++;
      continue;
    }
    const value = BASE64_VALUES[code] ?? NO_DIGIT;
    if (value === NO_DIGIT || padding > 0) return -1;
    last = value;
    digits++;
  }
  if ((digits + padding) % 4 !== 0 || padding > 2) return -1;
  const unusedBits = padding === 1 ? 0b11 : padding === 2 ? 0b1111 : 0;
  return (last & unusedBits) === 0 ? ((digits + padding) / 4) * 3 - padding : -1;
};

const fromBase64 = (text: string): Uint8Array => {
  const bytes = new Uint8Array(Math.max(0, countOctets(text)));
  let bits = 0;
  let width = 0;
  let length = 0;
  for (let at = 0; at < text.length && length < bytes.length; at++) {
    const code = text.charCodeAt(at);
    if (code === SPACE) continue;
    bits = ((bits << 6) | (BASE64_VALUES[code] ?? 0)) & 0xffff;
    width += 6;
    if (width < 8) continue;
    width -= 8;
    bytes[length++] = (bits >> width) & 0xff;
  }
  return bytes;
};

/** `xs:base64Binary`; its length counts octets. */
export const BASE64_SPACE: ValueSpace = {
  primitive: 'base64Binary',
  shape: 'bytes',
  isLexical: (text) => countOctets(text) >= 0,
  canonical: (text) => text.replaceAll(' ', ''),
  toValue: fromBase64,
  lengthOf: countOctets,
};

/** Bytes of base64 `text`, or `undefined` when it is not base64. */
export const findBase64 = (text: string): Uint8Array | undefined =>
  BASE64_SPACE.isLexical(text) ? fromBase64(text) : undefined;

/** Hexadecimal text of `bytes` in upper case, the canonical form of `xs:hexBinary`. */
export const toHexBinary = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += HEX_DIGITS.charAt(byte >> 4) + HEX_DIGITS.charAt(byte & 15);
  return text;
};

/** Base64 text of `bytes`, padded and without spaces. */
export const toBase64 = (bytes: Uint8Array): string => {
  const digit = (bits: number): string => BASE64_DIGITS.charAt(bits & 63);
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    const left = bytes.length - at;
    text += digit(first >> 2) + digit((first << 4) | (second >> 4));
    text += left > 1 ? digit((second << 2) | (third >> 6)) : '=';
    text += left > 2 ? digit(third) : '=';
  }
  return text;
};
