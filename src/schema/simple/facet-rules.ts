import { BOUND_FACETS } from './facet-names.js';
import type { BoundFacet, CountFacet } from './facet-names.js';
import type { FacetStep } from './facet-inputs.js';
import type { SimpleType, WhiteSpace } from './model.js';
import { refuse } from './refuse.js';
import { getValueSpace } from './built-ins.js';

type StepFacets = FacetStep['facets'];

/** Says what a facet was expected to fit, and its value. */
const toConflict = (facet: string, value: string, other: string): string =>
  `expected ${facet} to fit ${other}, got ${value}`;

/** A count that a restriction may only lower (`-1`), raise (`1`) or leave (`0`). */
const COUNT_DIRECTIONS: readonly (readonly [facet: CountFacet, direction: -1 | 0 | 1])[] = [
  ['length', 0],
  ['minLength', 1],
  ['maxLength', -1],
  ['totalDigits', -1],
  ['fractionDigits', -1],
];

const checkCountsAgainstBase = (step: StepFacets, base: SimpleType): void => {
  for (const [facet, direction] of COUNT_DIRECTIONS) {
    const value = step[facet];
    const inherited = base.facets[facet];
    if (value === undefined || inherited === undefined || value === inherited) continue;
    if (Math.sign(value - inherited) !== direction) {
      refuse(`${facet}-valid-restriction`, toConflict(facet, String(value), `the base's ${String(inherited)}`));
    }
  }
};

/** `length` may stand beside a bound of the length only when an ancestor without `length` set the same bound. */
const checkLength = (step: StepFacets, base: SimpleType): void => {
  const length = step.length ?? base.facets.length;
  if (length === undefined) return;
  for (const facet of ['minLength', 'maxLength'] as const) {
    const bound = step[facet] ?? base.facets[facet];
    if (bound === undefined) continue;
    const isOutside = facet === 'minLength' ? bound > length : bound < length;
    if (isOutside || !isInheritedWithoutLength(base, facet, bound)) {
      refuse('length-minLength-maxLength', toConflict('length', String(length), `${facet} ${String(bound)}`));
    }
  }
};

const isInheritedWithoutLength = (from: SimpleType, facet: 'minLength' | 'maxLength', bound: number): boolean => {
  for (let type: SimpleType | undefined = from; type !== undefined; type = type.base) {
    if (type.facets[facet] === bound && type.facets.length === undefined) return true;
  }
  return false;
};

const checkCountPairs = (step: StepFacets, base: SimpleType): void => {
  const inForce = { ...base.facets, ...step };
  const { minLength, maxLength, totalDigits, fractionDigits } = inForce;
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength) {
    refuse(
      'minLength-less-than-equal-to-maxLength',
      toConflict('minLength', String(minLength), `maxLength ${String(maxLength)}`),
    );
  }
  if (totalDigits !== undefined && fractionDigits !== undefined && fractionDigits > totalDigits) {
    refuse(
      'fractionDigits-totalDigits',
      toConflict('fractionDigits', String(fractionDigits), `totalDigits ${String(totalDigits)}`),
    );
  }
};

const STRICTNESS: Readonly<Record<WhiteSpace, number>> = { preserve: 0, replace: 1, collapse: 2 };

const checkWhiteSpace = ({ whiteSpace }: StepFacets, base: SimpleType): void => {
  if (whiteSpace !== undefined && STRICTNESS[whiteSpace] < STRICTNESS[base.facets.whiteSpace]) {
    refuse(
      'whiteSpace-valid-restriction',
      toConflict('whiteSpace', whiteSpace, `the base's ${base.facets.whiteSpace}`),
    );
  }
};

/** Whether a bound, by its order to another one, leaves the range that the other one allows. */
type Violation = (order: number) => boolean;
const below: Violation = (order) => order < 0;
const above: Violation = (order) => order > 0;
const notAbove: Violation = (order) => order <= 0;
const notBelow: Violation = (order) => order >= 0;

/** By bound of the step and bound of the base: when the first is no restriction of the second. */
const BASE_VIOLATIONS: Readonly<Record<BoundFacet, Readonly<Record<BoundFacet, Violation>>>> = {
  maxInclusive: { maxInclusive: above, maxExclusive: notBelow, minInclusive: below, minExclusive: notAbove },
  maxExclusive: { maxInclusive: above, maxExclusive: above, minInclusive: notAbove, minExclusive: notAbove },
  minExclusive: { maxInclusive: above, maxExclusive: notBelow, minInclusive: below, minExclusive: below },
  minInclusive: { maxInclusive: above, maxExclusive: notBelow, minInclusive: below, minExclusive: notAbove },
};

