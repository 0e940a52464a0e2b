import { toNameKey } from '../../xml/index.js';
import type { ElementParticle, Occurrence, Particle } from '../model/components.js';
import { normalizeParticle } from '../model/normal-particle.js';
import type { Alignment, LeafPair } from './alignment-model.js';
import type { Comparison } from './comparison.js';

/** One of some elements, so many times. */
interface PlainChoice extends Occurrence {
  readonly options: ReadonlyMap<string, ElementParticle>;
}

const findPlain = (model: Particle): PlainChoice | undefined => {
  const particle = normalizeParticle(model);
  if (particle.kind !== 'group' || particle.compositor !== 'choice') return undefined;
  const options = new Map<string, ElementParticle>();
  for (const leaf of particle.particles) {
    const isPlain = leaf.kind === 'element' && leaf.min === 1 && leaf.max === 1 && !leaf.element.abstract;
    if (isPlain) options.set(toNameKey(leaf.element.name), leaf);
  }
  return options.size === particle.particles.length ? { options, min: particle.min, max: particle.max } : undefined;
};

/**
 * Two choices of single elements, each maybe repeated: names among names, and counts within counts. `undefined` when one
 * of them is something else.
 */
export const alignChoices = (comparison: Comparison, narrow: Particle, wide: Particle): Alignment | undefined => {
  const [own, other] = [findPlain(narrow), findPlain(wide)];
  if (own === undefined || other === undefined) return undefined;
  if (!comparison.step((own.options.size + other.options.size) >> 2)) return { isInPlace: false, pairs: [] };
  const pairs: LeafPair[] = [];
  for (const [key, leaf] of own.options) {
    const match = other.options.get(key);
    if (match !== undefined) pairs.push({ narrow: leaf, wide: match });
  }
  const isWithin = own.min >= other.min && own.max <= other.max;
  return { isInPlace: isWithin && pairs.length === own.options.size, pairs };
};
