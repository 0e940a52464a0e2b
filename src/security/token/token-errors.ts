import { errors } from 'jose';
import { StoaError } from '../../base/index.js';

/** Told of an access token that is not valid; nothing of the token itself is told. */
export const invalidToken = (reason: string): StoaError =>
  new StoaError('TOKEN_INVALID', `the access token is not valid: ${reason}`);

/** What a failed check means to the caller; the library's own error is not kept, since it holds claims of the token. */
export const toTokenError = (thrown: unknown): unknown => {
  if (thrown instanceof errors.JWTExpired)
    return new StoaError('TOKEN_EXPIRED', 'the access token has expired', { hint: 'get a new one' });
  if (thrown instanceof errors.JWKSNoMatchingKey) return invalidToken('its issuer publishes no such key');
  if (thrown instanceof errors.JWTClaimValidationFailed)
    return invalidToken(`its claim "${thrown.claim}" is not the expected one`);
  if (thrown instanceof errors.JOSEError) return invalidToken('its signature or form is wrong');
  if (thrown instanceof StoaError && (thrown.code === 'SERVICE_UNREACHABLE' || thrown.code === 'CREDENTIAL_INVALID'))
    return new StoaError('ISSUER_UNREACHABLE', 'the keys of the issuer of the access token cannot be had', {
      cause: thrown,
      retryAfterSeconds: 10,
    });
  return thrown;
};