const PAIR_RULES: readonly {
  readonly low: BoundFacet;
  readonly high: BoundFacet;
  readonly rule: string;
  readonly isViolated: Violation;
}[] = [
  {
    low: 'minInclusive',
    high: 'maxInclusive',
    rule: 'minInclusive-less-than-equal-to-maxInclusive',
    isViolated: above,
  },
  {
    low: 'minExclusive',
    high: 'maxExclusive',
    rule: 'minExclusive-less-than-equal-to-maxExclusive',
    isViolated: above,
  },
  { low: 'minExclusive', high: 'maxInclusive', rule: 'minExclusive-less-than-maxInclusive', isViolated: notBelow },
  { low: 'minInclusive', high: 'maxExclusive', rule: 'minInclusive-less-than-maxExclusive', isViolated: notBelow },
];

const compareBounds = (type: SimpleType, left: string, right: string): number =>
  getValueSpace(type).comparatorTo?.(right)(left) ?? NaN;

const checkBoundValue = (facet: BoundFacet, value: string, base: SimpleType): void => {
  const isInclusive = facet === 'minInclusive' || facet === 'maxInclusive';
  const isValue = isInclusive ? base.runtime.check(value) === undefined : getValueSpace(base).isLexical(value);
  if (!isValue) refuse(`${facet}-valid-restriction`, toConflict(facet, value, 'the value space of the base'));
};

const checkBounds = (step: StepFacets, base: SimpleType): void => {
  for (const kind of ['min', 'max'] as const) {
    if (step[`${kind}Inclusive`] !== undefined && step[`${kind}Exclusive`] !== undefined) {
      refuse(`${kind}Inclusive-${kind}Exclusive`, `expected one of ${kind}Inclusive and ${kind}Exclusive, got both`);
    }
  }
  for (const facet of BOUND_FACETS) {
    const value = step[facet];
    if (value === undefined) continue;
    if (getValueSpace(base).isLexical(value)) checkBoundAgainstBase(facet, value, base);
    checkBoundValue(facet, value, base);
  }
  for (const { low, high, rule, isViolated } of PAIR_RULES) {
    const [least, most] = [step[low], step[high]];
    if (least !== undefined && most !== undefined && isViolated(compareBounds(base, least, most))) {
      refuse(rule, toConflict(low, least, `${high} ${most}`));
    }
  }
};

const checkBoundAgainstBase = (facet: BoundFacet, value: string, base: SimpleType): void => {
  for (const other of BOUND_FACETS) {
    const inherited = base.facets[other];
    if (inherited === undefined || !BASE_VIOLATIONS[facet][other](compareBounds(base, value, inherited))) continue;
    refuse(`${facet}-valid-restriction`, toConflict(facet, value, `the base's ${other} ${inherited}`));
  }
};

const checkFixed = (step: StepFacets, base: SimpleType): void => {
  const isBound = (facet: string): boolean => BOUND_FACETS.some((name) => name === facet);
  const before = new Map(Object.entries(base.facets));
  for (const [facet, value] of Object.entries(step)) {
    if (!base.facets.fixed.includes(facet)) continue;
    const inherited = String(before.get(facet));
    const isSame = isBound(facet) ? compareBounds(base, String(value), inherited) === 0 : String(value) === inherited;
    if (!isSame) refuse('facet-fixed', toConflict(facet, String(value), `the fixed value ${inherited}`));
  }
};

/**
 * Checks that the facets of one step restrict those of the base and do not contradict one another (the schema component
 * constraints of XSD 1.0 part 2, section 4.3). A pair without an order, such as two dates of which one has no time zone,
 * is let pass.
 *
 * @throws {StoaError} `SCHEMA_INVALID` with the rule that is broken
 */
export const assertRestriction = (step: StepFacets, base: SimpleType): void => {
  checkFixed(step, base);
  checkWhiteSpace(step, base);
  checkLength(step, base);
  checkCountsAgainstBase(step, base);
  checkCountPairs(step, base);
  checkBounds(step, base);
};
