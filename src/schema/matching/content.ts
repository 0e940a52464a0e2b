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

/** Whether every content of the narrow model is one of the wide one: first by names and places, then element by element. */
export const includesParticle = (comparison: Comparison, narrow: Particle, wide: Particle): boolean => {
  const { isInPlace, pairs } = alignModels(comparison, narrow, wide);
  if (!isInPlace && !comparison.isCollecting()) return false;
  const isRepeated = createRepeatTest([narrow, wide], comparison.step);
  const fits = comparison.all(pairs, (pair) => includesPair(comparison, pair, isRepeated));
  return isInPlace ? fits : failModel(comparison, narrow, wide);
};
