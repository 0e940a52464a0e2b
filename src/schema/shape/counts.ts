import { toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import type { GroupParticle, Occurrence, Particle } from '../model/components.js';
import { multiplyOccurs, spreadSequence } from '../model/particle.js';

/**
 * How often the elements of each name may stand, whatever their order: what the members of an object say about a content
 * model. Names that are not among the bounds do not stand at all.
 */
export interface Counts {
  /** Least and most of each name, over all alternatives. */
  readonly bounds: ReadonlyMap<NameKey, Occurrence>;
  /** Further conditions: of each list, one alternative holds for the names that the list is about. */
  readonly choices: readonly (readonly Counts[])[];
  /** Whether counts that fit are those of some content, and not more. */
  readonly isExact: boolean;
}

const NOTHING: Counts = { bounds: new Map(), choices: [], isExact: true };

/** Most alternatives, times the names that each has to speak of, of one choice; a larger one is described by its bounds alone. */
const MAX_ALTERNATIVES = 2000;

const isEmptiable = ({ bounds, choices }: Counts): boolean =>
  [...bounds.values()].every(({ min }) => min === 0) && choices.every((choice) => choice.some(isEmptiable));

/** Names of a choice. */
export const namesOf = (choice: readonly Counts[]): ReadonlySet<NameKey> =>
  new Set(choice.flatMap(({ bounds }) => [...bounds.keys()]));

const overlaps = (parts: readonly Counts[]): ReadonlySet<NameKey> => {
  const seen = new Set<NameKey>();
  const shared = new Set<NameKey>();
  for (const { bounds } of parts) {
    for (const name of bounds.keys()) {
      if (seen.has(name)) shared.add(name);
      seen.add(name);
    }
  }
  return shared;
};

/** All of the parts: counts of a name that is in several of them add up. */
const addAll = (parts: readonly Counts[]): Counts => {
  const shared = overlaps(parts);
  const bounds = new Map<NameKey, Occurrence>();
  for (const part of parts) {
    for (const [name, { min, max }] of part.bounds) {
      const before = bounds.get(name) ?? { min: 0, max: 0 };
      bounds.set(name, { min: before.min + min, max: before.max + max });
    }
  }
  const choices = parts.flatMap((part) => part.choices);
  const kept = choices.filter((choice) => [...namesOf(choice)].every((name) => !shared.has(name)));
  const isExact = parts.every((part) => part.isExact) && kept.length === choices.length;
  return { bounds, choices: kept, isExact };
};

const hull = (alternatives: readonly Counts[]): ReadonlyMap<NameKey, Occurrence> => {
  const bounds = new Map<NameKey, Occurrence>();
  for (const name of namesOf(alternatives)) {
    const each = alternatives.map((alternative) => alternative.bounds.get(name) ?? { min: 0, max: 0 });
    bounds.set(name, { min: Math.min(...each.map(({ min }) => min)), max: Math.max(...each.map(({ max }) => max)) });
  }
  return bounds;
};

/** Whether the bounds of one name say everything: then there is nothing to choose. */
const isInterval = (alternatives: readonly Counts[]): boolean => {
  const [only, ...more] = namesOf(alternatives);
  if (only === undefined) return true;
  if (more.length > 0 || alternatives.some(({ choices }) => choices.length > 0)) return false;
  const ranges = alternatives
    .map(({ bounds }) => bounds.get(only) ?? { min: 0, max: 0 })
    .sort((left, right) => left.min - right.min);
  let reached = ranges[0]?.max ?? 0;
  for (const { min, max } of ranges) {
    if (min > reached + 1) return false;
    reached = Math.max(reached, max);
  }
  return true;
};

/** One of the alternatives. */
const choose = (alternatives: readonly Counts[]): Counts => {
  const [only] = alternatives;
  if (only !== undefined && alternatives.length === 1) return only;
  const bounds = hull(alternatives);
  const isExact = only !== undefined && alternatives.every((alternative) => alternative.isExact);
  if (isInterval(alternatives)) return { bounds, choices: [], isExact };
  const isLarge = alternatives.length * bounds.size > MAX_ALTERNATIVES && !isOneEach(alternatives);
  return isLarge ? { bounds, choices: [], isExact: false } : { bounds, choices: [alternatives], isExact };
};

/** Whether each alternative is one name of its own that has to stand: said shortly whatever their number. */
export const isOneEach = (alternatives: readonly Counts[]): boolean =>
  namesOf(alternatives).size === alternatives.length &&
  alternatives.every(
    ({ bounds, choices }) =>
      bounds.size === 1 && choices.length === 0 && [...bounds.values()].every(({ min }) => min > 0),
  );

const scale = ({ bounds }: Counts, { min, max }: Occurrence): ReadonlyMap<NameKey, Occurrence> =>
  new Map(
    [...bounds].map(([name, each]) => [
      name,
      { min: multiplyOccurs(each.min, min), max: multiplyOccurs(each.max, max) },
    ]),
  );

/** A choice that stands several times: any numbers of its names, but one at least. */
const repeatChoice = (once: Counts, occurrence: Occurrence): Counts => {
  const bounds = new Map([...scale(once, occurrence)].map(([name, { max }]) => [name, { min: 0, max }]));
  const [alternatives = []] = once.choices;
  const isSimple = once.isExact && alternatives.every((each) => each.bounds.size <= 1 && isUnit(each));
  const isFree = occurrence.max === Infinity && isSimple;
  if (occurrence.min === 0 || isEmptiable(once)) return { bounds, choices: [], isExact: isFree };
  if (alternatives.length * bounds.size > MAX_ALTERNATIVES) return { bounds, choices: [], isExact: false };
  const present = alternatives.map((alternative): Counts => {
    const least = (name: NameKey): number => alternative.bounds.get(name)?.min ?? 0;
    const own = [...bounds].map(([name, { max }]) => [name, { min: least(name), max }] as const);
    return { bounds: new Map(own), choices: [], isExact: true };
  });
  return { bounds, choices: [present], isExact: isFree && occurrence.min === 1 };
};

/** Whether a part can stand once, so that any number of it can be reached. */
const isUnit = ({ bounds, choices }: Counts): boolean =>
  choices.length === 0 && [...bounds.values()].every(({ min, max }) => min <= 1 && max >= 1);

/** A sequence that stands several times: the names that each round needs stand together or not at all. */
const repeatSequence = (once: Counts, occurrence: Occurrence): Counts => {
  const bounds = scale(once, occurrence);
  const [first] = bounds;
  const isSingle = bounds.size === 1 && once.choices.length === 0 && once.isExact;
  if (first === undefined) return NOTHING;
  if (isSingle && isUnit(once)) return { bounds, choices: [], isExact: true };
  if (occurrence.min > 0 || isEmptiable(once)) return { bounds, choices: [], isExact: false };
  const rounds: Counts = { bounds: scale(once, { min: 1, max: occurrence.max }), choices: [], isExact: false };
  return choose([rounds, NOTHING]);
};

const repeat = (once: Counts, group: GroupParticle): Counts => {
  const { min, max } = group;
  if (max === 1) return min === 1 || isEmptiable(once) ? once : choose([once, NOTHING]);
  const [choice, ...others] = once.choices;
  const isChoice = choice !== undefined && others.length === 0 && namesOf(choice).size === once.bounds.size;
  return group.compositor === 'choice' && isChoice ? repeatChoice(once, group) : repeatSequence(once, group);
};

/** Counts of a particle's elements by name; wildcards are left out. */
export const countsOf = (particle: Particle): Counts => {
  if (particle.kind === 'any') return NOTHING;
  if (particle.kind === 'element') {
    const { min, max, element } = particle;
    return { bounds: new Map([[toNameKey(element.name), { min, max }]]), choices: [], isExact: true };
  }
  const isChoice = particle.compositor === 'choice';
  const parts = (isChoice ? particle.particles : spreadSequence(particle)).map(countsOf);
  return repeat(isChoice ? choose(parts) : addAll(parts), particle);
};
