import { hashSha256 } from '../../base/digest.js';
import { findBase64, findBase64Url, toBase64, toBase64Url } from '../../base/base64.js';
import { concatBytes, toUtf8 } from '../../base/light.js';

/** Public part of a key on the curve P-256, as a JWK has it. */
export interface PublicPointJwk {
  readonly x?: string;
  readonly y?: string;
}

const COORDINATE_BYTES = 32;
const POINT_BYTES = 1 + 2 * COORDINATE_BYTES;
/** First byte of an uncompressed point (SEC 1 section 2.3.3). */
const UNCOMPRESSED = 4;

/** The point of a JWK as 65 bytes, or `undefined` when it is none. That it lies on the curve is checked where it is used. */
export const findPoint = ({ x, y }: PublicPointJwk): Uint8Array | undefined => {
  const coordinates = [x, y].map((text) => (text === undefined ? undefined : findBase64Url(text)));
  const [left, right] = coordinates;
  if (left?.length !== COORDINATE_BYTES || right?.length !== COORDINATE_BYTES) return undefined;
  return concatBytes(Uint8Array.of(UNCOMPRESSED), left, right);
};

/** Thumbprint of the key that a JWK describes (RFC 7638), or `undefined` when it is none on the curve P-256. */
export const toKeyThumbprint = (jwk: PublicPointJwk): string | undefined => {
  const point = findPoint(jwk);
  return point && toThumbprint(point);
};

/** A point as a byte sequence of a header field (RFC 8941 section 3.3.5). */
export const writePoint = (point: Uint8Array): string => `:${toBase64(point)}:`;

/** The point in a header field, or `undefined` when there is none. */
export const readPoint = (field: string | undefined): Uint8Array | undefined => {
  if (field?.at(0) !== ':' || field.at(-1) !== ':') return undefined;
  const bytes = findBase64(field.slice(1, -1));
  return bytes?.length === POINT_BYTES && bytes[0] === UNCOMPRESSED ? bytes : undefined;
};

/** Thumbprint of the key at `point`: RFC 7638, over the members of an EC key in their order. */
export const toThumbprint = (point: Uint8Array): string => {
  const x = toBase64Url(point.subarray(1, 1 + COORDINATE_BYTES));
  const y = toBase64Url(point.subarray(1 + COORDINATE_BYTES));
  return toBase64Url(hashSha256(toUtf8(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`)));
};
