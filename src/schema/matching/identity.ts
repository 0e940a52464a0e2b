import type { SimpleType } from '../simple/index.js';

/**
 * Whether IDs and references to them stand in the same places of two types: elsewhere in a document an ID has to be unlike
 * all others, so that a type with IDs includes only types that have them too.
 */
export const includesIds = (wanted: SimpleType, advertised: SimpleType): boolean => {
  if (!advertised.runtime.holdsIds) return true;
  if (wanted.variety !== advertised.variety) return false;
  if (wanted.itemType !== undefined && advertised.itemType !== undefined) {
    return includesIds(wanted.itemType, advertised.itemType);
  }
  if (wanted.variety === 'atomic') return wanted.builtIn === advertised.builtIn;
  // Members may be many and nested: anything but the same ones is left undecided.
  return wanted === advertised;
};
