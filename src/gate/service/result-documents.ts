import { OWN_NAMESPACES, ownSchemas } from '../../protocol/index.js';
import type { TypedObject } from '../../schema/index.js';

/** How the work on results ended. */
export type ResultState = 'completed' | 'failed' | 'cancelled';

/** Names under which the documents of `schemas/result.xsd` stand in a space of results. */
export const RESULT_DOCUMENTS = { progress: 'progress', status: 'status' } as const;

const write = (local: string, value: TypedObject): string =>
  ownSchemas.result.encode({ name: { namespace: OWN_NAMESPACES.result, local }, value }, { declaration: true });

/** `xs:decimal` has no exponent. */
const toDecimal = (value: number): string => {
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? text : value.toFixed(6);
};

/** Progress, in parts of the service's own choosing. */
export interface ProgressParts {
  readonly done: number;
  readonly of: number | undefined;
  readonly note: string | undefined;
}

/** A `progress` document. @throws {StoaError} `VALUE_INVALID` for numbers that are not finite */
export const writeProgress = ({ done, of, note }: ProgressParts): string =>
  write(RESULT_DOCUMENTS.progress, {
    '@done': toDecimal(done),
    ...(of !== undefined && { '@of': toDecimal(of) }),
    ...(note !== undefined && { note }),
  });

/** How the work ended, and for a failure its code and what may be told of it. */
export interface StatusParts {
  readonly state: ResultState;
  readonly code?: string;
  readonly note?: string;
}

/** A `status` document: the last one in a space of results. */
export const writeStatus = ({ state, code, note }: StatusParts): string =>
  write(RESULT_DOCUMENTS.status, {
    '@state': state,
    ...(code !== undefined && { '@code': code }),
    ...(note !== undefined && { note }),
  });
