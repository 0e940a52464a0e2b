/** What a code means to HTTP and to a reader of a problem document. */
export interface ErrorCodeEntry {
  /** HTTP status of the problem document. */
  readonly status: number;
  /** RFC 9457 `title`: the same for every occurrence. */
  readonly title: string;
}

/**
 * The closed list of codes. `openapi.yaml` and `docs/problems.md` list the same codes; a test holds the
 * three together. Codes are public: once released, one is never renamed and never changes its meaning.
 */
export const ERROR_CODES = {
  // XML at the trust boundary
  XML_NOT_WELL_FORMED: { status: 400, title: 'The XML is not well-formed' },
  XML_DOCTYPE_FORBIDDEN: { status: 400, title: 'A document type declaration is not accepted' },
  XML_ENCODING_UNSUPPORTED: { status: 400, title: 'The document is not UTF-8' },
  XML_LIMIT_EXCEEDED: { status: 400, title: 'The XML exceeds a limit' },
  // Schemas and values
  SCHEMA_INVALID: { status: 422, title: 'The schema is not valid' },
  SCHEMA_LIMIT_EXCEEDED: { status: 422, title: 'The schema exceeds a limit' },
  MESSAGE_INVALID: { status: 422, title: 'The message does not conform to its schema' },
  MESSAGE_UNDECLARED: { status: 422, title: 'The message is not one that the interface declares' },
  MESSAGE_OUT_OF_ORDER: { status: 409, title: 'The message does not come in the order that the interface states' },
  VALUE_INVALID: { status: 422, title: 'The value does not fit its schema' },
  DOCUMENT_INVALID: { status: 422, title: 'The document does not conform to the schema of its space' },
  // Objects that no schema describes
  OBJECTS_INVALID: { status: 422, title: 'The document of objects is not valid' },
  OBJECTS_LIMIT_EXCEEDED: { status: 422, title: 'The objects exceed a limit' },
  // Advertisements
  ADVERTISEMENT_INVALID: { status: 422, title: 'The advertisement is not valid' },
  METHOD_AMBIGUOUS: { status: 422, title: 'Two methods take the same request element' },
  DESCRIPTION_INVALID: { status: 422, title: 'The description of a foreign service cannot be read' },
  BINDING_UNSUPPORTED: { status: 422, title: 'No endpoint has a binding that can be carried' },
  // Documents and spaces
  DOCUMENT_NOT_FOUND: { status: 404, title: 'There is no such document' },
  SPACE_NOT_FOUND: { status: 404, title: 'There is no such space' },
  SPACE_GONE: { status: 410, title: 'The space has ended' },
  SPACE_DECLARED: { status: 409, title: 'A declared space is ended by its configuration' },
  VERSION_CONFLICT: { status: 412, title: 'The document has another version' },
  CURSOR_INVALID: { status: 400, title: 'The cursor does not belong to this query' },
  QUOTA_EXCEEDED: { status: 507, title: 'The space is at one of its limits' },
  // Leases and events
  LEASE_NOT_FOUND: { status: 404, title: 'There is no such lease' },
  CREDENTIAL_REQUIRED: { status: 401, title: 'A credential is required' },
  CREDENTIAL_INVALID: { status: 403, title: 'The credential is not valid for this' },
  CREDENTIAL_EXPIRED: { status: 401, title: 'The credential has expired' },
  SUBSCRIPTION_NOT_FOUND: { status: 404, title: 'There is no such subscription' },
  RESULT_COMPLETE: { status: 409, title: 'The space of results has its status and takes nothing more' },
  RESUME_GONE: { status: 410, title: 'The events after this point are no longer kept' },
  SUBSCRIBER_TOO_SLOW: { status: 503, title: 'The subscriber did not keep up' },
  // Gates and calls
  GATE_NOT_FOUND: { status: 404, title: 'There is no such gate' },
  GATE_CLOSED: { status: 410, title: 'The gate was closed' },
  GATE_EXPIRED: { status: 410, title: 'The gate has expired' },
  METHOD_UNKNOWN: { status: 422, title: 'The interface has no such method' },
  METHOD_NOT_GRANTED: { status: 403, title: 'The gate does not grant this method' },
  INTERFACE_MISMATCH: { status: 409, title: 'The interface is not the one the client was built for' },
  NOT_A_SERVICE: { status: 409, title: 'The document has no methods to call' },
  SERVICE_STALE: { status: 503, title: 'The lease of the service has run out' },
  SERVICE_UNREACHABLE: { status: 502, title: 'The service cannot be reached' },
  SERVICE_TIMEOUT: { status: 504, title: 'The service did not answer in time' },
  SERVICE_FAILED: { status: 502, title: 'The service failed' },
  ANSWER_INVALID: { status: 502, title: 'The answer does not conform to its schema' },
  DESTINATION_FORBIDDEN: { status: 403, title: 'The relay does not go to this destination' },
  TOO_MANY_CALLS: { status: 429, title: 'Too many calls are open' },
  TOO_MANY_TASKS: { status: 429, title: 'Too much work of this kind is waiting' },
  // Proofs of calls
  PROOF_REQUIRED: { status: 401, title: 'The call has to be proved with the key of its gate' },
  PROOF_INVALID: { status: 403, title: 'The proof is not that of this message' },
  PROOF_EXPIRED: { status: 401, title: 'The proof was made too long ago, or in the future' },
  PROOF_REPLAYED: { status: 403, title: 'The message with this proof came before' },
  PROOF_WINDOW_FULL: { status: 429, title: 'The service remembers as many proofs as it can' },
  PROOF_SESSION_UNKNOWN: { status: 401, title: 'The agreed key is not known' },
  KEY_MISMATCH: { status: 403, title: 'The key is not the one that the gate is bound to' },
  CREDENTIAL_REVOKED: { status: 403, title: 'The gate of this credential was closed' },
  GATE_EXHAUSTED: { status: 410, title: 'The calls that the gate allows are used up' },
  // What callers may do
  ACCESS_DENIED: { status: 403, title: 'The policy of the space does not grant this' },
  AUTHENTICATION_REQUIRED: { status: 401, title: 'The policy of the space grants this to nobody unknown' },
  RATE_LIMITED: { status: 429, title: 'The client sends too much in too short a time' },
  CLIENT_QUOTA_EXCEEDED: { status: 429, title: 'The client has as much as it may have' },
  // Who callers are
  TOKEN_INVALID: { status: 401, title: 'The access token is not valid here' },
  TOKEN_EXPIRED: { status: 401, title: 'The access token has expired' },
  DPOP_INVALID: { status: 401, title: 'The proof of possession is not that of this request' },
  DPOP_REPLAYED: { status: 401, title: 'The proof of possession came before' },
  TOKEN_REFUSED: { status: 401, title: 'The issuer gives no token' },
  ISSUER_UNREACHABLE: { status: 503, title: 'The issuer of tokens cannot be reached' },
  // HTTP
  REQUEST_MALFORMED: { status: 400, title: 'The request is malformed' },
  PARAMETER_INVALID: { status: 400, title: 'A parameter is not valid' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request did not arrive in time' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The headers are too large' },
  BODY_REQUIRED: { status: 400, title: 'The request needs a body' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  CONTENT_TYPE_UNSUPPORTED: { status: 415, title: 'The content type is not accepted here' },
  NOT_ACCEPTABLE: { status: 406, title: 'None of the accepted media types can be produced' },
  ROUTE_NOT_FOUND: { status: 404, title: 'There is no such resource' },
  UPGRADE_REQUIRED: { status: 426, title: 'The resource is reached by a WebSocket' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The resource does not take this method' },
  HOST_REFUSED: { status: 421, title: 'The Host header does not name this server' },
  ORIGIN_REFUSED: { status: 403, title: 'Requests of this origin are not accepted' },
  SHUTTING_DOWN: { status: 503, title: 'The server is shutting down' },
  // Local link
  DISCOVERY_UNAVAILABLE: { status: 503, title: 'Discovery on the local link cannot work here' },
  // Operation
  CONFIGURATION_INVALID: { status: 500, title: 'The configuration is not valid' },
  STORE_VERSION_UNSUPPORTED: { status: 500, title: 'The data was written by a newer version' },
  STORE_CONFLICT: { status: 409, title: 'Another change came first' },
  STORE_LIMIT_EXCEEDED: { status: 507, title: 'The change is too large for one commit' },
  STORE_CLOSED: { status: 503, title: 'The store is closed' },
  STORE_FAILED: { status: 500, title: 'The store failed' },
  ABORTED: { status: 499, title: 'The caller gave up' },
  USAGE: { status: 400, title: 'The command is not used as it is meant' },
  INTERNAL: { status: 500, title: 'Something failed inside' },
} as const satisfies Readonly<Record<string, ErrorCodeEntry>>;

/** One code of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Whether `text` is a code of the list (for problem documents that come from elsewhere). */
export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(ERROR_CODES, text);

/** HTTP status that belongs to the code of an error. */
export const statusOf = ({ code }: { readonly code: ErrorCode }): number => ERROR_CODES[code].status;

/** RFC 9457 title that belongs to the code of an error. */
export const titleOf = ({ code }: { readonly code: ErrorCode }): string => ERROR_CODES[code].title;
