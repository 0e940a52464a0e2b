import { toNameKey } from '../../xml/index.js';
import type { Leaf, Particle } from '../model/components.js';
import { normalizeParticle } from '../model/normal-particle.js';
import { allowsNamespace, includesConstraint } from '../model/wildcard.js';
import type { Alignment, LeafPair } from './alignment-model.js';
import type { Comparison } from './comparison.js';

/** A leaf of a plain sequence and its place there. */
interface Item {
  readonly leaf: Leaf;
  readonly at: number;
}

/** By name; a wildcard, of which there is at most one, by `*`. */
type Items = ReadonlyMap<string, Item>;

const keyOf = (leaf: Leaf): string => (leaf.kind === 'element' ? toNameKey(leaf.element.name) : '*');

/** The leaves of a sequence of nothing else, each of another name; `undefined` for any other model. */
const listItems = (model: Particle): Items | undefined => {
  const particle = normalizeParticle(model);
  if (particle.kind !== 'group' || particle.compositor !== 'sequence') return undefined;
  const items = new Map<string, Item>();
  for (const [at, leaf] of particle.particles.entries()) {
    if (leaf.kind === 'any' || (leaf.kind === 'element' && !leaf.element.abstract))
      items.set(keyOf(leaf), { leaf, at });
  }
  const isPlain = particle.min === 1 && particle.max === 1 && items.size === particle.particles.length;
  return isPlain ? items : undefined;
};

/** Whether a wildcard takes none of the elements that stand by name, so that it is a place like any other. */
const isApart = (items: Items, others: Items): boolean => {
  const wildcard = items.get('*')?.leaf;
  if (wildcard?.kind !== 'any') return true;
  return [...items.values(), ...others.values()].every(
    ({ leaf }) => leaf.kind === 'any' || !allowsNamespace(wildcard.wildcard.constraint, leaf.element.name.namespace),
  );
};

const includesLeaf = (wide: Leaf, narrow: Leaf): boolean =>
  wide.kind !== 'any' ||
  narrow.kind !== 'any' ||
  includesConstraint(wide.wildcard.constraint, narrow.wildcard.constraint);

const fits = (own: Item, other: Item, last: number): boolean =>
  other.at > last &&
  own.leaf.min >= other.leaf.min &&
  own.leaf.max <= other.leaf.max &&
  includesLeaf(other.leaf, own.leaf);

/**
 * Two plain sequences: names in one order, counts within counts, and what one passes over may be left out. `undefined` when one
 * of them is something else.
 */
export const alignPlain = (comparison: Comparison, narrow: Particle, wide: Particle): Alignment | undefined => {
  const [own, others] = [listItems(narrow), listItems(wide)];
  if (own === undefined || others === undefined || !isApart(own, others) || !isApart(others, own)) return undefined;
  if (!comparison.step((own.size + others.size) >> 1)) return { isInPlace: false, pairs: [] };
  const pairs: LeafPair[] = [];
  let last = -1;
  let isInPlace = [...others].every(([key, { leaf }]) => leaf.min === 0 || own.has(key));
  for (const [key, item] of own) {
    const other = others.get(key);
    isInPlace &&= other !== undefined && fits(item, other, last);
    if (other === undefined) continue;
    last = other.at;
    pairs.push({ narrow: item.leaf, wide: other.leaf });
  }
  return { isInPlace, pairs };
};
