import type { SchemaLimits } from '../../base/index.js';
import { copiesOf } from '../automaton/nodes.js';
import type { Leaf, Occurrence, Particle } from '../model/components.js';
import type { Substitutions } from '../model/substitution.js';
import { limitError } from './report.js';

/** What a particle stands for once its groups are written out. */
interface Size {
  /** Leaves when no group around it repeats: counted occurrences cost nothing. */
  readonly counted: number;
  /** Leaves when one does: each occurrence is a copy. */
  readonly copied: number;
  readonly depth: number;
}

const NONE: Substitutions = { isHead: () => false, alternativesTo: (element) => [element] };

/**
 * Measures particles by what they share, so that thirty doublings cost sixty steps. Later walks need not be bounded:
 * no particle that was measured is larger than `maxStates` or deeper than twice `maxDerivations`.
 */
export const createMeasure = (
  limits: SchemaLimits,
  substitutions: Substitutions = NONE,
): ((particle: Particle) => void) => {
  const sizes = new Map<Particle, Size>();
  const copies = (occurrence: Occurrence): number => {
    const count = copiesOf(occurrence);
    if (count > limits.maxOccurs)
      throw limitError('maxOccurs', limits, `a group that stands ${String(count)} times is too large`);
    return count;
  };
  const sizeOfLeaf = (leaf: Leaf): Size => {
    const isHead = leaf.kind === 'element' && substitutions.isHead(leaf.element);
    if (!isHead) return { counted: 1, copied: copiesOf(leaf), depth: 1 };
    const all = (substitutions.alternativesTo(leaf.element).length + 1) * copies(leaf);
    return { counted: all, copied: all, depth: 2 };
  };
  const sizeOf = (particle: Particle): Size => {
    if (particle.kind !== 'group') return sizeOfLeaf(particle);
    const known = sizes.get(particle);
    if (known !== undefined) return known;
    const size = { counted: 1, copied: 1, depth: 0 };
    for (const each of particle.particles) {
      const { counted, copied, depth } = sizeOf(each);
      size.counted += particle.max === 1 ? counted : copied;
      size.copied += copied;
      size.depth = Math.max(size.depth, depth);
    }
    const count = copies(particle);
    const made = { counted: size.counted * count, copied: size.copied * count, depth: size.depth + 1 };
    sizes.set(particle, made);
    return made;
  };
  return (particle) => {
    const { counted, depth } = sizeOf(particle);
    if (counted > limits.maxStates) throw limitError('maxStates', limits, 'a content model has too many states');
    if (depth > 2 * limits.maxDerivations)
      throw limitError('maxDerivations', limits, 'the groups of a content model nest too deeply');
  };
};
