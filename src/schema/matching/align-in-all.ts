import { toNameKey } from '../../xml/index.js';
import type { ElementDeclaration, GroupParticle, Leaf, Particle } from '../model/components.js';
import { createPairs } from './alignment-model.js';
import type { Alignment } from './alignment-model.js';
import type { Comparison } from './comparison.js';
import { leavesOfPlace } from './configurations.js';
import { takeInventory } from './inventory.js';

/** A place of an `all` by the name of an element that may take it. */
interface Place {
  /** Its number, as text. */
  readonly kind: string;
  readonly leaf: Leaf;
}

const listPlaces = ({ particles }: GroupParticle): ReadonlyMap<string, Place> => {
  const places = new Map<string, Place>();
  for (const [at, particle] of particles.entries()) {
    for (const leaf of leavesOfPlace(particle))
      if (leaf.kind === 'element') places.set(toNameKey(leaf.element.name), { kind: String(at), leaf });
  }
  return places;
};

const listPairs = (narrow: Particle, places: ReadonlyMap<string, Place>): Alignment['pairs'] => {
  const pairs = createPairs();
  for (const leaf of leavesOfPlace(narrow)) {
    const place = leaf.kind === 'element' ? places.get(toNameKey(leaf.element.name)) : undefined;
    if (place !== undefined) pairs.add(leaf, place.leaf);
  }
  return pairs.list();
};

/**
 * A model inside an `all`: each place may be taken once, so that it is enough to count. Exact unless the `all` may be left out
 * although something in it is required; then `undefined`.
 */
export const alignInAll = (comparison: Comparison, narrow: Particle, wide: GroupParticle): Alignment | undefined => {
  const { particles } = wide;
  if (wide.min === 0 && particles.some(({ min }) => min > 0)) return undefined;
  const places = listPlaces(wide);
  const kindOf = ({ name }: ElementDeclaration): string => places.get(toNameKey(name))?.kind ?? toNameKey(name);
  const { counts, wildcards } = takeInventory(narrow, { step: comparison.step, kindOf });
  if (!comparison.step(0)) return { isInPlace: false, pairs: [] };
  const isTaken = [...counts].every(([kind, { max }]) => max <= 1 && particles[Number(kind)] !== undefined);
  const isThere = particles.every(({ min }, at) => min === 0 || (counts.get(String(at))?.min ?? 0) > 0);
  return { isInPlace: isTaken && isThere && wildcards.length === 0, pairs: listPairs(narrow, places) };
};
