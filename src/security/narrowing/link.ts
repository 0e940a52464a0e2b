import { toBase64Url } from '../../base/base64.js';
import { toUtf8 } from '../../base/light.js';
import { hashSha256 } from '../../base/digest.js';
import type { ClientKey } from '../client-key.js';

/** Most narrowings of one gate: each costs a signature check when a credential is first seen. */
export const MAX_LINKS = 4;

/** Type of a link (RFC 8725 section 3.11). */
export const LINK_TYPE = 'stoa-narrow+jwt';

/** What a link says: the holder of the key `to` may use this gate, but only for this. */
export interface LinkClaims {
  /** Tells apart links that say the same. */
  readonly id: string;
  /** URN of the gate that is narrowed. */
  readonly gate: string;
  readonly methods: readonly string[];
  readonly expiresAtMs: number;
  /** Most calls; absent: as many as the gate allows. */
  readonly calls?: number;
  /** Thumbprint of the key that the calls have to be proved with. */
  readonly to: string;
  /** The link that this one narrows; absent when it narrows the gate itself. */
  readonly parent?: string;
}

/**
 * What a link is known by where calls are counted, and in the link below it, which cannot be put under a wider one: the
 * SHA-256 of what is signed. Not of the signature, of which anybody can make a second one that holds as well.
 */
export const digestLink = (link: string): string =>
  toBase64Url(hashSha256(toUtf8(link.slice(0, link.lastIndexOf('.')))));

/** Signs a link with the key that the gate, or the link before, is bound to. JWT times are whole seconds, cut and not rounded. */
export const signLink = async ({ publicJwk, sign }: ClientKey, claims: LinkClaims): Promise<string> => {
  const { x, y } = publicJwk;
  const header = { alg: 'ES256', typ: LINK_TYPE, jwk: { kty: 'EC', crv: 'P-256', x, y } };
  const payload = {
    jti: claims.id,
    gate: claims.gate,
    methods: [...claims.methods],
    exp: Math.floor(claims.expiresAtMs / 1000),
    ...(claims.calls !== undefined && { calls: claims.calls }),
    cnf: { jkt: claims.to },
    ...(claims.parent !== undefined && { prf: digestLink(claims.parent) }),
  };
  const text = [header, payload].map((part) => toBase64Url(toUtf8(JSON.stringify(part)))).join('.');
  return `${text}.${toBase64Url(await sign(toUtf8(text)))}`;
};
