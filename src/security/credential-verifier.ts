import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload, LocalJWKSet } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock, GateId } from '../base/index.js';
import { StoaError, findIdInPath } from '../base/index.js';
import { CREDENTIAL_TYPE } from './credential-signer.js';
import type { KeySource } from './key-source.js';
import { SIGNING_ALGORITHM } from './signing-keys.js';

/** Who must have issued a credential, and for whom. */
export interface ExpectedCredential {
  /** URN of the space. */
  readonly issuer: string;
  /** URN of the service. */
  readonly audience: string;
}

/** What a verified credential allows. */
export interface VerifiedCredential {
  readonly issuer: string;
  readonly gate: GateId;
  readonly methods: readonly string[];
  readonly expiresAtMs: number;
}

/** Verifies gate credentials by the keys that their issuer publishes. */
export interface CredentialVerifier {
  /**
   * What `token` allows. No message tells anything of the token.
   *
   * @throws {StoaError} `CREDENTIAL_EXPIRED`
   * @throws {StoaError} `CREDENTIAL_INVALID` for all else that is wrong with it, an unknown key included
   * @throws {StoaError} `SERVICE_UNREACHABLE` when the keys cannot be had
   */
  readonly verify: (token: string, expected: ExpectedCredential) => Promise<VerifiedCredential>;
}

/** Options of {@link createCredentialVerifier}. */
export interface VerifierOptions {
  /** How far the issuer's clock may be behind ours, in milliseconds. Default 5 s. */
  readonly toleranceMs?: number;
  /** Shortest time between two askings for keys, in milliseconds: made-up key ids cause no flood. Default 30 s. */
  readonly refreshMs?: number;
  /** Longest time for which keys are believed, in milliseconds: a withdrawn key is refused after it. Default 10 min. */
  readonly keysKeptMs?: number;
  /** Most verified credentials kept; each saves one signature check until it expires. Default 10,000. */
  readonly maxKept?: number;
}

/** Longest token looked at, in characters: what `schemas/space.xsd` allows for a credential. */
const MAX_TOKEN_LENGTH = 8192;

const DEFAULTS: Required<VerifierOptions> = {
  toleranceMs: 5_000,
  refreshMs: 30_000,
  keysKeptMs: 600_000,
  maxKept: 10_000,
};

/** Collaborators of {@link createCredentialVerifier}. */
export interface VerifierParts {
  readonly keys: KeySource;
  readonly clock: Clock;
}

/** A verifier that keeps the issuer's keys and, until they expire, the credentials that it has verified. */
export const createCredentialVerifier = (
  { keys, clock }: VerifierParts,
  options: VerifierOptions = {},
): CredentialVerifier => {
  const { toleranceMs, maxKept, ...timing } = { ...DEFAULTS, ...options };
  const ring = createKeyRing({ keys, clock }, timing);
  const verified = new LRUCache<string, VerifiedCredential>({ max: maxKept });

  const verifyAnew = async (token: string, { issuer, audience }: ExpectedCredential): Promise<VerifiedCredential> => {
    const check = async (set: LocalJWKSet): Promise<JWTPayload> => {
      const { payload } = await jwtVerify(token, set, {
        algorithms: [SIGNING_ALGORITHM],
        typ: CREDENTIAL_TYPE,
        issuer,
        audience,
        requiredClaims: ['exp', 'jti', 'methods'],
        clockTolerance: toleranceMs / 1000,
        currentDate: new Date(clock.nowMs()),
      });
      return payload;
    };
    return toVerified(await checkWithRing(ring, check), issuer);
  };

  return Object.freeze({
    verify: async (token: string, expected: ExpectedCredential) => {
      if (token.length > MAX_TOKEN_LENGTH) throw invalid(`it is longer than ${MAX_TOKEN_LENGTH} characters`);
      const key = JSON.stringify([expected.issuer, expected.audience, token]);
      const kept = verified.get(key);
      if (kept) {
        if (clock.nowMs() < kept.expiresAtMs + toleranceMs) return kept;
        verified.delete(key);
      }
      const credential = await verifyAnew(token, expected);
      verified.set(key, credential);
      return credential;
    },
  });
};

/** Checks with the keys at hand and, when the token names another key, once more with fresh ones. */
const checkWithRing = async (ring: KeyRing, check: (set: LocalJWKSet) => Promise<JWTPayload>): Promise<JWTPayload> => {
  try {
    return await check(await ring.get());
  } catch (thrown) {
    const fresh = thrown instanceof errors.JWKSNoMatchingKey ? await ring.refresh() : undefined;
    if (!fresh) throw toCredentialError(thrown);
    try {
      return await check(fresh);
    } catch (again) {
      throw toCredentialError(again);
    }
  }
};

interface KeyRing {
  /** The keys, asked for when there are none or they are too old. */
  readonly get: () => Promise<LocalJWKSet>;
  /** Fresh keys, or `undefined` when they were asked for a moment ago. */
  readonly refresh: () => Promise<LocalJWKSet | undefined>;
}

const createKeyRing = (
  { keys, clock }: VerifierParts,
  { refreshMs, keysKeptMs }: Pick<Required<VerifierOptions>, 'refreshMs' | 'keysKeptMs'>,
): KeyRing => {
  let held: { readonly set: LocalJWKSet; readonly atMs: number } | undefined;
  let asking: Promise<LocalJWKSet> | undefined;
  let askedAtMs = -Infinity;

  const ask = (): Promise<LocalJWKSet> => {
    askedAtMs = clock.nowMs();
    asking ??= keys()
      .then((keySet) => {
        const set = toLocalSet(keySet);
        held = { set, atMs: clock.nowMs() };
        return set;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  return {
    get: async () => (held === undefined || clock.nowMs() - held.atMs >= keysKeptMs ? ask() : held.set),
    refresh: async () => (clock.nowMs() - askedAtMs >= refreshMs ? ask() : undefined),
  };
};

const toLocalSet = (set: JSONWebKeySet): LocalJWKSet => {
  try {
    return createLocalJWKSet(set);
  } catch (cause) {
    throw new StoaError('CREDENTIAL_INVALID', 'the published keys are no JWK set', { cause });
  }
};

const toVerified = ({ jti, exp, methods }: JWTPayload, issuer: string): VerifiedCredential => {
  const gate = jti === undefined ? undefined : findIdInPath<GateId>(jti);
  if (gate === undefined || exp === undefined) throw invalid('it names no gate or no end');
  if (!Array.isArray(methods) || !methods.every((name) => typeof name === 'string'))
    throw invalid('its methods are no list of names');
  return Object.freeze({ issuer, gate, methods: Object.freeze([...methods]), expiresAtMs: exp * 1000 });
};

const invalid = (reason: string): StoaError =>
  new StoaError('CREDENTIAL_INVALID', `the gate credential is not valid: ${reason}`);

/** What a failed check means to the caller; the library's own error is not kept, since it holds claims of the token. */
const toCredentialError = (thrown: unknown): unknown => {
  if (thrown instanceof errors.JWTExpired) {
    return new StoaError('CREDENTIAL_EXPIRED', 'the gate credential has expired', {
      hint: 'refresh the gate and call again',
    });
  }
  if (thrown instanceof errors.JWKSNoMatchingKey) return invalid('the issuer publishes no such key');
  if (thrown instanceof errors.JWTClaimValidationFailed)
    return invalid(`its claim "${thrown.claim}" is not the expected one`);
  if (thrown instanceof errors.JOSEError) return invalid('its signature or form is wrong');
  return thrown;
};
