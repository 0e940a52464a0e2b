import type { GroupParticle, Leaf, Particle } from '../model/components.js';
import type { Report } from './report.js';

/** Writes out one content model. */
class WritingOut {
  readonly #report: Report;
  readonly #seen = new Set<Leaf>();

  constructor(report: Report) {
    this.#report = report;
  }

  write(particle: Particle): Particle {
    this.#report.step(1);
    return particle.kind === 'group' ? this.#writeGroup(particle) : this.#writeLeaf(particle);
  }

  #writeLeaf(leaf: Leaf): Leaf {
    const isAgain = this.#seen.has(leaf);
    this.#seen.add(leaf);
    return isAgain ? { ...leaf } : leaf;
  }

  #writeGroup(group: GroupParticle): GroupParticle {
    const particles = group.particles.map((each) => this.write(each));
    const isSame = particles.every((each, at) => each === group.particles[at]);
    return isSame ? group : { ...group, particles };
  }
}

/**
 * A content model in which no particle stands twice: groups that are referred to more than once are copied, since two
 * references are two places (section 3.8.6, "Unique Particle Attribution"). What stands once stays as it is.
 */
export const writeOut = (report: Report, particle: Particle): Particle => new WritingOut(report).write(particle);
