/** Bytes of a UUID. */
export const UUID_BYTES = 16;

const PREFIX = 'urn:uuid:';
/** Characters of a UUID with its hyphens. */
const TEXT_LENGTH = 36;
const HYPHEN = 0x2d;

/** Value of each hexadecimal digit by its character, lower case only; -1 for any other character below 128. */
const DIGITS = Int8Array.from({ length: 128 }, (_, code) =>
  code >= 0x30 && code <= 0x39 ? code - 0x30 : code >= 0x61 && code <= 0x66 ? code - 0x57 : -1,
);

const digitAt = (text: string, at: number): number => DIGITS[text.charCodeAt(at)] ?? -1;

const isHyphenAt = (byte: number): boolean => byte === 4 || byte === 6 || byte === 8 || byte === 10;

/**
 * Writes the bytes of a lower-case `urn:uuid:…` to `target` and answers `true`; for any other text it answers `false`,
 * and what stands at `at` then means nothing.
 */
export const readUuidUrn = (urn: string, target: Uint8Array, at: number): boolean => {
  if (urn.length !== PREFIX.length + TEXT_LENGTH || !urn.startsWith(PREFIX)) return false;
  let from = PREFIX.length;
  for (let byte = 0; byte < UUID_BYTES; byte++) {
    if (isHyphenAt(byte) && urn.charCodeAt(from++) !== HYPHEN) return false;
    const high = digitAt(urn, from++);
    const low = digitAt(urn, from++);
    if (high < 0 || low < 0) return false;
    target[at + byte] = (high << 4) | low;
  }
  return true;
};
