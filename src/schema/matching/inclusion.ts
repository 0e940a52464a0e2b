import type { SchemaComponent } from '../facade.js';
import type { ElementDeclaration, Type } from '../model/components.js';
import { createComparison } from './comparison.js';
import type { Comparison } from './comparison.js';
import type { DifferenceCollector, WantedSide } from './difference.js';
import { includesElement } from './elements.js';
import { includesType } from './types.js';

const findElement = ({ schema, key }: SchemaComponent): ElementDeclaration | undefined =>
  key.kind === 'element' ? schema.model.elements.get(key.name) : undefined;

const findType = ({ schema, key }: SchemaComponent): Type | undefined =>
  key.kind === 'type' ? schema.model.types.get(key.name) : undefined;

const compareRoots = (comparison: Comparison, narrow: SchemaComponent, wide: SchemaComponent): boolean => {
  const [ownElement, element] = [findElement(narrow), findElement(wide)];
  if (ownElement !== undefined && element !== undefined) return includesElement(comparison, ownElement, element);
  const [ownType, type] = [findType(narrow), findType(wide)];
  if (ownType !== undefined && type !== undefined) return includesType(comparison, ownType, type);
  return comparison.fail((subject) => ({
    rule: 'kind',
    narrow: `${narrow.key.kind} ${narrow.key.name}`,
    wide: `${wide.key.kind} ${wide.key.name}`,
    narrowing: `ask for the ${wide.key.kind} instead of ${subject}`,
    widening: `ask for the ${narrow.key.kind} instead of ${subject}`,
  }));
};

/** Whether one component fits into another. */
export interface Inclusion {
  /** `undecided` when nothing told them apart before the budget was spent. */
  readonly answer: 'yes' | 'no' | 'undecided';
  /** Whether global declarations were asked for what a wildcard may let in. */
  readonly isOpen: boolean;
}

/** What a comparison in one direction may cost, and where its differences go. */
export interface InclusionOptions {
  readonly maxSteps: number;
  /** Which of the two is wanted: differences are told in its order. By default the narrow one. */
  readonly wanted?: WantedSide;
  readonly collector?: DifferenceCollector;
}

const localOf = (name: string): string => name.slice(name.indexOf('}') + 1);

/** Whether every instance of `narrow` is an instance of `wide`. */
export const findInclusion = (
  narrow: SchemaComponent,
  wide: SchemaComponent,
  { maxSteps, wanted = 'narrow', collector }: InclusionOptions,
): Inclusion => {
  const comparison = createComparison({
    narrow: narrow.schema.model,
    wide: wide.schema.model,
    rules: { includesElement, includesType },
    wanted,
    maxSteps,
    subject: `${narrow.key.kind} ${localOf(narrow.key.name)}`,
    ...(collector === undefined ? {} : { collector }),
  });
  const fits = compareRoots(comparison, narrow, wide);
  const isOpen = comparison.isOpen();
  if (fits) return { answer: 'yes', isOpen };
  return { answer: comparison.isUndecided() ? 'undecided' : 'no', isOpen };
};
