import type { GroupParticle, Particle } from '../model/components.js';
import { isEmptiable } from '../model/particle.js';
import { alignChoices } from './align-choices.js';
import { alignByWalk } from './align-by-walk.js';
import { alignInAll } from './align-in-all.js';
import { alignPlain } from './align-plain.js';
import type { Alignment } from './alignment-model.js';
import type { Comparison } from './comparison.js';
import { leavesOfPlace } from './configurations.js';

const isAll = (particle: Particle): particle is GroupParticle =>
  particle.kind === 'group' && particle.compositor === 'all';

/** The contents of an `all`, and more: its elements in any number. */
const loosen = ({ particles }: GroupParticle): Particle => ({
  kind: 'group',
  compositor: 'choice',
  min: 0,
  max: Infinity,
  particles: particles.flatMap(leavesOfPlace).map((leaf) => ({ ...leaf, min: 1, max: 1 })),
});

/** How a narrow content model lies to a wide one, decided exactly: models are unambiguous, so there is one way to go for each element. */
export const alignModels = (comparison: Comparison, narrow: Particle, wide: Particle): Alignment => {
  const known = isAll(wide)
    ? alignInAll(comparison, narrow, wide)
    : (alignPlain(comparison, narrow, wide) ?? alignChoices(comparison, narrow, wide));
  if (known !== undefined) return known;
  if (isEmptiable(narrow) && !isEmptiable(wide)) return { isInPlace: false, pairs: [] };
  const target = comparison.configurationOf(wide);
  if (isAll(narrow) && narrow.particles.length > 1) {
    // The orders of an `all` are many: where even more than them has a place, they need not be gone through.
    const loose = alignByWalk(comparison, comparison.configurationOf(loosen(narrow)), target);
    if (loose.isInPlace) return loose;
  }
  return alignByWalk(comparison, comparison.configurationOf(narrow), target);
};
