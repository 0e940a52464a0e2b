/** What reads problem documents, for answers that are some. */
export { readProblem } from '../../protocol/index.js';
export { timedOut } from '../parts.js';
