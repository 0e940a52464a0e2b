import type { Particle } from '../model/components.js';
import { allowsNamespace, includesConstraint, nameWildcard } from '../model/wildcard.js';
import type { Comparison } from './comparison.js';
import { takeInventory } from './inventory.js';
import type { ElementCount, Inventory } from './inventory.js';
import { describeCount, describeModel, elementPlace, nameType } from './wording.js';

const describeElement = ({ element, min }: ElementCount): string =>
  `(${nameType(element.type)}, ${min > 0 ? 'required' : 'optional'})`;

const placeOf = (count: ElementCount, other?: ElementCount): ReturnType<typeof elementPlace> =>
  elementPlace(count.element, Math.max(count.max, other?.max ?? 0) > 1);

/** Where an element is to stand in a model that does not have it: after the last one before it that both have. */
const describePlace = (key: string, from: Inventory, to: Inventory): string => {
  let before: ElementCount | undefined;
  for (const [name, count] of from.counts) {
    if (name === key) break;
    if (to.counts.has(name)) before = count;
  }
  return before === undefined ? 'at the start' : `after ${before.element.name.local}`;
};

/** Both models by name, whatever their order. */
interface Sides {
  readonly narrow: Inventory;
  readonly wide: Inventory;
}

const isLetIn = ({ element }: ElementCount, { wildcards }: Inventory): boolean =>
  wildcards.some(({ wildcard }) => allowsNamespace(wildcard.constraint, element.name.namespace));

const failExtra = (comparison: Comparison, key: string, { narrow, wide }: Sides): boolean => {
  const own = narrow.counts.get(key);
  if (own === undefined || own.max === 0 || wide.counts.has(key) || isLetIn(own, wide)) return true;
  return comparison.inside(placeOf(own), () =>
    comparison.fail((subject) => ({
      rule: 'extra-element',
      narrow: `an element ${own.element.name.local} ${describeElement(own)}`,
      wide: 'none of that name',
      narrowing: `remove ${subject}`,
      widening: `add ${subject} ${describePlace(key, narrow, wide)} (${nameType(own.element.type)}, optional)`,
    })),
  );
};

const failMissing = (comparison: Comparison, key: string, { narrow, wide }: Sides): boolean => {
  const other = wide.counts.get(key);
  if (other === undefined || other.min === 0 || narrow.counts.has(key)) return true;
  return comparison.inside(placeOf(other), () =>
    comparison.fail((subject) => ({
      rule: 'missing-element',
      narrow: `no element ${other.element.name.local}`,
      wide: `one ${describeElement(other)}`,
      narrowing: `add ${subject} ${describePlace(key, wide, narrow)} ${describeElement(other)}`,
      widening: `make ${subject} optional`,
    })),
  );
};

const describeLeast = (min: number): string => {
  if (min === 0) return 'it optional';
  return min === 1 ? 'it required' : `at least ${String(min)}`;
};

const describeMost = (max: number): string => (max === Infinity ? 'any number' : `at most ${String(max)}`);

const toLeast = (subject: string, from: number, to: number): string => {
  if (to === 0) return `make ${subject} optional`;
  if (to === 1 && from === 0) return `make ${subject} required`;
  return `${to > from ? 'raise' : 'lower'} minOccurs of ${subject} to ${String(to)}`;
};

const toMost = (subject: string, from: number, to: number): string =>
  `${to > from ? 'raise' : 'lower'} maxOccurs of ${subject} to ${describeCount(to)}`;

const failCounts = (comparison: Comparison, key: string, { narrow, wide }: Sides): boolean => {
  const [own, other] = [narrow.counts.get(key), wide.counts.get(key)];
  if (own === undefined || other === undefined) return true;
  const fitsLeast = (): boolean =>
    own.min >= other.min ||
    comparison.fail((subject) => ({
      rule: 'occurrence',
      narrow: describeLeast(own.min),
      wide: describeLeast(other.min),
      narrowing: toLeast(subject, own.min, other.min),
      widening: toLeast(subject, other.min, own.min),
    }));
  const fitsMost = (): boolean =>
    own.max <= other.max ||
    isLetIn(own, wide) ||
    comparison.fail((subject) => ({
      rule: 'occurrence',
      narrow: describeMost(own.max),
      wide: describeMost(other.max),
      narrowing: toMost(subject, own.max, other.max),
      widening: toMost(subject, other.max, own.max),
    }));
  return comparison.inside(placeOf(own, other), () => comparison.all([fitsLeast, fitsMost], (fits) => fits()));
};

/** A wildcard that no wildcard of the wide model lets in by itself: where there is none at all, that is the difference. */
const failWildcards = (comparison: Comparison, { narrow, wide }: Sides): boolean =>
  comparison.all(narrow.wildcards, ({ wildcard }) => {
    const isLet = wide.wildcards.some((other) => includesConstraint(other.wildcard.constraint, wildcard.constraint));
    if (isLet) return true;
    return comparison.fail((subject) => ({
      rule: 'wildcard',
      narrow: nameWildcard(wildcard),
      wide: wide.wildcards.map((each) => nameWildcard(each.wildcard)).join(', ') || 'declared elements only',
      narrowing: `take ${nameWildcard(wildcard)} from the content of ${subject}`,
      widening: `let ${subject} also have ${nameWildcard(wildcard)}`,
    }));
  });

const failOrder = (comparison: Comparison, narrow: Particle, wide: Particle): false =>
  comparison.fail((subject) => ({
    rule: 'order',
    narrow: describeModel(narrow),
    wide: describeModel(wide),
    narrowing: `arrange the content of ${subject} as ${describeModel(wide)}`,
    widening: `let the content of ${subject} be also ${describeModel(narrow)}`,
  }));

/**
 * Notes why one content model does not fit into another, of which that is known: by the names that each has and how often,
 * and by their order where these do not tell them apart.
 */
export const failModel = (comparison: Comparison, narrow: Particle, wide: Particle): false => {
  const { step } = comparison;
  const sides = { narrow: takeInventory(narrow, { step }), wide: takeInventory(wide, { step }) };
  const [first, second] = comparison.wanted === 'narrow' ? [sides.narrow, sides.wide] : [sides.wide, sides.narrow];
  const keys = new Set([...first.counts.keys(), ...second.counts.keys()]);
  const isAlike = comparison.all(keys, (key) =>
    [failExtra, failMissing, failCounts].every((rule) => rule(comparison, key, sides)),
  );
  return failWildcards(comparison, sides) && isAlike ? failOrder(comparison, narrow, wide) : false;
};
