import { StoaError } from '../../base/index.js';
import type { ObjectLimits } from '../limits.js';
import type { KeptItem } from './item.js';

/** Longest path that is told whole; of a longer one the end is. */
const MAX_PATH = 300;

/** Where a value stands in what is being written, such as `value.items[3]["a b"]`. */
export const pathOf = (owner: KeptItem | undefined, step: string): string => {
  let path = step;
  for (let at = owner; at !== undefined; at = at.owner) {
    path = at.step + path;
    if (path.length > MAX_PATH) return `…${path.slice(-MAX_PATH)}`;
  }
  return path;
};

/** Refuses a value that has no place in a document of objects. */
export const refuseValue = (path: string, message: string, cause?: unknown): never => {
  throw new StoaError('VALUE_INVALID', `${path}: ${message}`, {
    cause,
    findings: [{ rule: 'not-writable', message, path }],
  });
};

/** Refuses a value that is too much. */
export const refuseSize = (limit: keyof ObjectLimits, limits: ObjectLimits, path: string): never => {
  const message = `expected no more than ${limits[limit]} (${limit})`;
  throw new StoaError('OBJECTS_LIMIT_EXCEEDED', `${path}: ${message}`, {
    limit,
    findings: [{ rule: limit, message, path }],
  });
};
