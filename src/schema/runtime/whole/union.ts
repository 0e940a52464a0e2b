import type { Facets } from '../../simple/model.js';
import { createUnionRuntime } from '../../simple/union-runtime.js';
import type { SimpleCodec } from './model.js';
import { enumerate, keyOf, toFacets } from './restriction.js';
import type { Restriction } from './restriction.js';

const UNION_FACETS: Facets = { whiteSpace: 'preserve', patterns: [], fixed: [] };

/** A value of one of some types, tried in their order, maybe restricted. */
/* @__NO_SIDE_EFFECTS__ */
export function union(memberTypes: readonly SimpleCodec[], restriction: Restriction = {}): SimpleCodec {
  const facets = toFacets(UNION_FACETS, restriction);
  const plain = createUnionRuntime({ memberTypes, facets, enumerated: undefined });
  const enumerated = enumerate(plain, restriction);
  return {
    kind: 'simple',
    variety: 'union',
    name: keyOf(restriction.name),
    base: undefined,
    primitive: undefined,
    itemType: undefined,
    memberTypes,
    builtIn: 'anySimpleType',
    facets,
    shape: 'union',
    runtime: enumerated === undefined ? plain : createUnionRuntime({ memberTypes, facets, enumerated }),
  };
}
