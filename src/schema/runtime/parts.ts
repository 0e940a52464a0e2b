/**
 * What the parts of the runtime that are loaded late build upon, whole: bundlers that split code put together what the same parts reach.
 */
export { sliceWithin } from './usual/fragment.js';
export { readUsual } from './usual/read.js';
export { writeUsual } from './usual/write.js';
