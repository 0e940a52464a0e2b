/**
 * The part of the runtime that reads and writes messages of the usual form, by what a generated module says of them: little code, which a
 * client loads at first. It leaves all others, right or wrong, to the codec of everything.
 */
export type { DescribedMessage, MessageOptions } from './message.js';
export { XSD_NAMESPACE } from './names.js';
export { sliceWithin } from './usual/fragment.js';
export { readUsual } from './usual/read.js';
export { writeUsual } from './usual/write.js';
