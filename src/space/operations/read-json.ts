import { StoaError, fromUtf8 } from '../../base/index.js';
import type { TypedMessage, TypedObject, TypedValue } from '../../schema/index.js';
import { fromNameKey } from '../../xml/index.js';

/** Deepest nesting of a JSON body: typed values are walked by recursion. */
const MAX_JSON_DEPTH = 64;

/** What JSON can hold is a typed value already: it has no members, numbers or texts that a typed value has not. */
const toTypedValue = (value: unknown, depth: number): TypedValue => {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (depth > MAX_JSON_DEPTH) {
    throw new StoaError('REQUEST_MALFORMED', `the JSON is nested deeper than ${String(MAX_JSON_DEPTH)} levels`);
  }
  if (Array.isArray(value)) return value.map((item) => toTypedValue(item, depth + 1));
  return typeof value === 'object' ? toTypedObject(value, depth) : undefined;
};

const toTypedObject = (value: object, depth: number): TypedObject => {
  const members = Object.entries(value).map(([name, member]) => [name, toTypedValue(member, depth + 1)] as const);
  return Object.fromEntries(members);
};

const parseJson = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(fromUtf8(body));
  } catch (cause) {
    if (cause instanceof StoaError) throw cause;
    throw new StoaError('REQUEST_MALFORMED', `the body is not JSON: ${cause instanceof Error ? cause.message : ''}`, {
      cause,
    });
  }
};

/**
 * The message that a JSON body holds: an object with one member named as the root element, in `namespace` unless the
 * name says another. Nothing but its shape as JSON is checked.
 *
 * @throws {StoaError} `REQUEST_MALFORMED`
 */
export const readJsonMessage = (body: Uint8Array, namespace: string): TypedMessage => {
  const parsed = parseJson(body);
  const members = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? Object.entries(parsed) : [];
  const [first] = members;
  if (first === undefined || members.length !== 1) {
    throw new StoaError('REQUEST_MALFORMED', 'expected a JSON object with one member, named as the message');
  }
  const [key, value] = first as [string, unknown];
  const name = key.startsWith('{') ? fromNameKey(key) : { namespace, local: key };
  return { name, value: toTypedValue(value, 0) };
};
