const CORS_REQUEST_HEADERS =
  'Content-Type, Accept, Authorization, DPoP, Stoa-Credential, Stoa-Lease, Stoa-Control, If-Match, If-None-Match, Prefer, Last-Event-ID, ' +
  'Stoa-Timeout, Content-Digest, Signature-Input, Signature, Stoa-Gate, Stoa-Key, Stoa-Agree, Stoa-Retry';
const CORS_ANSWER_HEADERS =
  'WWW-Authenticate, ETag, Link, Location, Retry-After, Preference-Applied, Stoa-Id, Stoa-Name, Stoa-Kind, Stoa-Version, Stoa-Sequence, Stoa-Expires, Stoa-Stale, Stoa-Agreed';

/** Headers that let pages of an allowed foreign origin read an answer. */
export const originHeaders = (origin: string): Readonly<Record<string, string>> => ({
  'access-control-allow-origin': origin,
  'access-control-expose-headers': CORS_ANSWER_HEADERS,
  vary: 'Origin',
});

/** Headers of the answer to what a browser asks before it sends a request of an allowed foreign page. */
export const preflightHeaders = (methods: string): Readonly<Record<string, string>> => ({
  'access-control-allow-methods': methods,
  'access-control-allow-headers': CORS_REQUEST_HEADERS,
  'access-control-max-age': '600',
});
