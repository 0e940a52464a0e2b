import { loadPart } from '../../base/light.js';
import type { StoaError } from '../../base/index.js';
import { findProblemFormat } from '../../protocol/light.js';

/**
 * The error that another party's problem document tells, as `readProblem` reads it; `undefined` where it is none. What reads them is
 * loaded when the first one comes.
 *
 * @throws {StoaError} `SERVICE_UNREACHABLE` when that cannot be loaded
 */
export const loadProblem = async (
  bytes: Uint8Array,
  contentType: string | undefined,
): Promise<StoaError | undefined> => {
  if (bytes.length === 0 || findProblemFormat(contentType) === undefined) return undefined;
  const { readProblem } = await loadPart(import('./problems.js'));
  return readProblem(bytes, contentType);
};
