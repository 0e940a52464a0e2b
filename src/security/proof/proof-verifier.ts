import { StoaError, equalSecretTexts, findBase64, systemRandom, toUtf8 } from '../../base/index.js';
import type { Clock, Random } from '../../base/index.js';
import type { VerifiedCredential } from '../verified-credential.js';
import { isContentDigest } from './content-digest.js';
import { portableHashing } from './hashing.js';
import type { Hashing } from './hashing.js';
import { PROOF_HEADERS, componentsOf, toBaseLines } from './message.js';
import type { ProvedMessage } from './message.js';
import { createNonceWindow, replayed } from './nonce-window.js';
import type { NonceWindow, NonceWindowOptions } from './nonce-window.js';
import { readPoint, toThumbprint } from './public-point.js';
import { createProofSessions } from './sessions.js';
import type { ProofSession, ProofSessions, SessionsOptions } from './sessions.js';
import { writeSignatureBase } from './signature-base.js';
import { readSignatureFields } from './signature-fields.js';
import type { SignatureFields } from './signature-fields.js';

/** A call whose proof holds. */
export interface ProvedCall {
  readonly credential: VerifiedCredential;
  /** Headers that the answer carries, whatever the answer is. */
  readonly answerHeaders: Readonly<Record<string, string>>;
}

/** Verifies the proofs of the calls to one service. */
export interface ProofVerifier {
  /**
   * Verifies a message once: a second time it is a replay.
   *
   * @throws {StoaError} `PROOF_INVALID`, `PROOF_EXPIRED`, `PROOF_REPLAYED`, `PROOF_WINDOW_FULL`, `KEY_MISMATCH`,
   * `PROOF_SESSION_UNKNOWN`, and what verifying the credential throws
   */
  readonly verify: (message: ProvedMessage) => Promise<ProvedCall>;
}

/** Collaborators of {@link createProofVerifier}. */
export interface ProofVerifierParts {
  /** Verifies the credential in an `Authorization` header. */
  readonly verifyCredential: (authorization: string) => Promise<VerifiedCredential>;
  /** URN of the service; agreed keys are bound to it. */
  readonly service: () => string;
  readonly clock: Clock;
  /** Default: the platform's. */
  readonly random?: Random;
  /** Default: one that runs everywhere. */
  readonly hashing?: Hashing;
}

/** Options of {@link createProofVerifier}. */
export interface ProofVerifierOptions extends NonceWindowOptions, SessionsOptions {
  /** How far the time of a proof may be from ours, in milliseconds. Default 30 s. */
  readonly proofToleranceMs?: number;
}

interface Context extends Omit<Required<ProofVerifierParts>, 'random'> {
  readonly toleranceMs: number;
  readonly startedAtMs: number;
  readonly nonces: NonceWindow;
  readonly sessions: ProofSessions;
}

const DEFAULT_TOLERANCE_MS = 30_000;
/** Shortest nonce of a proof by key, in characters: nobody's nonce is another's by chance. */
const MIN_NONCE_LENGTH = 16;
const COUNT = /^[1-9]\d{0,11}$/;

const invalid = (reason: string): StoaError =>
  new StoaError('PROOF_INVALID', `the proof of the call: ${reason}`, {
    hint: 'sign the message as it is sent; if you did, it was changed on its way',
  });

const mismatch = (reason: string): StoaError =>
  new StoaError('KEY_MISMATCH', `the gate is bound to a key: ${reason}`, {
    hint: 'call with the key for which the gate was opened, or open one for this key',
  });

const readFields = ({ headers }: ProvedMessage): SignatureFields => {
  const { 'signature-input': input, signature } = headers;
  if (input === undefined || signature === undefined) throw invalid('expected Signature-Input and Signature');
  return readSignatureFields(input, signature);
};

const assertCovers = (message: ProvedMessage, { components }: SignatureFields): void => {
  const wanted = componentsOf(message);
  const missing = wanted.find((name) => !components.includes(name));
  if (missing !== undefined) throw invalid(`it does not cover ${missing}`);
  // As many as there are, and each of them: so none twice.
  if (components.length !== wanted.length) throw invalid('it covers what is no part of such a proof');
};

