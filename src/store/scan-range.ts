import { concatBytes } from '../base/index.js';
import type { SpaceId } from '../base/index.js';
import { DEFAULT_RANGE_ROWS } from './port.js';
import type { KeyRange, Store, StoredRow } from './port.js';

/**
 * All rows of an interval in key order, however many, read page by page (`range.limit` rows each): rows put or
 * deleted meanwhile may be seen or not, every other row is seen once.
 */
export const scanRange = async function* (store: Store, space: SpaceId, range: KeyRange): AsyncGenerator<StoredRow> {
  const limit = range.limit ?? Math.min(DEFAULT_RANGE_ROWS, store.limits.maxRangeRows);
  let from: Uint8Array | undefined = range.from;
  while (from) {
    const rows: readonly StoredRow[] = await store.range(space, { from, to: range.to, limit });
    yield* rows;
    const last = rows.length < limit ? undefined : rows.at(-1);
    from = last && concatBytes(last.key, Uint8Array.of(0));
  }
};
