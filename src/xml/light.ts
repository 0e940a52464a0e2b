/**
 * The part of this folder's face that a small client needs at once: documents of the usual form are read, and the parser of everything is
 * loaded for others.
 */
export { loadXml } from './load.js';
export { parseUsualXml } from './usual/parse-usual-xml.js';
export { unusual } from './usual/unusual.js';
export { isXmlText } from './usual/usual-text.js';
