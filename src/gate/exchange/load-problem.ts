import type { StoaError } from '../../base/index.js';

/**
 * The error that another party's problem document tells, as `readProblem` reads it. That is loaded when the first one comes; where it
 * cannot be, as on a page that has lost its network, there is `undefined`, and only the status is known.
 */
export const loadProblem = async (
  bytes: Uint8Array,
  contentType: string | undefined,
): Promise<StoaError | undefined> => {
  if (bytes.length === 0) return undefined;
  const loaded = await import('./problems.js').catch(() => undefined);
  return loaded?.readProblem(bytes, contentType);
};
