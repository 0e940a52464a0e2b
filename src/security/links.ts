/** The part of this folder's face that is about links alone, which every holder of a gate needs. */
export { LINK_SEPARATOR } from './narrowing/link-separator.js';
export { moveLinks } from './narrowing/move-links.js';
