import { PROOF_HEADERS, PROOF_REQUEST_HEADERS } from '../../security/light.js';
import type { CallHeaders } from '../model.js';

/** Headers of a call that reach the service, besides `authorization` on a restricted one: no other tells it anything it needs. */
const FORWARDED = ['content-type', 'accept', 'prefer', 'traceparent', 'tracestate'] as const;

const FORWARDED_WITH_CREDENTIAL = [...FORWARDED, 'authorization', ...PROOF_REQUEST_HEADERS];

/** Headers of an answer that reach the client: none that would act on the space's own origin, such as cookies. */
const RETURNED = [
  'content-type',
  'preference-applied',
  'retry-after',
  'www-authenticate',
  PROOF_HEADERS.agreed,
] as const;

const pick = (headers: CallHeaders, names: readonly string[]): CallHeaders => {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
};

/** What a relay passes on of a call's headers: hop-by-hop headers (RFC 9110 section 7.6.1) are not among them. */
export const toForwardedHeaders = (
  headers: CallHeaders,
  { credential }: { readonly credential: boolean },
): CallHeaders => pick(headers, credential ? FORWARDED_WITH_CREDENTIAL : FORWARDED);

/** What a relay passes back of an answer's headers. */
export const toReturnedHeaders = (headers: CallHeaders): CallHeaders => pick(headers, RETURNED);

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/** The token of an `Authorization: Bearer` header (RFC 6750 section 2.1), or `undefined`. */
export const findBearer = (headers: CallHeaders): string | undefined =>
  BEARER.exec(headers['authorization'] ?? '')?.[1];
