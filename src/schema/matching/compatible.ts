import type { SchemaComponent } from '../facade.js';
import type { ElementDeclaration, Type } from '../model/components.js';
import { createComparison } from './comparison.js';
import { includesElement, includesType } from './types.js';

/** How two components are compared. */
export interface CompatibleOptions {
  /** Most steps; beyond them the answer is no. Default 20,000. */
  readonly maxSteps?: number;
}

const DEFAULT_MAX_STEPS = 20_000;

const findElement = ({ schema, key }: SchemaComponent): ElementDeclaration | undefined =>
  key.kind === 'element' ? schema.model.elements.get(key.name) : undefined;

const findType = ({ schema, key }: SchemaComponent): Type | undefined =>
  key.kind === 'type' ? schema.model.types.get(key.name) : undefined;

/**
 * Whether every instance of `wanted` is an instance of `advertised`. Never true wrongly, with two things left out of
 * sight: `xsi:type` on elements of simple type, and global declarations that a lax wildcard meets further down. Content
 * models are compared as languages (fewer optional elements, narrower facets, some of the alternatives, smaller
 * counts, a fixed order where any is allowed); types that refer to themselves are compatible unless something tells
 * them apart; different patterns count as incompatible; a comparison out of budget is not compatible.
 *
 * The answer depends on the two fingerprints alone, so it may be kept by their pair. Swap the arguments for the other direction.
 */
export const isCompatible = (
  wanted: SchemaComponent,
  advertised: SchemaComponent,
  options: CompatibleOptions = {},
): boolean => {
  if (wanted.key.kind !== advertised.key.kind) return false;
  if (wanted.key.fingerprint === advertised.key.fingerprint) return true;
  const { maxSteps = DEFAULT_MAX_STEPS } = options;
  const comparison = createComparison(wanted.schema.model, advertised.schema.model, maxSteps);
  const [wantedElement, element] = [findElement(wanted), findElement(advertised)];
  if (wantedElement !== undefined && element !== undefined) return includesElement(comparison, wantedElement, element);
  const [wantedType, type] = [findType(wanted), findType(advertised)];
  return wantedType !== undefined && type !== undefined && includesType(comparison, wantedType, type);
};
