import { StoaError, findBase64Url, toBase64Url, toUtf8 } from '../../base/index.js';
import { hashSha256 } from '../../base/digest.js';
import type { LookupInput } from '../model.js';
import type { Position } from './page.js';

/** First bytes of the digest of the query: enough to notice a cursor that was mixed up. */
const DIGEST_BYTES = 9;
/** Bytes of a rank and of a sequence: both are below 2^48, which no log reaches. */
const NUMBER_BYTES = 6;

/** Digest of everything that decides which documents an answer has, and in which order; `wanted` is that of the criteria of structure. */
export const digestQuery = (
  { name, kinds, publisher, id, fresh, grade }: LookupInput,
  wanted: string | undefined,
): Uint8Array => {
  const parts = [
    name ?? null,
    wanted ?? null,
    [...(kinds ?? [])].sort(),
    publisher ?? null,
    id ?? null,
    fresh ?? false,
    grade ?? null,
  ];
  return hashSha256(toUtf8(JSON.stringify(parts))).subarray(0, DIGEST_BYTES);
};

const writeNumber = (bytes: Uint8Array, from: number, value: number): void => {
  let rest = value;
  for (let at = from + NUMBER_BYTES - 1; at >= from; at--) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
};

const readNumber = (bytes: Uint8Array, from: number): number =>
  bytes.subarray(from, from + NUMBER_BYTES).reduce((value, byte) => value * 256 + byte, 0);

/** The cursor of the page that starts after a position. */
export const writeCursor = (digest: Uint8Array, { rank, sequence }: Position): string => {
  const bytes = new Uint8Array(DIGEST_BYTES + 2 * NUMBER_BYTES);
  bytes.set(digest);
  writeNumber(bytes, DIGEST_BYTES, rank);
  writeNumber(bytes, DIGEST_BYTES + NUMBER_BYTES, sequence);
  return toBase64Url(bytes);
};

/**
 * The position after which a page starts.
 *
 * @throws {StoaError} `CURSOR_INVALID` when it is no cursor, or one of another query
 */
export const readCursor = (digest: Uint8Array, cursor: string): Position => {
  const bytes = findBase64Url(cursor);
  if (bytes?.length !== DIGEST_BYTES + 2 * NUMBER_BYTES) {
    throw new StoaError('CURSOR_INVALID', 'expected a cursor as an answer gave it');
  }
  if (!digest.every((byte, at) => bytes[at] === byte)) {
    throw new StoaError(
      'CURSOR_INVALID',
      'the cursor was given for another query; send it with the query that gave it',
    );
  }
  return { rank: readNumber(bytes, DIGEST_BYTES), sequence: readNumber(bytes, DIGEST_BYTES + NUMBER_BYTES) };
};
