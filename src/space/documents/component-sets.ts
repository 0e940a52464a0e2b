import { StoaError, toUtf8 } from '../../base/index.js';
import type { SpaceId } from '../../base/index.js';
import type { Store } from '../../store/index.js';
import type { ReadableSpace } from './find-body.js';
import type { ComponentSet, SetNumber, SetView } from '../tables/index.js';
import { componentsKey, NO_COMPONENTS, readComponentSet, toSetView } from '../tables/index.js';

/**
 * A kept component set.
 *
 * @throws {StoaError} `STORE_FAILED` when there is none: it is kept as long as a document or a log entry names it
 */
export const readSet = async (
  { store, space }: { readonly store: Store; readonly space: SpaceId },
  number: SetNumber,
): Promise<ComponentSet> => {
  if (number === 0) return NO_COMPONENTS;
  const found = await store.get(space, toUtf8(componentsKey(number)));
  if (found) return readComponentSet(found.value);
  throw new StoaError('STORE_FAILED', `the component set ${number} of space ${space} is missing`);
};

/**
 * The component set that a document or a log entry names: from the index, or from the store when no document has it any
 * more.
 *
 * @throws {StoaError} as {@link readSet}
 */
export const getComponents = async (
  { shared, definition, projection }: ReadableSpace,
  number: SetNumber,
): Promise<SetView> =>
  projection.components.get(number)?.view ??
  toSetView(await readSet({ store: shared.collaborators.store, space: definition.id }, number));
