import type { ElementParticle, GroupParticle, Leaf, Particle } from '../model/components.js';
import type { Substitutions } from '../model/substitution.js';
import type { Report } from './report.js';

/** Writes out one content model. */
class WritingOut {
  readonly #report: Report;
  readonly #substitutions: Substitutions;
  readonly #seen = new Set<Leaf>();

  constructor(report: Report, substitutions: Substitutions) {
    this.#report = report;
    this.#substitutions = substitutions;
  }

  write(particle: Particle): Particle {
    this.#report.step(1);
    if (particle.kind === 'group') return this.#writeGroup(particle);
    return particle.kind === 'element' ? this.#writeElement(particle) : this.#writeLeaf(particle);
  }

  #writeLeaf<Each extends Leaf>(leaf: Each): Each {
    const isAgain = this.#seen.has(leaf);
    this.#seen.add(leaf);
    return isAgain ? { ...leaf } : leaf;
  }

  #writeElement(particle: ElementParticle): Particle {
    const { element, min, max } = particle;
    if (!this.#substitutions.isHead(element)) return this.#writeLeaf(particle);
    const alternatives = this.#substitutions.alternativesTo(element);
    // An abstract element that nothing may replace stays, so that messages can name it.
    if (alternatives.length === 0) return this.#writeLeaf(particle);
    this.#report.step(alternatives.length);
    const particles = alternatives.map((each): Particle => ({ kind: 'element', min: 1, max: 1, element: each }));
    return { kind: 'group', compositor: 'choice', min, max, particles };
  }

  #writeGroup(group: GroupParticle): GroupParticle {
    const particles = group.particles.map((each) => this.write(each));
    const isSame = particles.every((each, at) => each === group.particles[at]);
    return isSame ? group : { ...group, particles };
  }
}

/**
 * A content model as a tree of its own, in which only elements by name stand. Groups that are referred to more than once
 * are copied, since two references are two places (section 3.8.6, "Unique Particle Attribution"), and the head of a
 * substitution group becomes a choice of what may stand in its place (section 3.3.6). What needs neither stays as it is.
 */
export const writeOut = (report: Report, substitutions: Substitutions, particle: Particle): Particle =>
  new WritingOut(report, substitutions).write(particle);
