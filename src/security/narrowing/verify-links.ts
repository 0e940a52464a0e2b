import { EmbeddedJWK, calculateJwkThumbprint, jwtVerify } from 'jose';
import type { JWTVerifyResult } from 'jose';
import type { Clock } from '../../base/index.js';
import { invalidCredential as invalid, toCredentialError } from '../credential-errors.js';
import type { VerifiedCredential, VerifiedLink } from '../verified-credential.js';
import { LINK_TYPE, digestLink } from './link.js';

/** By what time links are judged. */
export interface LinkRules {
  readonly clock: Clock;
  readonly toleranceMs: number;
}

interface ReadLink extends VerifiedLink {
  readonly gate: string;
  readonly methods: readonly string[];
  readonly to: string;
  readonly parent: string | undefined;
  /** Thumbprint of the key that signed it. */
  readonly signer: string;
}

const isNameList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

const readTo = (cnf: unknown): string | undefined =>
  typeof cnf === 'object' && cnf !== null && 'jkt' in cnf && typeof cnf.jkt === 'string' ? cnf.jkt : undefined;

const toLink = async (text: string, { payload, protectedHeader }: JWTVerifyResult): Promise<ReadLink> => {
  const { jti, exp, gate, methods, calls, cnf, prf } = payload;
  const to = readTo(cnf);
  if (jti === undefined || exp === undefined || typeof gate !== 'string' || to === undefined || !isNameList(methods))
    throw invalid('a narrowing lacks what it has to say');
  if (calls !== undefined && !isCount(calls)) throw invalid('a narrowing counts its calls in a way that is not known');
  if (prf !== undefined && typeof prf !== 'string')
    throw invalid('a narrowing names what it narrows in an unknown way');
  const signer = await calculateJwkThumbprint(protectedHeader.jwk ?? {});
  return {
    id: digestLink(text),
    expiresAtMs: exp * 1000,
    gate,
    methods,
    to,
    parent: prf,
    signer,
    ...(calls !== undefined && { calls }),
  };
};

const readLink = async (link: string, { clock, toleranceMs }: LinkRules): Promise<ReadLink> => {
  try {
    const verified = await jwtVerify(link, EmbeddedJWK, {
      algorithms: ['ES256'],
      typ: LINK_TYPE,
      requiredClaims: ['exp', 'jti', 'gate', 'methods', 'cnf'],
      clockTolerance: toleranceMs / 1000,
      currentDate: new Date(clock.nowMs()),
    });
    return await toLink(link, verified);
  } catch (thrown) {
    throw toCredentialError(thrown);
  }
};

/** Refuses a link that widens the one before it; links are written once, so such a one was made to cheat. */
const assertNarrows = (link: ReadLink, before: ReadLink): void => {
  if (link.expiresAtMs > before.expiresAtMs) throw invalid('a narrowing ends later than what it narrows');
  if (!link.methods.every((name) => before.methods.includes(name)))
    throw invalid('a narrowing has a method that what it narrows has not');
};

/**
 * Holds the links of a narrowed gate against the credential before them: each is signed with the key that the one
 * before names, belongs to it, and gives no more than it. What the space grants can shrink while a link holds, so
 * of the methods of the first link those count that the credential still has.
 *
 * @throws {StoaError} `CREDENTIAL_INVALID`, `CREDENTIAL_EXPIRED`
 */
export const narrowByLinks = async (
  credential: VerifiedCredential,
  texts: readonly string[],
  rules: LinkRules,
): Promise<VerifiedCredential> => {
  let narrowed = credential;
  let before: ReadLink | undefined;
  for (const [at, text] of texts.entries()) {
    const link = await readLink(text, rules);
    const previous = texts[at - 1];
    if (link.gate !== credential.gate || link.parent !== (previous === undefined ? undefined : digestLink(previous)))
      throw invalid('a narrowing is one of something else');
    if (link.signer !== narrowed.keyThumbprint) throw invalid('a narrowing was not signed by the holder of the gate');
    if (before) assertNarrows(link, before);
    before = link;
    narrowed = narrow(narrowed, link);
  }
  return narrowed;
};

const narrow = (credential: VerifiedCredential, link: ReadLink): VerifiedCredential => {
  const { id, expiresAtMs, calls } = link;
  return Object.freeze({
    ...credential,
    methods: Object.freeze(credential.methods.filter((name) => link.methods.includes(name))),
    expiresAtMs: Math.min(credential.expiresAtMs, expiresAtMs),
    keyThumbprint: link.to,
    links: [...credential.links, { id, expiresAtMs, ...(calls !== undefined && { calls }) }],
  });
};
