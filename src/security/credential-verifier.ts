import { jwtVerify } from 'jose';
import type { JWTPayload, LocalJWKSet } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock, GateId } from '../base/index.js';
import { findIdInPath } from '../base/index.js';
import { invalidCredential as invalid, toCredentialError } from './credential-errors.js';
import { CREDENTIAL_TYPE } from './credential-signer.js';
import { LINK_SEPARATOR } from './narrowing/link-separator.js';
import { MAX_LINKS } from './narrowing/link.js';
import { narrowByLinks } from './narrowing/verify-links.js';
import type { KeySource } from './key-source.js';
import { createPublishedKeys } from './published-keys.js';
import { SIGNING_ALGORITHM } from './signing-keys.js';
import type { VerifiedCredential } from './verified-credential.js';

/** Who must have issued a credential, and for whom. */
export interface ExpectedCredential {
  /** URN of the space. */
  readonly issuer: string;
  /** URN of the service. */
  readonly audience: string;
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
  const published = createPublishedKeys({ keys, clock }, timing);
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
    try {
      return toVerified(await published.checkWith(check), issuer);
    } catch (thrown) {
      throw toCredentialError(thrown);
    }
  };
  const verifyChain = async (token: string, expected: ExpectedCredential): Promise<VerifiedCredential> => {
    const [first = '', ...links] = token.split(LINK_SEPARATOR);
    if (links.length > MAX_LINKS) throw invalid(`it was narrowed more than ${MAX_LINKS} times`);
    return narrowByLinks(await verifyAnew(first, expected), links, { clock, toleranceMs });
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
      const credential = await verifyChain(token, expected);
      verified.set(key, credential);
      return credential;
    },
  });
};

/** The thumbprint that a `cnf` claim states, or `undefined` when there is no such claim. */
const readConfirmation = (cnf: unknown): string | undefined => {
  if (cnf === undefined) return undefined;
  if (typeof cnf === 'object' && cnf !== null && 'jkt' in cnf && typeof cnf.jkt === 'string') return cnf.jkt;
  throw invalid('it is bound to its client in a way that is not known');
};

const toVerified = (payload: JWTPayload, issuer: string): VerifiedCredential => {
  const { jti, exp, methods, sub } = payload;
  const keyThumbprint = readConfirmation(payload['cnf']);
  const gate = jti === undefined ? undefined : findIdInPath<GateId>(jti);
  if (gate === undefined || exp === undefined) throw invalid('it names no gate or no end');
  if (!Array.isArray(methods) || !methods.every((name) => typeof name === 'string'))
    throw invalid('its methods are no list of names');
  return Object.freeze({
    issuer,
    gate,
    methods: Object.freeze([...methods]),
    expiresAtMs: exp * 1000,
    ...(sub !== undefined && { subject: sub }),
    ...(keyThumbprint !== undefined && { keyThumbprint }),
    links: [],
  });
};
