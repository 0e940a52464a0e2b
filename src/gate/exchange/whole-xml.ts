/** The parser of everything, for documents that are not of the usual form. */
export { parseXml } from '../../xml/index.js';
/** Not for its own sake: what reaches the same parts is put together with them by bundlers, and not into one more file for this alone. */
export { timedOut } from '../parts.js';
