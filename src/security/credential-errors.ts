import { errors } from 'jose';
import { StoaError } from '../base/index.js';

/** Told of a credential that is not valid; nothing of the credential itself is told. */
export const invalidCredential = (reason: string): StoaError =>
  new StoaError('CREDENTIAL_INVALID', `the gate credential is not valid: ${reason}`);

/** What a failed check means to the caller; the library's own error is not kept, since it holds claims of the token. */
export const toCredentialError = (thrown: unknown): unknown => {
  if (thrown instanceof errors.JWTExpired) {
    return new StoaError('CREDENTIAL_EXPIRED', 'the gate credential has expired', {
      hint: 'refresh the gate and call again',
    });
  }
  if (thrown instanceof errors.JWKSNoMatchingKey) return invalidCredential('the issuer publishes no such key');
  if (thrown instanceof errors.JWTClaimValidationFailed)
    return invalidCredential(`its claim "${thrown.claim}" is not the expected one`);
  if (thrown instanceof errors.JOSEError) return invalidCredential('its signature or form is wrong');
  return thrown;
};