const assertFresh = ({ created }: SignatureFields, { clock, toleranceMs }: Context): void => {
  const offMs = Math.abs(clock.nowMs() - created * 1000);
  if (offMs <= toleranceMs + 999) return;
  throw new StoaError('PROOF_EXPIRED', `the proof was not made within ${toleranceMs} ms of the service's time`, {
    limit: 'proofToleranceMs',
    hint: 'set the clock of the client, and prove each message when it is sent',
  });
};

const assertDigest = ({ headers, body }: ProvedMessage, { hashing }: Context): void => {
  if (!isContentDigest(hashing, body, headers['content-digest'] ?? ''))
    throw invalid('Content-Digest is not the SHA-256 digest of the body');
};

const assertGate = ({ headers }: ProvedMessage, gate: string): void => {
  if (headers[PROOF_HEADERS.gate] !== gate) throw invalid('the credential is that of another gate');
};

const toBase = (message: ProvedMessage, { components, text }: SignatureFields): string =>
  writeSignatureBase(toBaseLines(message, components), text);

/** The credential of a call in a session: verified anew only when it is another than before, or has come to its end. */
const findShown = async (
  session: ProofSession,
  authorization: string,
  context: Context,
): Promise<VerifiedCredential> => {
  const { shown } = session;
  if (shown.authorization === authorization && context.clock.nowMs() < shown.credential.expiresAtMs)
    return shown.credential;
  const credential = await context.verifyCredential(authorization);
  if (credential.gate !== session.gate || credential.keyThumbprint !== session.keyThumbprint)
    throw mismatch('the agreed key belongs to another one');
  session.shown = { authorization, credential };
  return credential;
};

const RETRY = /^"([A-Za-z0-9_-]{22,43})";nonce="([A-Za-z0-9_-]{1,64})"$/;

/**
 * A message may be sent again when it was refused before anything was done. Whoever stands between could make that refusal
 * up and have it done twice; so the second message names the proof of the first, which is taken here if it was not before:
 * of the two one is done.
 */
const assertNotRetriedTwice = (
  { headers }: ProvedMessage,
  { gate, keyThumbprint = '' }: VerifiedCredential,
  { clock, nonces, sessions, toleranceMs }: Context,
): void => {
  const field = headers[PROOF_HEADERS.retry];
  if (field === undefined) return;
  const [, keyId, nonce] = RETRY.exec(field) ?? [];
  if (keyId === undefined || nonce === undefined) throw invalid(`expected a proof in ${PROOF_HEADERS.retry}`);
  if (keyId === keyThumbprint) {
    nonces.take(keyThumbprint, nonce, clock.nowMs() + 2 * toleranceMs);
    return;
  }
  const session = sessions.find(keyId);
  if (session?.gate !== gate || session.keyThumbprint !== keyThumbprint || !COUNT.test(nonce)) return;
  if (session.counts.take(Number(nonce)) !== 'new') throw replayed();
};

const verifyBySession = async (
  message: ProvedMessage,
  fields: SignatureFields,
  context: Context,
): Promise<ProvedCall> => {
  const session = context.sessions.get(fields.keyId);
  const { authorization = '' } = message.headers;
  if (!COUNT.test(fields.nonce)) throw invalid('expected the count of the call as nonce');
  if (!equalSecretTexts(context.hashing.mac(session.macKey, toBase(message, fields)), fields.signature))
    throw invalid('it was not made with the agreed key for this message');
  assertGate(message, session.gate);
  const credential = await findShown(session, authorization, context);
  assertNotRetriedTwice(message, credential, context);
  const verdict = session.counts.take(Number(fields.nonce));
  if (verdict === 'seen') throw replayed();
  if (verdict === 'too-old') {
    throw new StoaError('PROOF_EXPIRED', 'so many newer calls came before this one that it may have come before', {
      hint: 'prove the message anew',
    });
  }
  return { credential, answerHeaders: {} };
};

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SCHEME = { name: 'ECDSA', hash: 'SHA-256' } as const;

