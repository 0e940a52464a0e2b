/** Codes of RFC 6749 section 5.2, RFC 8707 and RFC 9449 that the token endpoint answers with, and their statuses. */
const STATUSES = {
  invalid_request: 400,
  invalid_client: 401,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  invalid_target: 400,
  invalid_dpop_proof: 400,
  temporarily_unavailable: 429,
} as const;

/** An error as OAuth 2.0 tells it. */
export type OAuthErrorCode = keyof typeof STATUSES;

/** A refusal of the token endpoint; its message is sent, so it holds no secret and says nothing of who is a client. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: OAuthErrorCode;

  constructor(code: OAuthErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  /** HTTP status that belongs to the code. */
  get status(): number {
    return STATUSES[this.code];
  }
}
