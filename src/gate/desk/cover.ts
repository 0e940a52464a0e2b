import { findBase64Url, fromUtf8, toBase64Url, toUtf8 } from '../../base/index.js';
import type { CredentialMint } from '../../security/index.js';

/** Bytes of one MAC. */
const BLOCK_BYTES = 32;

/**
 * The bytes with those of MACs over what the text belongs to laid over them, which only who has the key can make: a cipher in counter
 * mode. One list of parts covers one text only.
 */
const lay = (mint: CredentialMint, bytes: Uint8Array, parts: readonly string[]): Uint8Array => {
  const laid = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const block = findBase64Url(mint.mint('cover', String(at / BLOCK_BYTES), ...parts)) ?? new Uint8Array();
    for (let next = at; next < Math.min(bytes.length, at + BLOCK_BYTES); next++)
      laid[next] = (bytes[next] ?? 0) ^ (block[next - at] ?? 0);
  }
  return laid;
};

/** A text that nobody else can read, as base64url. It is not sealed by that: what it stands in has to be. */
export const coverText = (mint: CredentialMint, text: string, ...parts: readonly string[]): string =>
  toBase64Url(lay(mint, toUtf8(text), parts));

/** The text that was covered for the same parts; `undefined` for what is no base64url. */
export const findCovered = (mint: CredentialMint, covered: string, ...parts: readonly string[]): string | undefined => {
  const bytes = findBase64Url(covered);
  return bytes && fromUtf8(lay(mint, bytes, parts));
};
