import { StoaError } from '../../base/index.js';
import type { ErrorCode } from '../../base/index.js';
import { wasNeverSent } from './never-sent.js';
import { ServiceFault } from './service-fault.js';

/**
 * The ways in which a call fails, a closed list:
 *
 * - `unreachable`: nobody was there, or the connection broke;
 * - `refused`: somebody was there and did not let the message pass;
 * - `timed-out`: no answer came in time;
 * - `closed`: the gate, or what it leads to, is there no more;
 * - `stale`: the lease of the service has run out, and may come back;
 * - `mismatch`: message or answer are not what the interface says;
 * - `failed`: the service took the message, and did not manage.
 */
export const FAILURE_KINDS = ['unreachable', 'refused', 'timed-out', 'closed', 'stale', 'mismatch', 'failed'] as const;

/** One way in which a call fails. */
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** A failure of a call. */
export interface Failure {
  readonly kind: FailureKind;
  /** The problem itself. */
  readonly error: StoaError;
  /** What to do, in one sentence. */
  readonly hint: string;
  /** Whether the service may have done what was asked for, so that calling again may do it twice. */
  readonly maybeDone: boolean;
}

/** The kind of each code; `undefined` for what no call gives, and for a caller's own giving up. */
const KIND_BY_CODE: Readonly<Record<ErrorCode, FailureKind | undefined>> = {
  XML_NOT_WELL_FORMED: 'mismatch',
  XML_DOCTYPE_FORBIDDEN: 'mismatch',
  XML_ENCODING_UNSUPPORTED: 'mismatch',
  XML_LIMIT_EXCEEDED: 'mismatch',
  SCHEMA_INVALID: undefined,
  SCHEMA_LIMIT_EXCEEDED: undefined,
  MESSAGE_INVALID: 'mismatch',
  MESSAGE_UNDECLARED: 'mismatch',
  MESSAGE_OUT_OF_ORDER: 'mismatch',
  VALUE_INVALID: 'mismatch',
  DOCUMENT_INVALID: undefined,
  OBJECTS_INVALID: undefined,
  OBJECTS_LIMIT_EXCEEDED: undefined,
  ADVERTISEMENT_INVALID: undefined,
  METHOD_AMBIGUOUS: undefined,
  DESCRIPTION_INVALID: undefined,
  BINDING_UNSUPPORTED: 'unreachable',
  DOCUMENT_NOT_FOUND: 'closed',
  SPACE_NOT_FOUND: 'closed',
  SPACE_GONE: 'closed',
  SPACE_DECLARED: undefined,
  VERSION_CONFLICT: undefined,
  CURSOR_INVALID: undefined,
  QUOTA_EXCEEDED: 'refused',
  LEASE_NOT_FOUND: undefined,
  CREDENTIAL_REQUIRED: 'refused',
  CREDENTIAL_INVALID: 'refused',
  CREDENTIAL_EXPIRED: 'refused',
  SUBSCRIPTION_NOT_FOUND: undefined,
  RESULT_COMPLETE: undefined,
  RESUME_GONE: undefined,
  SUBSCRIBER_TOO_SLOW: undefined,
  GATE_NOT_FOUND: 'closed',
  GATE_CLOSED: 'closed',
  GATE_EXPIRED: 'closed',
  METHOD_UNKNOWN: 'mismatch',
  METHOD_NOT_GRANTED: 'refused',
  INTERFACE_MISMATCH: 'mismatch',
  NOT_A_SERVICE: 'mismatch',
  SERVICE_STALE: 'stale',
  SERVICE_UNREACHABLE: 'unreachable',
  SERVICE_TIMEOUT: 'timed-out',
  SERVICE_FAILED: 'failed',
  ANSWER_INVALID: 'mismatch',
  DESTINATION_FORBIDDEN: 'refused',
  TOO_MANY_CALLS: 'refused',
  TOO_MANY_TASKS: 'refused',
  PROOF_REQUIRED: 'refused',
  PROOF_INVALID: 'refused',
  PROOF_EXPIRED: 'refused',
  PROOF_REPLAYED: 'refused',
  PROOF_WINDOW_FULL: 'refused',
  PROOF_SESSION_UNKNOWN: 'refused',
  KEY_MISMATCH: 'refused',
  CREDENTIAL_REVOKED: 'closed',
  GATE_EXHAUSTED: 'closed',
  ACCESS_DENIED: 'refused',
  AUTHENTICATION_REQUIRED: 'refused',
  RATE_LIMITED: 'refused',
  CLIENT_QUOTA_EXCEEDED: 'refused',
  TOKEN_INVALID: 'refused',
  TOKEN_EXPIRED: 'refused',
  DPOP_INVALID: 'refused',
  DPOP_REPLAYED: 'refused',
  TOKEN_REFUSED: 'refused',
  ISSUER_UNREACHABLE: 'unreachable',
  REQUEST_MALFORMED: 'refused',
  PARAMETER_INVALID: 'refused',
  REQUEST_TIMEOUT: 'timed-out',
  HEADERS_TOO_LARGE: 'refused',
  BODY_REQUIRED: 'mismatch',
  BODY_TOO_LARGE: 'refused',
  CONTENT_TYPE_UNSUPPORTED: 'mismatch',
  NOT_ACCEPTABLE: 'refused',
  ROUTE_NOT_FOUND: 'unreachable',
  DISCOVERY_UNAVAILABLE: undefined,
  UPGRADE_REQUIRED: undefined,
  METHOD_NOT_ALLOWED: 'refused',
  HOST_REFUSED: 'refused',
  ORIGIN_REFUSED: 'refused',
  SHUTTING_DOWN: 'unreachable',
  CONFIGURATION_INVALID: undefined,
  STORE_VERSION_UNSUPPORTED: undefined,
  STORE_CONFLICT: 'failed',
  STORE_LIMIT_EXCEEDED: 'failed',
  STORE_CLOSED: 'unreachable',
  STORE_FAILED: 'failed',
  ABORTED: undefined,
  USAGE: undefined,
  INTERNAL: 'failed',
};

