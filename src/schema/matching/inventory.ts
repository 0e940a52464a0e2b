import { toNameKey } from '../../xml/index.js';
import type { AnyParticle, ElementDeclaration, ElementParticle, Particle } from '../model/components.js';
import { multiplyOccurs } from '../model/particle.js';

/** How often elements of one name stand in a content model, and the first declaration of that name in it. */
export interface NameCount {
  readonly element: ElementDeclaration;
  readonly min: number;
  readonly max: number;
}

/** What a content model holds, whatever its order. */
export interface Inventory {
  /** By name key, in the order of the model. */
  readonly names: ReadonlyMap<string, NameCount>;
  readonly wildcards: readonly AnyParticle[];
}

const sum = (left: NameCount, right: NameCount): NameCount => ({
  ...left,
  min: left.min + right.min,
  max: left.max + right.max,
});

const widest = (left: NameCount, right: NameCount): NameCount => ({
  ...left,
  min: Math.min(left.min, right.min),
  max: Math.max(left.max, right.max),
});

const times = (names: ReadonlyMap<string, NameCount>, { min, max }: Particle): Map<string, NameCount> =>
  new Map(
    [...names].map(([key, each]) => [
      key,
      { ...each, min: multiplyOccurs(each.min, min), max: multiplyOccurs(each.max, max) },
    ]),
  );

const joinAll = (parts: readonly Inventory[]): Map<string, NameCount> => {
  const names = new Map<string, NameCount>();
  for (const part of parts) {
    for (const [key, count] of part.names) {
      const known = names.get(key);
      names.set(key, known === undefined ? count : sum(known, count));
    }
  }
  return names;
};

const joinChoice = (parts: readonly Inventory[]): Map<string, NameCount> => {
  const names = new Map<string, NameCount>();
  const branches = new Map<string, number>();
  for (const part of parts) {
    for (const [key, count] of part.names) {
      const known = names.get(key);
      names.set(key, known === undefined ? count : widest(known, count));
      branches.set(key, (branches.get(key) ?? 0) + 1);
    }
  }
  // A name that some branch lacks may be left out by taking that branch.
  for (const [key, count] of names) if (branches.get(key) !== parts.length) names.set(key, { ...count, min: 0 });
  return names;
};

/** The inventory of a content model. */
export const takeInventory = (particle: Particle): Inventory => {
  const { min, max } = particle;
  if (particle.kind === 'any') return { names: new Map(), wildcards: [particle] };
  if (particle.kind === 'element') {
    const { element } = particle;
    return { names: new Map([[toNameKey(element.name), { element, min, max }]]), wildcards: [] };
  }
  const parts = particle.particles.map(takeInventory);
  const names = particle.compositor === 'choice' ? joinChoice(parts) : joinAll(parts);
  return { names: times(names, particle), wildcards: parts.flatMap(({ wildcards }) => wildcards) };
};

/** A test whether an element may stand more than once in one of two models; the inventories are taken when first asked. */
export const isRepeated = (narrow: Particle, wide: Particle): ((leaf: ElementParticle) => boolean) => {
  let inventories: readonly Inventory[] | undefined;
  return ({ element }) => {
    inventories ??= [takeInventory(narrow), takeInventory(wide)];
    return inventories.some(({ names }) => (names.get(toNameKey(element.name))?.max ?? 0) > 1);
  };
};
