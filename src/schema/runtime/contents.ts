import type { Occurs } from './leaves.js';
import type { ElementsContent, GroupCodec, LeafCodec, ParticleCodec, Place } from './model.js';

/** What a sequence is made of. */
export type Part = LeafCodec | Place;

/** One of some elements. */
/* @__NO_SIDE_EFFECTS__ */
export function choice(leaves: readonly LeafCodec[], { min = 1, max = 1 }: Occurs = {}): Place {
  return { leaves, min, max };
}

/** Elements, wildcards and choices of them one after the other, each name in one place. */
/* @__NO_SIDE_EFFECTS__ */
export function sequence(parts: readonly Part[]): ElementsContent {
  const places = parts.map((part) => ('leaves' in part ? part : { leaves: [part], min: part.min, max: part.max }));
  return { kind: 'elements', mixed: false, order: 'sequence', places };
}

/** A group of a grammar: its parts one after the other, or one of them. */
/* @__NO_SIDE_EFFECTS__ */
export function group(
  compositor: GroupCodec['compositor'],
  particles: readonly ParticleCodec[],
  { min = 1, max = 1 }: Occurs = {},
): GroupCodec {
  return { kind: 'group', compositor, particles, min, max };
}

/** Content of any shape: followed by an automaton that is made as messages come. */
/* @__NO_SIDE_EFFECTS__ */
export function grammar(root: GroupCodec): ElementsContent {
  return { kind: 'elements', mixed: false, order: 'grammar', root };
}

/** Children in any order: each place is taken by one of its leaves, or by none when it may be missing. */
/* @__NO_SIDE_EFFECTS__ */
export function all(
  places: readonly (LeafCodec | readonly LeafCodec[])[],
  { optional = false }: { readonly optional?: boolean } = {},
): ElementsContent {
  const slots = places.map((place) => ('kind' in place ? [place] : place));
  return { kind: 'elements', mixed: false, order: 'all', slots, optional };
}

/** Content with text between its elements: values are the items of `$`. */
/* @__NO_SIDE_EFFECTS__ */
export function mixed(content: ElementsContent): ElementsContent {
  return { ...content, mixed: true };
}