/** What to do where the problem itself does not say. */
const HINT_BY_KIND: Readonly<Record<FailureKind, string>> = {
  unreachable: 'try again later, or look the service up again and take another one',
  refused: 'mend what the problem names: grant, credential, rate or size; trying again as it is gives the same',
  'timed-out': 'give it more time, or ask for the results in a space of their own',
  closed: 'open a new gate; where the service itself is gone, look for another one',
  stale: 'wait until the service renews its lease (subscribe to its events), or take another one',
  mismatch:
    'correct the message where the findings say; if it is the service that has changed, generate the client anew',
  failed: 'tell whoever runs the service, whose log says why',
};

/** Where one code wants something else than its kind. */
const HINT_BY_CODE: Readonly<Partial<Record<ErrorCode, string>>> = {
  ANSWER_INVALID: 'tell whoever runs the service: its answer is not what its interface says',
  BINDING_UNSUPPORTED: 'open the gate with carry "relay": the service has no address that can be called directly',
  DESTINATION_FORBIDDEN: 'open a direct gate, or have the space allow such addresses (relay.allow)',
  METHOD_NOT_GRANTED: 'open a gate that names the method, if you may',
  MESSAGE_OUT_OF_ORDER: 'send the messages in the order that the interface states, or begin anew with another gate',
  SHUTTING_DOWN: 'call again in a moment: nothing was done, and another instance may take over',
  TOO_MANY_CALLS: 'call again later, with fewer calls at once',
};

/** Codes after which nobody knows whether the service did what was asked for. */
const MAYBE_DONE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'SERVICE_UNREACHABLE',
  'SERVICE_TIMEOUT',
  'SERVICE_FAILED',
  'ANSWER_INVALID',
  'INTERNAL',
]);

/**
 * What kind of failure a call ended with, and what to do about it. `undefined` for what is none: a fault that the interface
 * declares is an answer, and that a caller gave up is its own doing.
 */
export const failureOf = (thrown: unknown): Failure | undefined => {
  if (!(thrown instanceof StoaError) || thrown instanceof ServiceFault) return undefined;
  const kind = KIND_BY_CODE[thrown.code];
  if (kind === undefined) return undefined;
  return {
    kind,
    error: thrown,
    hint: thrown.hint ?? HINT_BY_CODE[thrown.code] ?? HINT_BY_KIND[kind],
    maybeDone: MAYBE_DONE.has(thrown.code) && !wasNeverSent(thrown),
  };
};
