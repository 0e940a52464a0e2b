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
