import { StoaError, findBase64Url, hashSha256, toBase64Url, toUtf8 } from '../../base/index.js';
import type { LookupInput } from '../model.js';
import { writeXml } from '../../xml/index.js';

/** First bytes of the digest of the query: enough to notice a cursor that was mixed up. */
const DIGEST_BYTES = 9;
/** Bytes of a sequence: below 2^48, which no log reaches. */
const SEQUENCE_BYTES = 6;

/** Digest of everything that decides which documents an answer has, and in which order. */
export const digestQuery = ({ name, schemas, kinds, publisher, fresh }: LookupInput): Uint8Array => {
  const parts = [
    name ?? null,
    (schemas ?? []).map(({ location, root }) => [location, writeXml(root)]),
    [...(kinds ?? [])].sort(),
    publisher ?? null,
    fresh ?? false,
  ];
  return hashSha256(toUtf8(JSON.stringify(parts))).subarray(0, DIGEST_BYTES);
};

/** The cursor of the page that starts after the document first published with `sequence`. */
export const writeCursor = (digest: Uint8Array, sequence: number): string => {
  const bytes = new Uint8Array(DIGEST_BYTES + SEQUENCE_BYTES);
  bytes.set(digest);
  let rest = sequence;
  for (let at = bytes.length - 1; at >= DIGEST_BYTES; at--) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return toBase64Url(bytes);
};

/**
 * The sequence after which a page starts.
 *
 * @throws {StoaError} `CURSOR_INVALID` when it is no cursor, or one of another query
 */
export const readCursor = (digest: Uint8Array, cursor: string): number => {
  const bytes = findBase64Url(cursor);
  if (bytes?.length !== DIGEST_BYTES + SEQUENCE_BYTES) {
    throw new StoaError('CURSOR_INVALID', 'expected a cursor as an answer gave it');
  }
  if (!digest.every((byte, at) => bytes[at] === byte)) {
    throw new StoaError(
      'CURSOR_INVALID',
      'the cursor was given for another query; send it with the query that gave it',
    );
  }
  return bytes.subarray(DIGEST_BYTES).reduce((sequence, byte) => sequence * 256 + byte, 0);
};
