/** The codec of everything, for messages that are not of the usual form. */
export { decodeWhole, encodeWhole } from '../../schema/runtime/whole/messages.js';
export { timedOut } from '../parts.js';
