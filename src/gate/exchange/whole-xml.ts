/** The parser of everything, for documents that are not of the usual form. */
export { parseXml } from '../../xml/index.js';
export { timedOut } from '../parts.js';
