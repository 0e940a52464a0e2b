/**
 * The part of this folder's face that a small client needs at once. Bundlers that split code load with it whatever it names, so nothing
 * is named here that is for later.
 */
export { systemClock } from './clock.js';
export { concatBytes } from './concat-bytes.js';
export { StoaError, isStoaError } from './errors.js';
export { given } from './given.js';
export { findIsoDurationMs, toDuration } from './iso-duration.js';
export { findIdInPath, toPathSegment } from './ids.js';
export { createLoading, loadPart } from './load-part.js';
export { silentLog } from './log.js';
export { toUtf8 } from './utf8.js';
export { wait } from './wait.js';
