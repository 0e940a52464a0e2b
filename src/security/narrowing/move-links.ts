import { LINK_SEPARATOR } from './link-separator.js';

/** The narrowings of a credential, put to another credential of the same gate. */
export const moveLinks = (from: string, to: string): string => {
  const at = from.indexOf(LINK_SEPARATOR);
  return at < 0 ? to : to + from.slice(at);
};
