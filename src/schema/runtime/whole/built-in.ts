import { createAtomicRuntime } from '../../simple/atomic-runtime.js';
import { createListRuntime } from '../../simple/list-runtime.js';
import type { Facets } from '../../simple/model.js';
import type { ValueSpace } from '../../simple/value-space.js';
import type { SimpleCodec } from './model.js';

/** Namespace of XML Schema; not taken from the reader's side, which generated code does not load. */
const XSD = 'http://www.w3.org/2001/XMLSchema';

/** A codec that knows its value space, for those that restrict it. */
export interface AtomicCodec extends SimpleCodec {
  readonly space: ValueSpace;
}

const COLLAPSED: Facets = { whiteSpace: 'collapse', patterns: [], fixed: [] };

/** Facets of a built-in type that collapses white space. */
export type BuiltInFacets = Partial<Omit<Facets, 'patterns' | 'fixed'>>;

/** A built-in atomic type by its name in XML Schema. */
/* @__NO_SIDE_EFFECTS__ */
export function builtIn(name: string, space: ValueSpace, given: BuiltInFacets = {}): AtomicCodec {
  const facets = { ...COLLAPSED, ...given };
  return {
    kind: 'simple',
    variety: 'atomic',
    name: `{${XSD}}${name}`,
    base: undefined,
    primitive: space.primitive,
    itemType: undefined,
    memberTypes: [],
    builtIn: name,
    facets,
    shape: space.shape,
    runtime: createAtomicRuntime({ space, builtIn: name, facets, enumerated: undefined }),
    space,
  };
}

/** A built-in list type. */
/* @__NO_SIDE_EFFECTS__ */
export function builtInList(name: string, itemType: SimpleCodec): SimpleCodec {
  const facets = { ...COLLAPSED, minLength: 1 };
  return {
    kind: 'simple',
    variety: 'list',
    name: `{${XSD}}${name}`,
    base: undefined,
    primitive: undefined,
    itemType,
    memberTypes: [],
    builtIn: name,
    facets,
    shape: 'list',
    runtime: createListRuntime(itemType, facets, undefined),
  };
}
