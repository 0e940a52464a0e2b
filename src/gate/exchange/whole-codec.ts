/** The codec of everything, for messages that are not of the usual form. */
export { decodeWhole, encodeWhole } from '../../schema/runtime/whole/messages.js';
/** Not for its own sake: what reaches the same parts is put together with them by bundlers, and not into one more file for this alone. */
export { timedOut } from '../parts.js';
