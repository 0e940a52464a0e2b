/**
 * Headers of every answer. Documents come from strangers and are served from our origin: the policy keeps a browser
 * from running what they hold, and answers hold credentials, so nobody keeps them unless a route says otherwise.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'no-store',
});
