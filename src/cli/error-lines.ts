import { StoaError } from '../base/index.js';
import type { ErrorFinding } from '../base/index.js';

const findingLine = ({ rule, message, path, line, column }: ErrorFinding): string => {
  const place = line === undefined ? '' : `${line}:${column ?? 1}: `;
  return `  ${place}${path === undefined ? '' : `${path}: `}${message} (${rule})`;
};

const defaultHint = (error: StoaError): string | undefined => {
  if (error.code === 'SERVICE_UNREACHABLE') return 'is it running? stoa serve starts a space on this machine';
  if (error.code === 'INTERNAL' && error.cause instanceof Error) return `cause: ${error.cause.message}`;
  return undefined;
};

/** What a person reads when a command fails: what happened, where, and what to do next. */
export const errorLines = (thrown: unknown): readonly string[] => {
  const error = StoaError.from(thrown);
  const hint = error.hint ?? defaultHint(error);
  return [
    `stoa: ${error.message} [${error.code}]`,
    ...error.findings.map(findingLine),
    ...(hint === undefined ? [] : [`  → ${hint}`]),
  ];
};
