import { SignJWT } from 'jose';
import { toBase64Url } from '../../base/index.js';
import type { Clock, Random } from '../../base/index.js';
import { SIGNING_ALGORITHM } from '../signing-keys.js';
import type { SigningKeys } from '../signing-keys.js';

/** Type of access tokens (RFC 9068 section 2.1). */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/** What an access token of ours says. */
export interface AccessTokenClaims {
  /** Issuer identifier as the metadata says it: `iss`. */
  readonly issuer: string;
  /** URN of the server: `aud`. */
  readonly audience: string;
  /** The client: `sub` and `client_id`. */
  readonly subject: string;
  readonly groups: readonly string[];
  /** RFC 7638 thumbprint of the client's key: `cnf.jkt`. */
  readonly keyThumbprint?: string;
  readonly lifeMs: number;
}

/** Signs access tokens. */
export interface AccessTokenSigner {
  readonly sign: (claims: AccessTokenClaims) => Promise<string>;
}

/** Collaborators of {@link createAccessTokenSigner}. */
export interface AccessTokenSignerParts {
  readonly keys: SigningKeys;
  readonly clock: Clock;
  readonly random: Random;
}

const ID_BYTES = 16;

/** A signer of JWT access tokens as RFC 9068 describes them. */
export const createAccessTokenSigner = ({ keys, clock, random }: AccessTokenSignerParts): AccessTokenSigner => ({
  sign: ({ issuer, audience, subject, groups, keyThumbprint, lifeMs }) => {
    const nowSeconds = Math.floor(clock.nowMs() / 1000);
    return new SignJWT({
      client_id: subject,
      groups: [...groups],
      ...(keyThumbprint !== undefined && { cnf: { jkt: keyThumbprint } }),
    })
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid: keys.id, typ: ACCESS_TOKEN_TYPE })
      .setIssuer(issuer)
      .setSubject(subject)
      .setAudience(audience)
      .setIssuedAt(nowSeconds)
      .setExpirationTime(nowSeconds + Math.ceil(lifeMs / 1000))
      .setJti(toBase64Url(random.bytes(ID_BYTES)))
      .sign(keys.privateKey);
  },
});
