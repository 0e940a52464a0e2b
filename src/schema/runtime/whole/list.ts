import { createListRuntime } from '../../simple/list-runtime.js';
import type { Facets } from '../../simple/model.js';
import type { SimpleCodec } from './model.js';
import { enumerate, keyOf, toFacets } from './restriction.js';
import type { Restriction } from './restriction.js';

const LIST_FACETS: Facets = { whiteSpace: 'collapse', patterns: [], fixed: [] };

/** A list of values of a type, maybe restricted. */
/* @__NO_SIDE_EFFECTS__ */
export function list(itemType: SimpleCodec, restriction: Restriction = {}): SimpleCodec {
  const facets = toFacets(LIST_FACETS, restriction);
  const plain = createListRuntime(itemType, facets, undefined);
  const enumerated = enumerate(plain, restriction);
  return {
    kind: 'simple',
    variety: 'list',
    name: keyOf(restriction.name),
    base: undefined,
    primitive: undefined,
    itemType,
    memberTypes: [],
    builtIn: 'anySimpleType',
    facets,
    shape: 'list',
    runtime: enumerated === undefined ? plain : createListRuntime(itemType, facets, enumerated),
  };
}
