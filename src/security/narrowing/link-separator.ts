/**
 * Stands between the credential that a space signed and the links by which its holders narrowed it: a character that a
 * bearer token may have and a JWT has not.
 */
export const LINK_SEPARATOR = '~';
