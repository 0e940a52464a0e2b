import { listLeaves } from '../automaton/ambiguity.js';
import { toNameKey } from '../../xml/index.js';
import type { ElementParticle, Particle } from '../model/components.js';
import { alignModels } from './alignment.js';
import type { LeafPair } from './alignment-model.js';
import type { Comparison } from './comparison.js';
import { failModel } from './content-differences.js';
import { createRepeatTest } from './inventory.js';
import { includesWildcard, isLetIn } from './open-content.js';
import { elementPlace } from './wording.js';

const includesPair = (
  comparison: Comparison,
  { narrow, wide }: LeafPair,
  isRepeated: (leaf: ElementParticle) => boolean,
): boolean => {
  if (narrow.kind === 'any') return wide.kind === 'any' && includesWildcard(comparison, narrow.wildcard, wide.wildcard);
  const { element } = narrow;
  if (element.abstract) return true;
  return comparison.inside(elementPlace(element, comparison.isCollecting() && isRepeated(narrow)), () =>
    wide.kind === 'any'
      ? isLetIn(comparison, element, wide.wildcard)
      : comparison.includesElement(comparison, element, wide.element),
  );
};

/** Elements of both models that have the same name: what is compared where there is no way through both. */
const pairByName = (comparison: Comparison, narrow: Particle, wide: Particle): readonly LeafPair[] => {
  const [own, other] = [listLeaves(narrow), listLeaves(wide)];
  if (!comparison.step(own.length + other.length)) return [];
  const byName = new Map(
    other.flatMap((leaf) => (leaf.kind === 'element' ? [[toNameKey(leaf.element.name), leaf] as const] : [])),
  );
  const pairs = new Map<string, LeafPair>();
  for (const leaf of own) {
    const key = leaf.kind === 'element' ? toNameKey(leaf.element.name) : '';
    const match = byName.get(key);
    if (match !== undefined && !pairs.has(key)) pairs.set(key, { narrow: leaf, wide: match });
  }
  return [...pairs.values()];
};

/** Whether every content of the narrow model is one of the wide one: first by names and places, then element by element. */
export const includesParticle = (comparison: Comparison, narrow: Particle, wide: Particle): boolean => {
  const { isInPlace, pairs } = alignModels(comparison, narrow, wide);
  if (!isInPlace && !comparison.isCollecting()) return false;
  const isRepeated = createRepeatTest([narrow, wide], comparison.step);
  const meeting = isInPlace ? pairs : pairByName(comparison, narrow, wide);
  const fits = comparison.all(meeting, (pair) => includesPair(comparison, pair, isRepeated));
  return isInPlace ? fits : failModel(comparison, narrow, wide);
};
