/**
 * Headers of every answer. Documents come from strangers and are served from our origin: the policy keeps a browser
 * from running what they hold, and answers hold credentials, so nobody keeps them unless a route says otherwise.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
});

/** A year: RFC 6797; only over https, where a browser heeds it. */
const STRICT_TRANSPORT = { 'strict-transport-security': 'max-age=31536000' };

/** Headers of every answer of a server that speaks https itself, or does not. */
export const createSecurityHeaders = (isSecure: boolean): Readonly<Record<string, string>> =>
  isSecure ? Object.freeze({ ...SECURITY_HEADERS, ...STRICT_TRANSPORT }) : SECURITY_HEADERS;
