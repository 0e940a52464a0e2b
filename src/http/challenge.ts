import type { StoaError } from '../base/index.js';
import type { ErrorCode } from '../base/index.js';

/** Path of what the server says of its protection (RFC 9728 section 3). */
export const RESOURCE_METADATA_PATH = '/.well-known/oauth-protected-resource';

/** Errors of RFC 6750 section 3.1 and RFC 9449 section 7.1 by ours; none for who showed no token. */
const ERRORS: Readonly<Partial<Record<ErrorCode, string>>> = {
  TOKEN_INVALID: 'invalid_token',
  TOKEN_EXPIRED: 'invalid_token',
  DPOP_INVALID: 'invalid_dpop_proof',
  DPOP_REPLAYED: 'invalid_dpop_proof',
};

const quote = (text: string): string => `"${text.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, "'")}"`;

/** Value of `WWW-Authenticate` for a refusal with 401: both schemes, why, and where it is said how to get a token. */
export const writeChallenge = (error: StoaError, base: string | undefined): string => {
  const reason = ERRORS[error.code];
  const parameters = [
    'realm="stoa"',
    ...(reason === undefined ? [] : [`error="${reason}"`, `error_description=${quote(error.message)}`]),
    ...(base === undefined ? [] : [`resource_metadata="${base}${RESOURCE_METADATA_PATH}"`]),
  ];
  const bearer = `Bearer ${parameters.join(', ')}`;
  return base === undefined ? bearer : `${bearer}, DPoP ${[...parameters, 'algs="ES256"'].join(', ')}`;
};
