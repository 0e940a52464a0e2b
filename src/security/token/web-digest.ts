import { toBase64Url, toUtf8 } from '../../base/index.js';

/** SHA-256 of a text by Web Crypto, as base64url: thumbprints, and what proofs state of an access token (`ath`). */
export const digestText = async (text: string): Promise<string> =>
  toBase64Url(new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', toUtf8(text).slice())));
