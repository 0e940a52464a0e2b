import type { GroupParticle, Occurrence, Particle } from './components.js';

/** `left × right` where nothing times unbounded is nothing. */
export const multiplyOccurs = (left: number, right: number): number => (left === 0 || right === 0 ? 0 : left * right);

/**
 * How many elements a particle takes at least and at most (XSD 1.0 part 1, sections 3.8.6 and 3.9.6,
 * "Effective Total Range").
 */
export const totalRange = (particle: Particle): Occurrence => {
  if (particle.kind !== 'group') return particle;
  const ranges = particle.particles.map(totalRange);
  const [mins, maxes] = [ranges.map(({ min }) => min), ranges.map(({ max }) => max)];
  const isChoice = particle.compositor === 'choice';
  const min = isChoice ? Math.min(...(mins.length === 0 ? [0] : mins)) : mins.reduce((sum, each) => sum + each, 0);
  const max = isChoice ? Math.max(0, ...maxes) : maxes.reduce((sum, each) => sum + each, 0);
  return { min: multiplyOccurs(min, particle.min), max: multiplyOccurs(max, particle.max) };
};

/** Whether a particle may take nothing (section 3.9.6, "Particle Emptiable"). */
export const isEmptiable = (particle: Particle): boolean => {
  if (particle.min === 0) return true;
  if (particle.kind !== 'group') return false;
  if (particle.compositor === 'choice') return particle.particles.some(isEmptiable);
  return particle.particles.every(isEmptiable);
};

/**
 * The particles of a group, with those of sequences in it that stand once in their place: extensions nest sequences as
 * deep as types derive.
 */
export const spreadSequence = ({ particles }: GroupParticle): readonly Particle[] => {
  const open: Particle[] = particles.toReversed();
  const spread: Particle[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'group' && next.compositor === 'sequence' && next.min === 1 && next.max === 1)
      open.push(...next.particles.toReversed());
    else spread.push(next);
  }
  return spread;
};
