import { StoaError, systemClock, systemRandom } from '../../base/index.js';
import type { Clock, Random } from '../../base/index.js';
import { createDpopProof, digestText } from '../../security/index.js';
import type { ClientKey } from '../../security/index.js';
import type { AuthorizedRequest, ClientAuth } from './model.js';

/** An access token as an issuer gave it. */
export interface AccessToken {
  readonly token: string;
  /** `DPoP` when it is bound to the client's key. */
  readonly type: 'Bearer' | 'DPoP';
  readonly expiresAtMs: number;
}

/** Where tokens come from. */
export interface TokenAuthOptions {
  /** Gets a token for a request that is about to be sent; asked again shortly before one ends, once for all who wait. */
  readonly getToken: (request: AuthorizedRequest) => Promise<AccessToken>;
  /** The key that tokens are bound to. */
  readonly key?: ClientKey;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** A token is renewed this long before it ends, so that it does not end on its way, or earlier if it is short-lived. */
const EARLY_MS = 30_000;
const EARLY_SHARE = 0.2;

interface HeldToken extends AccessToken {
  readonly digest: string;
  readonly renewAtMs: number;
}

/** Authenticates by access tokens that `getToken` gets; with a key, each request is proved with it (RFC 9449). */
export const createTokenAuth = (options: TokenAuthOptions): ClientAuth => {
  const { getToken, key, clock = systemClock, random = systemRandom } = options;
  let held: HeldToken | undefined;
  let getting: Promise<HeldToken> | undefined;

  const getAnew = async (request: AuthorizedRequest): Promise<HeldToken> => {
    const token = await getToken(request);
    const lifeMs = token.expiresAtMs - clock.nowMs();
    const renewAtMs = token.expiresAtMs - Math.min(EARLY_MS, lifeMs * EARLY_SHARE);
    held = { ...token, digest: await digestText(token.token), renewAtMs };
    return held;
  };
  const getHeld = (request: AuthorizedRequest): HeldToken | Promise<HeldToken> => {
    if (held !== undefined && clock.nowMs() < held.renewAtMs) return held;
    getting ??= getAnew(request).finally(() => {
      getting = undefined;
    });
    return getting;
  };
  return {
    ...(key !== undefined && { key }),
    headersFor: async (request) => {
      const { token, type, digest } = await getHeld(request);
      if (type === 'Bearer') return { authorization: `Bearer ${token}` };
      if (key === undefined) throw new StoaError('TOKEN_REFUSED', 'the issuer gave a token that is bound to some key');
      const proof = await createDpopProof({ key, clock, random }, { ...request, tokenDigest: digest });
      return { authorization: `DPoP ${token}`, dpop: proof };
    },
    refresh: () => {
      held = undefined;
      return Promise.resolve();
    },
  };
};
