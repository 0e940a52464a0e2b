import { errors, importJWK, jwtVerify } from 'jose';
import type { JWK, JWTHeaderParameters, JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { StoaError, isStoaError, toUtf8 } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import type { Hashing } from '../proof/hashing.js';
import { createNonceWindow } from '../proof/nonce-window.js';
import { DPOP_TYPE, toProvedUrl } from './dpop-proof.js';

/** The request that came with a proof. */
export interface ProvedRequest {
  readonly method: string;
  /** Every URL by which the resource is rightly spoken to. */
  readonly urls: readonly string[];
  /** The access token that came along. */
  readonly token?: string;
}

/** Verifies proofs of possession (RFC 9449). */
export interface DpopVerifier {
  /**
   * The RFC 7638 thumbprint of the key that `proof` proves.
   *
   * @throws {StoaError} `DPOP_INVALID`, `DPOP_REPLAYED`
   * @throws {StoaError} `PROOF_WINDOW_FULL` when so many proofs came lately that no more can be remembered
   */
  readonly verify: (proof: string, request: ProvedRequest) => Promise<string>;
}

/** Options of {@link createDpopVerifier}. */
export interface DpopVerifierOptions {
  /** How far the time of a proof may be from ours, either way, in milliseconds: clocks differ. Default 30 s. */
  readonly windowMs?: number;
  /** Most proofs remembered, in all and of one key. Default 300,000 and 100,000: 5,000 and 1,600 a second. */
  readonly maxProofs?: number;
  readonly maxProofsOfKey?: number;
  /** Most public keys kept ready for use. Default 1,000. */
  readonly maxKeys?: number;
}

/** SHA-256 of a text, as base64url: as `digestText` gives it, but at once. */
const toUrlDigest = (text: string, { digest }: Hashing): string =>
  digest(toUtf8(text)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const MAX_PROOF_LENGTH = 2048;
const MAX_ID_LENGTH = 128;

const DEFAULTS: Required<DpopVerifierOptions> = {
  windowMs: 30_000,
  maxProofs: 300_000,
  maxProofsOfKey: 100_000,
  maxKeys: 1_000,
};

const refuse = (reason: string): StoaError =>
  new StoaError('DPOP_INVALID', `the proof of possession is not valid: ${reason}`, {
    hint: 'make a proof for each request, with its method, its address and the access token',
  });

/** The public key in the header, its canonical members only. */
const readKey = (jwk: JWK | undefined): { readonly x: string; readonly y: string } => {
  const { kty, crv, x, y } = jwk ?? {};
  if (kty !== 'EC' || crv !== 'P-256' || typeof x !== 'string' || typeof y !== 'string')
    throw refuse('its header holds no public key of type EC on curve P-256');
  if (jwk?.d !== undefined) throw refuse('its header holds a private key');
  return { x, y };
};

/** RFC 7638 section 3: members in order of their names, nothing between them. */
const toThumbprint = ({ x, y }: { readonly x: string; readonly y: string }, hashing: Hashing): string =>
  toUrlDigest(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }), hashing);

const isSameUrl = (stated: unknown, urls: readonly string[]): boolean =>
  typeof stated === 'string' &&
  URL.canParse(stated) &&
  // What a client sent as the target of its request need not make a URL.
  urls.some((url) => URL.canParse(url) && toProvedUrl(url) === toProvedUrl(stated));

/** Collaborators of {@link createDpopVerifier}. */
export interface DpopVerifierParts {
  readonly clock: Clock;
  readonly hashing: Hashing;
}

/** A verifier by which each proof passes once. */
export const createDpopVerifier = (
  { clock, hashing }: DpopVerifierParts,
  options: DpopVerifierOptions = {},
): DpopVerifier => {
  const { windowMs, maxProofs, maxProofsOfKey, maxKeys } = { ...DEFAULTS, ...options };
  const seen = createNonceWindow(clock, { maxNonces: maxProofs, maxNoncesOfKey: maxProofsOfKey });
  const keys = new LRUCache<string, CryptoKey | Uint8Array>({ max: maxKeys });

  const getKey = async ({ jwk }: JWTHeaderParameters) => {
    const point = readKey(jwk);
    const thumbprint = toThumbprint(point, hashing);
    const known = keys.get(thumbprint);
    if (known !== undefined) return known;
    const key = await importJWK({ kty: 'EC', crv: 'P-256', ...point }, 'ES256').catch(() => {
      throw refuse('its key is no point of the curve');
    });
    keys.set(thumbprint, key);
    return key;
  };

  const readProof = async (proof: string) => {
    try {
      return await jwtVerify(proof, getKey, {
        typ: DPOP_TYPE,
        algorithms: ['ES256'],
        currentDate: new Date(clock.nowMs()),
      });
    } catch (thrown) {
      // The library's own error is not kept, since it holds claims of the proof.
      throw thrown instanceof errors.JOSEError ? refuse('its signature or form is wrong') : thrown;
    }
  };

  const check = ({ htm, htu, iat, ath }: JWTPayload, { method, urls, token }: ProvedRequest): void => {
    if (htm !== method) throw refuse(`it is not for ${method}`);
    if (!isSameUrl(htu, urls)) throw refuse(`it is not for ${urls[0] ?? 'this address'}`);
    if (typeof iat !== 'number' || Math.abs(clock.nowMs() - iat * 1000) > windowMs)
      throw refuse(`it was not made within ${windowMs / 1000} s of now, by this server's clock`);
    if (token !== undefined && ath !== toUrlDigest(token, hashing)) throw refuse('it is for another access token');
  };

  return {
    verify: async (proof, request) => {
      if (proof.length > MAX_PROOF_LENGTH) throw refuse(`it is longer than ${MAX_PROOF_LENGTH} characters`);
      const { payload, protectedHeader } = await readProof(proof);
      check(payload, request);
      const { jti, iat = 0 } = payload;
      if (typeof jti !== 'string' || jti === '' || jti.length > MAX_ID_LENGTH)
        throw refuse(`it has no jti of 1 to ${MAX_ID_LENGTH} characters`);
      const thumbprint = toThumbprint(readKey(protectedHeader.jwk), hashing);
      try {
        seen.take(thumbprint, jti, iat * 1000 + windowMs);
      } catch (thrown) {
        if (!isStoaError(thrown, 'PROOF_REPLAYED')) throw thrown;
        throw new StoaError('DPOP_REPLAYED', 'a request with this proof of possession came before', {
          hint: 'make a proof for each request',
        });
      }
      return thumbprint;
    },
  };
};
