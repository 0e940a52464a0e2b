import { createAtomicRuntime } from '../../simple/atomic-runtime.js';
import type { AtomicCodec } from './built-in.js';
import { enumerate, keyOf, toFacets } from './restriction.js';
import type { Restriction } from './restriction.js';

/** An atomic type restricted by facets. */
/* @__NO_SIDE_EFFECTS__ */
export function restrict(base: AtomicCodec, restriction: Restriction): AtomicCodec {
  const facets = toFacets(base.facets, restriction);
  const keys = base.shape === 'qname' ? restriction.values : undefined;
  const enumerated = enumerate(base.runtime, keys === undefined ? restriction : { keys, ...restriction });
  return {
    ...base,
    name: keyOf(restriction.name),
    facets,
    runtime: createAtomicRuntime({ space: base.space, builtIn: base.builtIn, facets, enumerated }),
  };
}
