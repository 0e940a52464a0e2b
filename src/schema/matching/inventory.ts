import { toNameKey } from '../../xml/index.js';
import type { AnyParticle, ElementDeclaration, ElementParticle, Particle } from '../model/components.js';
import { multiplyOccurs } from '../model/particle.js';

/** How often elements of one kind stand in a content model, and the first of them. */
export interface ElementCount {
  readonly element: ElementDeclaration;
  readonly min: number;
  readonly max: number;
}

/** What a content model holds, whatever its order. */
export interface Inventory {
  /** By kind, in the order of the model. Some content has each least number, and some each greatest. */
  readonly counts: ReadonlyMap<string, ElementCount>;
  readonly wildcards: readonly AnyParticle[];
}

/** How an inventory is taken. */
export interface InventoryOptions {
  /** Counts the work; the inventory is worth nothing once it says no. */
  readonly step: (count?: number) => boolean;
  /** Which elements are counted together. By default those of one name. */
  readonly kindOf?: (element: ElementDeclaration) => string;
}

type Counts = Map<string, ElementCount>;

const add = (counts: Counts, kind: string, { element, min, max }: ElementCount): void => {
  const known = counts.get(kind);
  counts.set(
    kind,
    known === undefined ? { element, min, max } : { ...known, min: known.min + min, max: known.max + max },
  );
};

/** One of some alternatives: a kind that one of them lacks may be left out by taking that one. */
const joinBranches = (branches: readonly Counts[]): Counts => {
  const joined: Counts = new Map();
  const present = new Map<string, number>();
  for (const branch of branches) {
    for (const [kind, count] of branch) {
      const known = joined.get(kind) ?? count;
      const [min, max] = [Math.min(known.min, count.min), Math.max(known.max, count.max)];
      joined.set(kind, { element: known.element, min, max });
      present.set(kind, (present.get(kind) ?? 0) + 1);
    }
  }
  for (const [kind, count] of joined) {
    if (present.get(kind) !== branches.length) joined.set(kind, { ...count, min: 0 });
  }
  return joined;
};

class Taking {
  readonly wildcards: AnyParticle[] = [];
  readonly #step: InventoryOptions['step'];
  readonly #kindOf: NonNullable<InventoryOptions['kindOf']>;

  constructor({ step, kindOf = ({ name }) => toNameKey(name) }: InventoryOptions) {
    this.#step = step;
    this.#kindOf = kindOf;
  }

  take(particle: Particle): Counts {
    const counts: Counts = new Map();
    const { min, max } = particle;
    if (!this.#step()) return counts;
    if (particle.kind === 'any') this.wildcards.push(particle);
    else if (particle.kind === 'element')
      add(counts, this.#kindOf(particle.element), { element: particle.element, min, max });
    else {
      const parts = particle.particles.map((each) => this.take(each));
      this.#step(parts.reduce((sum, part) => sum + part.size, 0));
      const inside = particle.compositor === 'choice' ? joinBranches(parts) : this.#joinAll(parts);
      for (const [kind, { element, ...count }] of inside)
        add(counts, kind, { element, min: multiplyOccurs(count.min, min), max: multiplyOccurs(count.max, max) });
    }
    return counts;
  }

  #joinAll(parts: readonly Counts[]): Counts {
    const joined: Counts = parts[0] ?? new Map<string, ElementCount>();
    for (const part of parts.slice(1)) for (const [kind, count] of part) add(joined, kind, count);
    return joined;
  }
}

/** The inventory of a content model. */
export const takeInventory = (particle: Particle, options: InventoryOptions): Inventory => {
  const taking = new Taking(options);
  return { counts: taking.take(particle), wildcards: taking.wildcards };
};

/** A test whether an element may stand more than once in one of two models; the inventories are taken when first asked. */
export const createRepeatTest = (
  models: readonly Particle[],
  step: InventoryOptions['step'],
): ((leaf: ElementParticle) => boolean) => {
  let inventories: readonly Inventory[] | undefined;
  return ({ element }) => {
    inventories ??= models.map((model) => takeInventory(model, { step }));
    return inventories.some(({ counts }) => (counts.get(toNameKey(element.name))?.max ?? 0) > 1);
  };
};
