import type { AnyCodec, AnyLeaf, ElementCodec, ElementLeaf } from './model.js';

/** What a content model says of an element besides its declaration. */
export interface LeafOptions {
  /** Its member, where that is not the local name. */
  readonly as?: string;
  /** Set where the member is an array because the element has other places too. */
  readonly array?: boolean;
}

/** How often something may stand. */
export interface Occurs {
  readonly min?: number;
  readonly max?: number;
}

/** An element that stands once. */
/* @__NO_SIDE_EFFECTS__ */
export function one(codec: ElementCodec, options: LeafOptions = {}): ElementLeaf {
  return many(codec, { ...options, min: 1, max: 1 });
}

/** An element that may be missing. */
/* @__NO_SIDE_EFFECTS__ */
export function optional(codec: ElementCodec, options: LeafOptions = {}): ElementLeaf {
  return many(codec, { ...options, max: 1 });
}

/** An element that may stand any number of times, or as often as is said. */
/* @__NO_SIDE_EFFECTS__ */
export function many(codec: ElementCodec, options: LeafOptions & Occurs = {}): ElementLeaf {
  const { min = 0, max = Infinity, as = codec.name.local, array = max > 1 } = options;
  return { kind: 'element', element: codec, min, max, member: as, repeated: array };
}

/** Elements that a wildcard lets in, once or as often as is said. */
/* @__NO_SIDE_EFFECTS__ */
export function wild(wildcard: AnyCodec, { min = 1, max = 1 }: Occurs = {}): AnyLeaf {
  return { kind: 'any', wildcard, min, max };
}
