import type { ComplexType, ComponentModel, Particle, Type, ValueConstraint } from '../model/components.js';
import { equalSimpleValues, includesSimple } from '../simple/index.js';
import type { SimpleType } from '../simple/index.js';
import { createConfigurations } from './configurations.js';
import type { Configuration } from './configurations.js';

/** One comparison of two components: what was found so far, and what it may still cost. */
export interface Comparison {
  readonly wanted: ComponentModel;
  readonly advertised: ComponentModel;
  /** Counts a step; `false` once the budget is spent, which makes everything incompatible. */
  readonly step: () => boolean;
  /** First configuration of a content model. */
  readonly configurationOf: (particle: Particle) => Configuration;
  /**
   * Compares two types once. Types refer to one another in circles, so a pair that is being compared counts as
   * compatible; when it turns out not to be, what was found meanwhile is forgotten.
   */
  readonly compareOnce: (wanted: Type, advertised: Type, compare: () => boolean) => boolean;
}

/** Deepest nesting of types that are compared inside one another: the engine's stack has an end. */
const MAX_DEPTH = 400;

/** A comparison with a budget of steps. */
export const createComparison = (wanted: ComponentModel, advertised: ComponentModel, maxSteps: number): Comparison => {
  const ids = new Map<Type, number>();
  const idOf = (type: Type): number => {
    const id = ids.get(type) ?? ids.size;
    ids.set(type, id);
    return id;
  };
  const configurations = new Map<Particle, Configuration>();
  const compatible = new Set<string>();
  const incompatible = new Set<string>();
  let steps = 0;
  let depth = 0;
  const forgetSince = (count: number): void => {
    for (const key of [...compatible].slice(count)) compatible.delete(key);
  };
  return {
    wanted,
    advertised,
    step: () => ++steps <= maxSteps,
    configurationOf: (particle) => {
      const known = configurations.get(particle) ?? createConfigurations(particle);
      configurations.set(particle, known);
      return known;
    },
    compareOnce: (left, right, compare) => {
      const key = `${String(idOf(left))} ${String(idOf(right))}`;
      if (compatible.has(key)) return true;
      if (incompatible.has(key) || ++steps > maxSteps || depth >= MAX_DEPTH) return false;
      const before = compatible.size;
      compatible.add(key);
      depth++;
      const isIncluded = compare();
      depth--;
      if (isIncluded) return true;
      forgetSince(before);
      incompatible.add(key);
      return false;
    },
  };
};

/** Simple type of a type's text, or `undefined` when it has none. */
export const textType = (type: Type): SimpleType | undefined => {
  if (type.kind === 'simple') return type;
  return type.content.kind === 'text' ? type.content.type : undefined;
};

/** Whether two constraints give the same value. */
export const equalConstraints = (
  type: SimpleType | undefined,
  left: ValueConstraint,
  right: ValueConstraint,
): boolean => {
  if (type === undefined) return left.text === right.text;
  const toContext = ({ text, resolve }: ValueConstraint): Parameters<typeof equalSimpleValues>[1] => ({
    text,
    qnames: { resolve },
  });
  return equalSimpleValues(type, toContext(left), toContext(right));
};

/** Whether a type has neither attributes nor a place for any. */
export const hasNoAttributes = ({ attributes, attributeWildcard }: ComplexType): boolean =>
  attributes.length === 0 && attributeWildcard === undefined;

/** Whether a built-in type is about identity in a document. */
const isIdentity = (builtIn: string): boolean => builtIn === 'ID' || builtIn === 'IDREF' || builtIn === 'IDREFS';

/** Whether every text of the wanted type is one of the advertised; IDs and references have to be so on both sides. */
export const includesText = (wanted: SimpleType, advertised: SimpleType): boolean =>
  (!isIdentity(advertised.builtIn) || wanted.builtIn === advertised.builtIn) && includesSimple(advertised, wanted);
