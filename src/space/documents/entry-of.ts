import type { SpaceContext } from '../context.js';
import type { Entry } from '../model.js';
import type { EntryLease, EntrySource } from '../projection/index.js';
import { toEntry } from '../projection/index.js';

/** What the space says of the document of a row, with what it has seen of its service. `heldUntilMs` as for `toEntry`. */
export const entryOf = (
  { calls }: Pick<SpaceContext, 'calls'>,
  row: EntrySource & EntryLease,
  heldUntilMs: number,
): Entry => calls.addTo(toEntry(row, heldUntilMs));
