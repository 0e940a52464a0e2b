import { toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import type { ElementDeclaration, Particle } from '../model/components.js';
import type { Wildcard } from '../model/wildcard.js';

/** What a content model lets in, one by one. */
export interface Leaves {
  /** Declarations by name; several of one name differ in what they say besides the type. */
  readonly elements: ReadonlyMap<NameKey, readonly ElementDeclaration[]>;
  readonly wildcards: readonly Wildcard[];
}

/** The elements and wildcards of a content model, each once. */
export const leavesOf = (particle: Particle): Leaves => {
  const elements = new Map<NameKey, ElementDeclaration[]>();
  const wildcards = new Set<Wildcard>();
  const visit = (each: Particle): void => {
    if (each.kind === 'group') each.particles.forEach(visit);
    else if (each.kind === 'any') wildcards.add(each.wildcard);
    else {
      const key = toNameKey(each.element.name);
      const known = elements.get(key);
      if (known === undefined) elements.set(key, [each.element]);
      else if (!known.includes(each.element)) known.push(each.element);
    }
  };
  visit(particle);
  return { elements, wildcards: [...wildcards] };
};
