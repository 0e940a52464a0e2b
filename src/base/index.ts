export { findBase64, findBase64Url, toBase64, toBase64Url } from './base64.js';
export { compareBytes, equalSecretTexts, equalSecrets, toHex } from './bytes.js';
export { createFairCache } from './fair-cache.js';
export type { FairCache, FairCacheOptions } from './fair-cache.js';
export { concatBytes } from './concat-bytes.js';
export { fromUtf8 } from './from-utf8.js';
export { toOwnText } from './own-text.js';
export { countUtf8, toUtf8 } from './utf8.js';
export { LOCAL_SUBJECT, SERVER_SUBJECT, localCaller, serverCaller } from './caller.js';
export type { Caller } from './caller.js';
export { systemClock } from './clock.js';
export type { Clock, ScheduledCall } from './clock.js';
export { toDateTime } from './date-time.js';
export { findDurationMs } from './duration.js';
export { findIsoDurationMs, toDuration } from './iso-duration.js';
export { ERROR_CODES, isErrorCode, statusOf, titleOf } from './error-codes.js';
export type { ErrorCode, ErrorCodeEntry } from './error-codes.js';
export { StoaError, assertNever, isStoaError } from './errors.js';
export type { ErrorFinding, StoaErrorOptions } from './errors.js';
export { given } from './given.js';
export { createUrn, findIdInPath, formatUuidUrn, isUrn, isUuid, toPathSegment, MAX_URN_LENGTH } from './ids.js';
export type {
  Branded,
  DocumentId,
  GateId,
  IdSource,
  LeaseId,
  Sequence,
  SpaceId,
  SubjectId,
  SubscriptionId,
} from './ids.js';
export { DEFAULT_SCHEMA_LIMITS, DEFAULT_SPACE_LIMITS, DEFAULT_XML_LIMITS } from './limits.js';
export type { SchemaLimits, SpaceLimits, XmlLimits } from './limits.js';
export { createLoading, loadPart } from './load-part.js';
export { silentLog } from './log.js';
export type { Log, LogFields } from './log.js';
export { createOneAtATime } from './one-at-a-time.js';
export type { OneAtATime } from './one-at-a-time.js';
export { systemRandom } from './random.js';
export type { Random } from './random.js';
export { wait } from './wait.js';
export type { Waiting } from './wait.js';
