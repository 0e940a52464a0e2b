import { StoaError } from '../../base/index.js';
import type { ErrorCode, SchemaLimits, StoaErrorOptions } from '../../base/index.js';
import type { SchemaTask } from '../../space/index.js';

/** Name of one kind of work. */
export type ThreadTask = SchemaTask | 'readMessage';

/** A task as it goes to the thread. */
export interface TaskMessage {
  readonly id: number;
  readonly task: ThreadTask;
  readonly input: readonly unknown[];
}

/** What the thread answers. */
export type OutcomeMessage =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: SentError };

/** A `StoaError` in a form that can be sent; another error is told by its message alone. */
export interface SentError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly options: Omit<StoaErrorOptions, 'cause'>;
}

/** What the thread is started with. */
export interface ThreadInput {
  readonly limits: SchemaLimits;
}

/** An error as it is sent. */
export const toSentError = (thrown: unknown): SentError => {
  const { code, message, findings, limit, hint } = StoaError.from(thrown);
  return {
    code,
    message,
    options: { findings, ...(limit !== undefined && { limit }), ...(hint !== undefined && { hint }) },
  };
};

/** The error that was sent. */
export const fromSentError = ({ code, message, options }: SentError): StoaError =>
  new StoaError(code, message, options);
