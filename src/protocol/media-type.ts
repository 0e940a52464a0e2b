/** Content type of every XML message and document that we send. */
export const XML_CONTENT_TYPE = 'application/xml; charset=utf-8';

/** Content types of problem documents (RFC 9457 sections 6.1 and 6.2). */
export const PROBLEM_CONTENT_TYPES = { xml: 'application/problem+xml', json: 'application/problem+json' } as const;

/** The type of a `Content-Type` value in lower case, without its parameters; `''` when there is none. */
export const mediaTypeOf = (contentType: string | undefined): string =>
  (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)"?/i;

/**
 * Whether a `Content-Type` value says XML that we read: `application/xml` or `text/xml`, with no charset but UTF-8
 * (an XML document says its encoding itself; we take UTF-8 alone).
 */
export const isXmlContent = (contentType: string | undefined): boolean => {
  const type = mediaTypeOf(contentType);
  if (type !== 'application/xml' && type !== 'text/xml') return false;
  const charset = CHARSET.exec(contentType ?? '')?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
};

/** Format of a problem document by its `Content-Type` value, or `undefined` when it is none. */
export const findProblemFormat = (contentType: string | undefined): 'xml' | 'json' | undefined => {
  const type = mediaTypeOf(contentType);
  if (type === PROBLEM_CONTENT_TYPES.xml) return 'xml';
  return type === PROBLEM_CONTENT_TYPES.json ? 'json' : undefined;
};
