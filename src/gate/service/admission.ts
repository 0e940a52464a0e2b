import { StoaError } from '../../base/index.js';
import type { VerifiedCredential } from '../../security/index.js';
import { findBearer } from '../exchange/headers.js';
import type { CallHeaders } from '../model.js';
import type { ServiceGateParts } from './model.js';

/** Admits a call by the credential that it shows; `undefined` at an unrestricted service, which asks for none. */
export type Admission = (headers: CallHeaders) => Promise<VerifiedCredential | undefined>;

/**
 * Admission by the access that the advertisement states. The admission throws `CREDENTIAL_REQUIRED`,
 * `CREDENTIAL_INVALID`, `CREDENTIAL_EXPIRED`, and `SERVICE_UNREACHABLE` when the issuer's keys cannot be had.
 *
 * @throws {StoaError} `CONFIGURATION_INVALID` when a restricted service has nothing to verify credentials with
 */
export const createAdmission = ({ advertisement, documentId, issuer, verifier }: ServiceGateParts): Admission => {
  if (advertisement.access === 'unrestricted') return () => Promise.resolve(undefined);
  if (!issuer || !verifier) {
    throw new StoaError(
      'CONFIGURATION_INVALID',
      'a restricted service needs the URN of its space and a verifier of its credentials',
    );
  }
  return async (headers) => {
    const token = findBearer(headers);
    if (token === undefined) {
      throw new StoaError(
        'CREDENTIAL_REQUIRED',
        'the service is restricted: send the credential of a gate as a bearer token',
      );
    }
    const audience = documentId?.() ?? advertisement.id;
    if (audience === undefined)
      throw new StoaError('CREDENTIAL_INVALID', 'the service was not published yet, so no credential is for it');
    return verifier.verify(token, { issuer, audience });
  };
};
