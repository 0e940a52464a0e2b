import type { ErrorCode } from './error-codes.js';

/** One finding among several, e.g. one place where a message breaks its schema. */
export interface ErrorFinding {
  /** Name of the rule, such as an XSD rule (`cvc-complex-type.2.4`) or a parameter's name. */
  readonly rule: string;
  /** What was expected and what came, in lower case. */
  readonly message: string;
  /** Place in the document: an XPath-like path of element names with positions. */
  readonly path?: string;
  /** Line in the source, from 1. */
  readonly line?: number;
  /** Column in the source in UTF-16 code units, from 1. */
  readonly column?: number;
}

/** What may be told with an error besides its message. */
export interface StoaErrorOptions {
  /** What it followed from; for logs, never sent to a client. */
  readonly cause?: unknown;
  /** The single findings behind the message. */
  readonly findings?: readonly ErrorFinding[];
  /** Name of the limit that was met, a field of the limits object in question. */
  readonly limit?: string;
  /** What to do next, as one sentence. */
  readonly hint?: string;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number;
}

/**
 * Every error that Stoa throws on purpose. `message` says, in lower case, what was expected and what came;
 * it is sent to clients, so it never holds a credential.
 */
export class StoaError extends Error {
  override readonly name = 'StoaError';
  readonly code: ErrorCode;
  readonly findings: readonly ErrorFinding[];
  readonly limit: string | undefined;
  readonly hint: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: StoaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.findings = options.findings ?? [];
    this.limit = options.limit;
    this.hint = options.hint;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** `thrown` itself when it is a `StoaError`, else an `INTERNAL` error with it as cause and nothing of it told. */
  static from(thrown: unknown): StoaError {
    if (thrown instanceof StoaError) return thrown;
    return new StoaError('INTERNAL', 'the server met an unexpected condition; its log says which', { cause: thrown });
  }
}

/** Whether `thrown` is a `StoaError` with one of `codes` (any code when none is named). */
export const isStoaError = (thrown: unknown, ...codes: readonly ErrorCode[]): thrown is StoaError =>
  thrown instanceof StoaError && (codes.length === 0 || codes.includes(thrown.code));

/** For branches that the types rule out; reaching one is a fault of ours. */
export const assertNever = (value: never): never => {
  throw new StoaError('INTERNAL', `unexpected value ${JSON.stringify(value)}`);
};
