import { SignJWT } from 'jose';
import type { Clock, DocumentId, GateId, SpaceId, SubjectId } from '../base/index.js';
import type { SigningKeys } from './signing-keys.js';
import { SIGNING_ALGORITHM } from './signing-keys.js';

/** What a gate credential says: the holder of `gate` may call `methods` of `audience`, says `issuer`. Identities, never addresses. */
export interface CredentialClaims {
  /** URN of the space that issued it: `iss`. */
  readonly issuer: SpaceId;
  /** URN of the service: `aud`. */
  readonly audience: DocumentId;
  /** URN of the gate: `jti`. */
  readonly gate: GateId;
  /** Names of the methods granted. */
  readonly methods: readonly string[];
  /** Who opened the gate: `sub`. */
  readonly subject?: SubjectId;
  /** RFC 7638 thumbprint of the key that each call has to be proved with: `cnf.jkt` (RFC 7800, RFC 9449 section 6.1). */
  readonly keyThumbprint?: string;
  /** It is not made to hold longer than this; usually the gate's own end. */
  readonly notAfterMs: number;
}

/** A credential and the time at which it ends; JWT times are whole seconds. */
export interface SignedCredential {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Signs gate credentials. */
export interface CredentialSigner {
  readonly sign: (claims: CredentialClaims) => Promise<SignedCredential>;
}

/** Options of {@link createCredentialSigner}. */
export interface SignerOptions {
  /**
   * Longest life of one credential in milliseconds, default 60 s: a closed gate stays usable for at most that
   * long at services that are called directly, and its holder refreshes it about as often.
   */
  readonly lifeMs?: number;
}

/** Type of our tokens (RFC 8725 section 3.11), so that no other token of the same issuer passes for one. */
export const CREDENTIAL_TYPE = 'stoa-gate+jwt';

const DEFAULT_LIFE_MS = 60_000;

/** A signer with `keys`; every credential names the key that verifies it. */
export const createCredentialSigner = (
  { keys, clock }: { readonly keys: SigningKeys; readonly clock: Clock },
  { lifeMs = DEFAULT_LIFE_MS }: SignerOptions = {},
): CredentialSigner => ({
  sign: async ({ issuer, audience, gate, methods, notAfterMs, subject, keyThumbprint }) => {
    const nowMs = clock.nowMs();
    const expiresAt = Math.ceil(Math.min(nowMs + lifeMs, notAfterMs) / 1000);
    const claims = {
      methods: [...methods],
      ...(subject !== undefined && { sub: subject }),
      ...(keyThumbprint !== undefined && { cnf: { jkt: keyThumbprint } }),
    };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid: keys.id, typ: CREDENTIAL_TYPE })
      .setIssuer(issuer)
      .setAudience(audience)
      .setJti(gate)
      .setIssuedAt(Math.floor(nowMs / 1000))
      .setExpirationTime(expiresAt)
      .sign(keys.privateKey);
    return { token, expiresAtMs: expiresAt * 1000 };
  },
});
