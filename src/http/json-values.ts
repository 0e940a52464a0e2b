import type { TypedValue } from '../schema/index.js';

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const replace = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? toBase64(value) : value;
};

/** JSON text of a message: one member named as its root element. Whole numbers without bounds are text, bytes base64. */
export const writeJsonMessage = (local: string, value: TypedValue): string =>
  JSON.stringify({ [local]: value }, replace);
