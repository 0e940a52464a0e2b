import { decodeJwt, jwtVerify } from 'jose';
import type { JWTPayload, LocalJWKSet } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../base/index.js';
import { toUtf8 } from '../../base/index.js';
import type { KeySource } from '../key-source.js';
import type { Hashing } from '../proof/hashing.js';
import { createPublishedKeys } from '../published-keys.js';
import type { PublishedKeys } from '../published-keys.js';
import { invalidToken, toTokenError } from './token-errors.js';

/** An issuer whose access tokens are believed. */
export interface TrustedIssuer {
  /** What `iss` must be; asked each time, since our own is known once the server listens. */
  readonly issuer: () => string;
  /** What `aud` must be or hold. */
  readonly audience: string;
  /** Stands before subjects and groups; absent for the built-in issuer. */
  readonly alias?: string;
  /** Claim that lists groups. */
  readonly groupsClaim: string;
  /** What `typ` must be; any for issuers that do not follow RFC 9068. */
  readonly type?: string;
  readonly keys: KeySource;
  /** The keys are at hand and cost nothing to ask for: they are never kept. */
  readonly isOwn?: boolean;
  /** Groups of a subject as the issuer has them now, which are believed in place of those in the token; `undefined` when it is none any more. */
  readonly groupsOf?: (subject: string) => readonly string[] | undefined;
}

/** What a verified access token says. */
export interface VerifiedToken {
  /** As it stands in records: with the alias of a foreign issuer. */
  readonly subject: string;
  readonly groups: readonly string[];
  /** Thumbprint of the key that has to be proved with each request. */
  readonly keyThumbprint?: string;
  readonly expiresAtMs: number;
}

/** Verifies access tokens of several issuers. */
export interface TokenVerifier {
  /** What is known of a token that was verified before and has not ended. */
  readonly find: (token: string) => VerifiedToken | undefined;
  /**
   * What `token` says. No message tells anything of the token.
   *
   * @throws {StoaError} `TOKEN_EXPIRED`; `TOKEN_INVALID` for all else that is wrong with it
   * @throws {StoaError} `ISSUER_UNREACHABLE` when the keys of its issuer cannot be had
   */
  readonly verify: (token: string) => Promise<VerifiedToken>;
  /** Forgets what it verified: keys were withdrawn. */
  readonly forget: () => void;
}

/** Options of {@link createTokenVerifier}. */
export interface TokenVerifierOptions {
  /** How far the clocks of issuers may differ from ours, in milliseconds. Default 5 s. */
  readonly toleranceMs?: number;
  /** Most verified tokens kept. Default 10,000. */
  readonly maxKept?: number;
  /** Shortest time between two askings for an issuer's keys, in milliseconds. Default 30 s. */
  readonly refreshMs?: number;
  /** Longest time for which an issuer's keys are believed, in milliseconds. Default 10 min. */
  readonly keysKeptMs?: number;
}

/** Collaborators of {@link createTokenVerifier}. */
export interface TokenVerifierParts {
  readonly issuers: readonly TrustedIssuer[];
  readonly clock: Clock;
  readonly hashing: Hashing;
}

/** Longest token looked at, in characters: about half of what the headers of a request may have. */
const MAX_TOKEN_LENGTH = 8192;

/** Longest name of a subject or group, and most groups: they are compared with those of policies, and stored. */
const MAX_NAME_LENGTH = 256;
const MAX_GROUPS = 200;

/**
 * What a subject is written with: it stands in entries, where XML could not hold every character, and would take two names
 * that differ in white space for one. What is invisible, or turns the direction of text around, would make it look like another's.
 */
const SUBJECT = /^[^\p{C}\p{Z}]+(?: [^\p{C}\p{Z}]+)*$/u;

/** Signatures that are believed: no MAC, whose key both sides would hold, and none at all neither. */
const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'PS256', 'PS384', 'RS256', 'RS384', 'RS512'];

const DEFAULTS: Required<TokenVerifierOptions> = {
  toleranceMs: 5_000,
  maxKept: 10_000,
  refreshMs: 30_000,
  keysKeptMs: 600_000,
};

const ALWAYS_ASK = { refreshMs: 0, keysKeptMs: 0 };

/** Whether a bearer token has the form of a JWT (RFC 7519): others are credentials of ours. */
export const isJwt = (token: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);

const readIssuer = (token: string): unknown => {
  try {
    return decodeJwt(token).iss;
  } catch (thrown) {
    throw toTokenError(thrown);
  }
};

const readGroups = (claim: unknown): readonly string[] => {
  if (claim === undefined) return [];
  const groups: readonly unknown[] = typeof claim === 'string' ? claim.split(' ').filter(Boolean) : [claim].flat();
  const names = groups.filter((group) => typeof group === 'string');
  if (names.length !== groups.length) throw invalidToken('its groups are no list of names');
  if (names.length > MAX_GROUPS || names.some((name) => name.length > MAX_NAME_LENGTH))
    throw invalidToken(`it has more than ${MAX_GROUPS} groups, or longer than ${MAX_NAME_LENGTH} characters`);
  return names;
};

