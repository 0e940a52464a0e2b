import { LOCAL_SUBJECT, StoaError, given } from '../../base/index.js';
import { createProofVerifier } from '../../security/index.js';
import type { CredentialVerifier, VerifiedCredential } from '../../security/index.js';
import { findBearer } from '../exchange/headers.js';
import type { CallHeaders } from '../model.js';
import type { ServiceGateOptions, ServiceGateParts, ServiceRequest } from './model.js';

/** What a call was admitted by. */
export interface Admitted {
  /** Absent at an unrestricted service, which asks for none. */
  readonly credential?: VerifiedCredential;
  /** Headers of the answer, whatever the answer is. */
  readonly answerHeaders: CallHeaders;
}

/** Admits a call by the credential that it shows and its proof. */
export type Admission = (request: ServiceRequest) => Promise<Admitted>;

const OPEN: Admitted = Object.freeze({ answerHeaders: Object.freeze({}) });

interface Trust {
  readonly issuer: string;
  readonly verifier: CredentialVerifier;
}

const getTrust = ({ issuer, verifier }: ServiceGateParts): Trust => {
  if (issuer && verifier) return { issuer, verifier };
  throw new StoaError(
    'CONFIGURATION_INVALID',
    'a restricted service needs the URN of its space and a verifier of its credentials',
  );
};

const isProved = ({ headers }: ServiceRequest): boolean =>
  headers['signature-input'] !== undefined || headers['signature'] !== undefined;

/** Whether possession of a credential is enough: what is bound has to be proved, what is not may be refused for it. */
const assertUnbound = (
  { keyThumbprint, subject = LOCAL_SUBJECT }: VerifiedCredential,
  { unbound = 'local' }: ServiceGateOptions,
): void => {
  if (keyThumbprint !== undefined) {
    throw new StoaError('PROOF_REQUIRED', 'the gate is bound to a key: sign the message with it', {
      hint: 'call through a gate of the SDK, or sign the message as docs/security.md shows',
    });
  }
  if (unbound === 'always' || (unbound === 'local' && subject === LOCAL_SUBJECT)) return;
  throw new StoaError('PROOF_REQUIRED', 'the service takes only gates that are bound to the key of their client', {
    hint: 'connect with a client key, and open the gate anew',
  });
};

/**
 * Admission by the access that the advertisement states. The admission throws `CREDENTIAL_REQUIRED`,
 * `CREDENTIAL_INVALID`, `CREDENTIAL_EXPIRED`, `CREDENTIAL_REVOKED`, `PROOF_REQUIRED`, what verifying a proof throws, and
 * `SERVICE_UNREACHABLE` when the issuer's keys cannot be had.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when a restricted service has nothing to verify credentials with
 */
export const createAdmission = (parts: ServiceGateParts, options: ServiceGateOptions = {}): Admission => {
  const { advertisement, documentId, clock, revocations } = parts;
  if (advertisement.access === 'unrestricted') return () => Promise.resolve(OPEN);
  const { issuer, verifier } = getTrust(parts);

  const getService = (): string => {
    const service = documentId?.() ?? advertisement.id;
    if (service !== undefined) return service;
    throw new StoaError('CREDENTIAL_INVALID', 'the service was not published yet, so no credential is for it');
  };
  const verifyCredential = (authorization: string): Promise<VerifiedCredential> => {
    const token = findBearer({ authorization });
    if (token !== undefined) return verifier.verify(token, { issuer, audience: getService() });
    throw new StoaError(
      'CREDENTIAL_REQUIRED',
      'the service is restricted: send the credential of a gate as a bearer token',
    );
  };
  const proofs = createProofVerifier(
    {
      verifyCredential,
      service: getService,
      clock,
      ...given('random', parts.random),
      ...given('hashing', parts.hashing),
    },
    options,
  );
  const admitUnproved = async ({ headers }: ServiceRequest): Promise<Admitted> => {
    const credential = await verifyCredential(headers['authorization'] ?? '');
    assertUnbound(credential, options);
    return { credential, answerHeaders: OPEN.answerHeaders };
  };
  return async (request) => {
    const admitted = isProved(request) ? await proofs.verify(request) : await admitUnproved(request);
    const gate = admitted.credential?.gate;
    if (gate !== undefined && revocations?.has(gate) === true) {
      throw new StoaError('CREDENTIAL_REVOKED', 'the gate was closed', { hint: 'open a new one, if you still may' });
    }
    return admitted;
  };
};
