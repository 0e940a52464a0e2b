import type { SchemaComponent } from '../facade.js';
import { DEFAULT_MAX_STEPS } from './compatible.js';
import { createCollector, toMismatch } from './difference.js';
import { findInclusion } from './inclusion.js';
import type { ComponentComparison, Direction, Mismatch } from './model.js';

/** How two components are compared, and how much is said about it. */
export interface CompareOptions {
  readonly direction: Direction;
  /** Most steps for each of the two ways; beyond them the answer is `undecided`. Default 20,000. */
  readonly maxSteps?: number;
  /** Most mismatches told; 0 asks for the verdict alone. Default 5. */
  readonly maxMismatches?: number;
}

const DEFAULT_MAX_MISMATCHES = 5;

const EXACT: ComponentComparison = Object.freeze({ verdict: 'exact', mismatches: [] });

const compatible = (isOpen: boolean): ComponentComparison => ({
  verdict: 'compatible',
  mismatches: [],
  ...(isOpen && { isOpen }),
});

const outOfBudget = (maxSteps: number, missing: string): Mismatch => ({
  path: '.',
  rule: 'budget',
  message: `expected ${missing} within ${String(maxSteps)} steps, got none`,
  change: 'make the wanted component smaller, or ask for fewer occurrences of what repeats',
});

/** Part of the budget that telling the differences may take once more. */
const TELLING = 4;

/** One of the two ways in which components are compared. */
type Way = 'in' | 'out';

const compareOneWay = (
  wanted: SchemaComponent,
  advertised: SchemaComponent,
  { direction, maxSteps, maxMismatches }: Required<CompareOptions> & { readonly direction: Way },
): ComponentComparison => {
  const side = direction === 'in' ? 'narrow' : 'wide';
  const [narrow, wide] = side === 'narrow' ? [wanted, advertised] : [advertised, wanted];
  const { answer, isOpen } = findInclusion(narrow, wide, { maxSteps });
  if (answer === 'yes') return compatible(isOpen);
  const collector = createCollector(Math.max(1, maxMismatches));
  // What is undecided at one place may be decided at another: any difference that is known settles it.
  if (answer === 'undecided' || maxMismatches > 0)
    findInclusion(narrow, wide, { maxSteps: Math.ceil(maxSteps / TELLING), wanted: side, collector });
  const mismatches = collector.since(0).map((each) => toMismatch(each, side));
  const verdict = answer === 'no' || mismatches.length > 0 ? 'incompatible' : 'undecided';
  const missing = verdict === 'undecided' ? 'an answer' : 'the place of a difference';
  const told = mismatches.length > 0 ? mismatches : [outOfBudget(maxSteps, missing)];
  return { verdict, mismatches: told.slice(0, maxMismatches), ...(isOpen && { isOpen }) };
};

/** Both ways hold, or what keeps either from it. */
const joinBoth = (ways: readonly ComponentComparison[], maxMismatches: number): ComponentComparison => {
  const failing = ways.filter(({ verdict }) => verdict !== 'compatible');
  const isOpen = ways.some((way) => way.isOpen);
  if (failing.length === 0) return compatible(isOpen);
  const isDecided = failing.some(({ verdict }) => verdict === 'incompatible');
  return {
    verdict: isDecided ? 'incompatible' : 'undecided',
    mismatches: failing.flatMap(({ mismatches }) => mismatches).slice(0, maxMismatches),
    ...(isOpen && { isOpen }),
  };
};

/** One way holds, or what keeps the nearer one from it. */
const joinEither = (one: ComponentComparison, other: ComponentComparison): ComponentComparison => {
  const nearer = pickNearer(one, other);
  return one.isOpen === true || other.isOpen === true ? { ...nearer, isOpen: true } : nearer;
};

const pickNearer = (one: ComponentComparison, other: ComponentComparison): ComponentComparison => {
  if (one.verdict === 'compatible' || other.verdict === 'compatible') return one.verdict === 'compatible' ? one : other;
  if (one.verdict !== other.verdict) return one.verdict === 'undecided' ? one : other;
  return other.mismatches.length < one.mismatches.length ? other : one;
};

/**
 * How a wanted component compares with an advertised one. `in` asks whether every instance of the wanted component is one of
 * the advertised, `out` the other way round. `exact` says that their fingerprints are equal. `compatible` is never said
 * wrongly; `incompatible` says that something was found which tells them apart, or that a rule of the matching does not
 * reach further; a comparison out of budget is `undecided`.
 *
 * Content models are compared as languages (fewer optional elements, narrower facets, some of the alternatives, smaller
 * counts, a fixed order where any is allowed); types that refer to themselves are compatible unless something tells
 * them apart. What a wildcard lets in is judged by the global declarations of both schemas, which a fingerprint does not tell:
 * `isOpen` says where that mattered. Left out of sight is `xsi:type` with the name of the declared type or of a narrower simple one.
 */
export const compareComponents = (
  wanted: SchemaComponent,
  advertised: SchemaComponent,
  options: CompareOptions,
): ComponentComparison => {
  if (wanted.key.kind === advertised.key.kind && wanted.key.fingerprint === advertised.key.fingerprint) return EXACT;
  const { direction, maxSteps = DEFAULT_MAX_STEPS, maxMismatches = DEFAULT_MAX_MISMATCHES } = options;
  const compare = (way: Way): ComponentComparison =>
    compareOneWay(wanted, advertised, { direction: way, maxSteps, maxMismatches });
  if (direction === 'in' || direction === 'out') return compare(direction);
  const one = compare('in');
  if (direction === 'either' && one.verdict === 'compatible') return one;
  const other = compare('out');
  return direction === 'both' ? joinBoth([one, other], maxMismatches) : joinEither(one, other);
};
