/** Fields of a log line. Never put a credential, a secret or a document's content into one. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The structured log that collaborators are given; `pino` fits it. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

const ignore = (): void => undefined;

/** A log that drops every line: the default of parts used as a library. */
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