const isSigned = async (point: Uint8Array, signatureText: string, base: string): Promise<boolean> => {
  const { subtle } = globalThis.crypto;
  const signature = findBase64(signatureText);
  if (signature === undefined) return false;
  try {
    const key = await subtle.importKey('raw', point.slice(), CURVE, false, ['verify']);
    return await subtle.verify(SCHEME, key, signature.slice(), toUtf8(base).slice());
  } catch (cause) {
    throw new StoaError('PROOF_INVALID', 'the key of the client is no point of the curve P-256', { cause });
  }
};

/** The key that a message shows, by its point and thumbprint. */
const readKey = (
  { headers }: ProvedMessage,
  { keyId, nonce }: SignatureFields,
): { readonly point: Uint8Array; readonly thumbprint: string } => {
  const point = readPoint(headers[PROOF_HEADERS.key]);
  if (point === undefined) throw invalid(`expected the key of the client in ${PROOF_HEADERS.key}`);
  if (nonce.length < MIN_NONCE_LENGTH) throw invalid(`expected a nonce of at least ${MIN_NONCE_LENGTH} characters`);
  const thumbprint = toThumbprint(point);
  if (keyId !== thumbprint) throw invalid(`keyid is not the thumbprint of the key in ${PROOF_HEADERS.key}`);
  return { point, thumbprint };
};

const agreeOnKey = async (message: ProvedMessage, proved: Proving, context: Context): Promise<ProvedCall> => {
  const { credential, keyThumbprint } = proved;
  const { authorization = '', [PROOF_HEADERS.agree]: agree } = message.headers;
  if (agree === undefined) return { credential, answerHeaders: {} };
  const clientPoint = readPoint(agree);
  if (clientPoint === undefined) throw invalid(`expected an ephemeral key in ${PROOF_HEADERS.agree}`);
  const begun = { authorization, credential, keyThumbprint, service: context.service() };
  return { credential, answerHeaders: { [PROOF_HEADERS.agreed]: await context.sessions.agree(clientPoint, begun) } };
};

interface Proving {
  readonly credential: VerifiedCredential;
  readonly keyThumbprint: string;
}

const verifyByKey = async (message: ProvedMessage, fields: SignatureFields, context: Context): Promise<ProvedCall> => {
  const { point, thumbprint } = readKey(message, fields);
  const credential = await context.verifyCredential(message.headers['authorization'] ?? '');
  assertGate(message, credential.gate);
  if (credential.keyThumbprint === undefined) throw mismatch('this one is bound to none, so nothing can be proved');
  if (credential.keyThumbprint !== thumbprint) throw mismatch('the message was proved with another');
  if (!(await isSigned(point, fields.signature, toBase(message, fields))))
    throw invalid('it was not made with the key of the client for this message');
  const madeMs = fields.created * 1000;
  if (madeMs + 999 < context.startedAtMs) {
    throw new StoaError('PROOF_EXPIRED', 'the proof was made before the service started, which may have seen it then', {
      hint: 'prove the message anew',
    });
  }
  assertNotRetriedTwice(message, credential, context);
  context.nonces.take(thumbprint, fields.nonce, madeMs + 999 + context.toleranceMs);
  return agreeOnKey(message, { credential, keyThumbprint: thumbprint }, context);
};

/**
 * A verifier with its memory of what was proved. What costs least is checked first, and nothing is remembered of a
 * message before its proof holds, so that nobody without a gate can fill the memory.
 */
export const createProofVerifier = (parts: ProofVerifierParts, options: ProofVerifierOptions = {}): ProofVerifier => {
  const { clock, verifyCredential, service, random = systemRandom, hashing = portableHashing } = parts;
  const context: Context = {
    clock,
    verifyCredential,
    service,
    hashing,
    toleranceMs: options.proofToleranceMs ?? DEFAULT_TOLERANCE_MS,
    startedAtMs: clock.nowMs(),
    nonces: createNonceWindow(clock, options),
    sessions: createProofSessions({ clock, random }, options),
  };
  return {
    verify: async (message) => {
      const fields = readFields(message);
      assertCovers(message, fields);
      assertFresh(fields, context);
      assertDigest(message, context);
      return fields.algorithm === 'hmac-sha256'
        ? verifyBySession(message, fields, context)
        : verifyByKey(message, fields, context);
    },
  };
};
