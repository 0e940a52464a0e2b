import type { SchemaLimits } from '../../base/index.js';
import type { NameKey } from '../../xml/index.js';
import { createAtomicRuntime } from './atomic-runtime.js';
import { getValueSpace } from './built-ins.js';
import { readFacets } from './facet-inputs.js';
import type { FacetStep } from './facet-inputs.js';
import { assertRestriction } from './facet-rules.js';
import { createListRuntime } from './list-runtime.js';
import type { FacetInput, Facets, QNameContext, SimpleRuntime, SimpleType } from './model.js';
import { refuse } from './refuse.js';
import { createUnionRuntime } from './union-runtime.js';

/** What a restriction needs besides its base and facets. */
export interface DeriveOptions {
  /** `undefined` for an anonymous type. */
  readonly name: NameKey | undefined;
  /** Prefixes in force where the facets stand, for enumerations of QName. */
  readonly qnames?: QNameContext;
  /** Limits for patterns; the defaults when left out. */
  readonly limits?: Pick<SchemaLimits, 'maxPatternLength' | 'maxStates'>;
}

interface Enumeration {
  readonly texts: readonly string[];
  readonly canonical: ReadonlySet<string>;
}

const readEnumeration = (
  base: SimpleType,
  values: readonly string[],
  qnames: QNameContext | undefined,
): Enumeration => {
  const { normalize, check, canonical } = base.runtime;
  const texts: string[] = [];
  const keys = new Set<string>();
  for (const value of values) {
    const problem = check(value, qnames);
    if (problem !== undefined) {
      refuse('enumeration-valid-restriction', `expected values of the base in the enumeration: ${problem.message}`);
    }
    const text = normalize(value);
    const key = canonical(text, qnames);
    keys.add(key);
    texts.push(base.shape === 'qname' ? key : text);
  }
  return { texts, canonical: keys };
};

/** The inherited facets that stay in force: a new bound takes the place of both old ones at its end. */
const inheritFacets = (base: Facets, step: FacetStep['facets']): Facets => {
  const inherited: { -readonly [Key in keyof Facets]: Facets[Key] } = { ...base };
  if ((step.minInclusive ?? step.minExclusive) !== undefined) {
    delete inherited.minInclusive;
    delete inherited.minExclusive;
  }
  if ((step.maxInclusive ?? step.maxExclusive) !== undefined) {
    delete inherited.maxInclusive;
    delete inherited.maxExclusive;
  }
  return inherited;
};

/** Facets in force after a step. */
const mergeFacets = (base: Facets, step: FacetStep, enumeration: readonly string[] | undefined): Facets =>
  Object.freeze({
    ...inheritFacets(base, step.facets),
    ...step.facets,
    ...(enumeration === undefined ? {} : { enumeration }),
    patterns: step.patterns.length > 0 ? [...base.patterns, step.patterns] : base.patterns,
    fixed: step.fixed.length > 0 ? [...new Set([...base.fixed, ...step.fixed])] : base.fixed,
  });

const createRuntime = (
  base: SimpleType,
  facets: Facets,
  enumerated: ReadonlySet<string> | undefined,
): SimpleRuntime => {
  const { variety, itemType, memberTypes, builtIn } = base;
  if (variety === 'union') return createUnionRuntime({ memberTypes, facets, enumerated });
  if (itemType !== undefined) return createListRuntime(itemType, facets, enumerated);
  return createAtomicRuntime({ space: getValueSpace(base), builtIn, facets, enumerated });
};

/**
 * The restriction of `base` by `facets` (XSD 1.0 part 2, section 4.1).
 *
 * @throws {StoaError} `SCHEMA_INVALID` with the XSD rule that is broken in its finding: a facet that does not apply,
 *   contradicts another, widens the base or changes a fixed value, an enumerated value or bound outside the base;
 *   `SCHEMA_LIMIT_EXCEEDED` for a pattern beyond the limits
 */
export const deriveSimpleType = (
  base: SimpleType,
  facets: readonly FacetInput[],
  options: DeriveOptions,
): SimpleType => {
  if (base.variety === 'absent') return refuse('st-props-correct', 'expected a base other than xs:anySimpleType');
  const step = readFacets(base, facets, options.limits);
  assertRestriction(step.facets, base);
  const enumeration =
    step.enumeration === undefined ? undefined : readEnumeration(base, step.enumeration, options.qnames);
  const merged = mergeFacets(base.facets, step, enumeration?.texts);
  return Object.freeze<SimpleType>({
    kind: 'simple',
    variety: base.variety,
    name: options.name,
    base,
    primitive: base.primitive,
    itemType: base.itemType,
    memberTypes: base.memberTypes,
    builtIn: base.builtIn,
    facets: merged,
    shape: base.shape,
    runtime: createRuntime(base, merged, enumeration?.canonical ?? base.runtime.enumerated),
  });
};
