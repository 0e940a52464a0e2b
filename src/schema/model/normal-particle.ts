import type { GroupParticle, Particle } from './components.js';

const isOnce = ({ min, max }: Particle): boolean => min === 1 && max === 1;

/** Whether a group says nothing that its place among `parent`'s particles does not say. */
const isPointless = (group: GroupParticle, parent: GroupParticle['compositor'] | undefined): boolean => {
  if (group.particles.length === 0) return group.compositor !== 'choice' || group.min === 0;
  if (!isOnce(group)) return false;
  return group.particles.length === 1 || (group.compositor === parent && group.compositor !== 'all');
};

/**
 * A particle without its pointless groups (section 3.9.6, "Particle Valid (Restriction)"), as the list of particles
 * that stand for it in its parent.
 */
const simplify = (particle: Particle, parent: GroupParticle['compositor'] | undefined): readonly Particle[] => {
  if (particle.kind !== 'group') return [particle];
  const particles = particle.particles.flatMap((each) => simplify(each, particle.compositor));
  const group: GroupParticle = { ...particle, particles };
  return isPointless(group, parent) ? particles : [group];
};

/** A particle without pointless groups. */
export const normalizeParticle = (particle: Particle): Particle => {
  const [only, ...more] = simplify(particle, undefined);
  if (only !== undefined && more.length === 0) return only;
  return { kind: 'group', compositor: 'sequence', min: 1, max: 1, particles: [] };
};