const readKeyThumbprint = (confirmation: unknown): { readonly keyThumbprint?: string } => {
  if (confirmation === undefined) return {};
  const { jkt } = Object(confirmation) as { readonly jkt?: unknown };
  // Bound in a way that is not known, such as to a certificate, is not the same as not bound.
  if (typeof jkt !== 'string') throw invalidToken('it is bound to something else than a key proved by DPoP');
  return { keyThumbprint: jkt };
};

const findGroups = (sub: string, payload: JWTPayload, { groupsClaim, groupsOf }: TrustedIssuer): readonly string[] => {
  if (groupsOf === undefined) return readGroups(payload[groupsClaim]);
  const groups = groupsOf(sub);
  if (groups === undefined) throw invalidToken('it names a subject that is none any more');
  return groups;
};

const toVerified = (payload: JWTPayload, trusted: TrustedIssuer): VerifiedToken => {
  const { sub, exp } = payload;
  const { alias } = trusted;
  if (sub === undefined || sub === '' || sub.length > MAX_NAME_LENGTH)
    throw invalidToken(`it names no subject of 1 to ${MAX_NAME_LENGTH} characters`);
  if (!SUBJECT.test(sub)) throw invalidToken('its subject has characters that no name of a subject may have');
  const qualify = (name: string): string => (alias === undefined ? name : `${alias}:${name}`);
  return Object.freeze({
    subject: qualify(sub),
    groups: Object.freeze(findGroups(sub, payload, trusted).map(qualify)),
    expiresAtMs: (exp ?? 0) * 1000,
    ...readKeyThumbprint(payload['cnf']),
  });
};

interface HeldIssuer {
  readonly trusted: TrustedIssuer;
  readonly keys: PublishedKeys;
}

/**
 * A verifier that keeps issuers' keys and, until they end, the tokens that it has verified: by their digest, so that
 * what it keeps is of no use to who reads it.
 */
export const createTokenVerifier = (
  { issuers, clock, hashing }: TokenVerifierParts,
  options: TokenVerifierOptions = {},
): TokenVerifier => {
  const { toleranceMs, maxKept, ...timing } = { ...DEFAULTS, ...options };
  const held: readonly HeldIssuer[] = issuers.map((trusted) => ({
    trusted,
    keys: createPublishedKeys({ keys: trusted.keys, clock }, trusted.isOwn === true ? ALWAYS_ASK : timing),
  }));
  const verified = new LRUCache<string, VerifiedToken>({ max: maxKept });
  /** How often everything was forgotten: what was verified before that by keys that were withdrawn then is not kept. */
  let forgotten = 0;
  const digestOf = (token: string): string => hashing.digest(toUtf8(token));

  const find = (digest: string): VerifiedToken | undefined => {
    const kept = verified.get(digest);
    if (kept === undefined || clock.nowMs() < kept.expiresAtMs + toleranceMs) return kept;
    verified.delete(digest);
    return undefined;
  };

  const verifyAnew = async (token: string): Promise<VerifiedToken> => {
    const claimed = readIssuer(token);
    const issuer = held.find(({ trusted }) => trusted.issuer() === claimed);
    if (issuer === undefined) throw invalidToken('its issuer is not one that this server believes');
    const { trusted, keys } = issuer;
    const check = async (set: LocalJWKSet): Promise<JWTPayload> => {
      const { payload } = await jwtVerify(token, set, {
        algorithms: ALGORITHMS,
        issuer: trusted.issuer(),
        audience: trusted.audience,
        requiredClaims: ['exp', 'sub'],
        ...(trusted.type !== undefined && { typ: trusted.type }),
        clockTolerance: toleranceMs / 1000,
        currentDate: new Date(clock.nowMs()),
      });
      return payload;
    };
    try {
      return toVerified(await keys.checkWith(check), trusted);
    } catch (thrown) {
      throw toTokenError(thrown);
    }
  };

  return {
    find: (token) => find(digestOf(token)),
    forget: () => {
      forgotten++;
      verified.clear();
    },
    verify: async (token) => {
      if (token.length > MAX_TOKEN_LENGTH) throw invalidToken(`it is longer than ${MAX_TOKEN_LENGTH} characters`);
      const digest = digestOf(token);
      const kept = find(digest);
      if (kept !== undefined) return kept;
      const before = forgotten;
      const facts = await verifyAnew(token);
      // The keys that it was verified with may have been withdrawn meanwhile.
      if (before !== forgotten) return verifyAnew(token);
      verified.set(digest, facts);
      return facts;
    },
  };
};
