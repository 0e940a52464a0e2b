import type { TypedValue } from '../values.js';
import { isItems } from './values.js';

/** What kind of value it is, for messages. */
export const describeValue = (value: TypedValue): string => {
  if (value === null || value === undefined) return String(value);
  if (isItems(value)) return 'an array';
  if (value instanceof Uint8Array) return 'bytes';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${String(value).slice(0, 80)}`;
};
