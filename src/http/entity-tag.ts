import type { Entry } from '../space/index.js';

/**
 * Strong entity tag of a document. A URN that its publisher gave may be published again after removal and begins at
 * version 1 then, so the sequence of the first publish stands in front: the tag changes with the bytes, and only then. `view` says which one it is, where the
 * caller does not see the document's own bytes.
 */
export const toEntityTag = ({ sequence, version }: Pick<Entry, 'sequence' | 'version'>, view?: string): string =>
  `"${sequence}.${version}${view === undefined ? '' : `-${view}`}"`;

const tagsOf = (header: string): readonly string[] => header.split(',').map((tag) => tag.trim());

/** Whether `If-None-Match` covers `tag` (RFC 9110 section 13.1.2: weak tags compare as strong ones). */
export const isNoneMatch = (header: string | undefined, tag: string): boolean =>
  header !== undefined && tagsOf(header).some((one) => one === '*' || one.replace(/^W\//, '') === tag);

/** Whether `If-Match` covers `tag` (RFC 9110 section 13.1.1: a weak tag matches nothing). */
export const isMatch = (header: string, tag: string): boolean =>
  tagsOf(header).some((one) => one === '*' || one === tag);
