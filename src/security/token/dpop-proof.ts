import { toBase64Url, toUtf8 } from '../../base/index.js';
import type { Clock, Random } from '../../base/index.js';
import type { ClientKey } from '../client-key.js';

/** Type of proofs (RFC 9449 section 4.2). */
export const DPOP_TYPE = 'dpop+jwt';

/** A request that a proof is made for. */
export interface DpopRequest {
  readonly method: string;
  /** Its query and fragment are no part of the proof. */
  readonly url: string;
  /** `digestText` of the access token that goes along, if one does. */
  readonly tokenDigest?: string;
  /** What the server asked to be repeated (`DPoP-Nonce`). */
  readonly nonce?: string;
}

/** Collaborators of {@link createDpopProof}. */
export interface DpopProofParts {
  readonly key: ClientKey;
  readonly clock: Clock;
  readonly random: Random;
}

const ID_BYTES = 16;

const writePart = (value: object): string => toBase64Url(toUtf8(JSON.stringify(value)));

/** The URL without what a proof leaves out (RFC 9449 section 4.2: `htu`). */
export const toProvedUrl = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
};

/** A proof that who sends the request has the key, for the header `DPoP`; good for one request. */
export const createDpopProof = async (
  { key, clock, random }: DpopProofParts,
  { method, url, tokenDigest, nonce }: DpopRequest,
): Promise<string> => {
  const { kty, crv, x, y } = key.publicJwk;
  const header = writePart({ typ: DPOP_TYPE, alg: 'ES256', jwk: { kty, crv, x, y } });
  const payload = writePart({
    jti: toBase64Url(random.bytes(ID_BYTES)),
    htm: method,
    htu: toProvedUrl(url),
    iat: Math.floor(clock.nowMs() / 1000),
    ...(tokenDigest !== undefined && { ath: tokenDigest }),
    ...(nonce !== undefined && { nonce }),
  });
  const signature = await key.sign(toUtf8(`${header}.${payload}`));
  return `${header}.${payload}.${toBase64Url(signature)}`;
};
