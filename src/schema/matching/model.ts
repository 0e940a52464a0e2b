/**
 * Which way a component is used. `in`: it is sent to the service, so all that is wanted is to be in what is advertised. `out`:
 * it comes back, so all that is advertised is to be in what is wanted. `both`: both hold. `either`: one of the two is enough.
 */
export type Direction = 'in' | 'out' | 'both' | 'either';

/** One thing that keeps two components from fitting. */
export interface Mismatch {
  /** Where, in terms of the messages: `order/item[]/@sku`, from the component's root; `.` is the root itself. */
  readonly path: string;
  /** What kind of difference it is: a fixed word such as `occurrence`, `missing-element`, `facet`, `pattern`, `type`, `budget`. */
  readonly rule: string;
  /** Lower case: what is wanted and what is advertised. */
  readonly message: string;
  /** The smallest change of the wanted component after which this mismatch is gone, as an imperative sentence. */
  readonly change: string;
}

/** How two components of one kind compare. `undecided`: the budget ran out before anything was found against it. */
export type Verdict = 'exact' | 'compatible' | 'incompatible' | 'undecided';

/** The outcome of comparing two components in a direction. */
export interface ComponentComparison {
  readonly verdict: Verdict;
  /**
   * Set when global declarations were asked for what a wildcard may let in: then the verdict depends on them as well as on the
   * two fingerprints, and may be another one for another schema that has the same component.
   */
  readonly isOpen?: true;
  /** Empty for `exact` and `compatible`; the first few differences in the order of the wanted component otherwise. */
  readonly mismatches: readonly Mismatch[];
}

/**
 * How well a document's schema answers a partial one, best first. `exact`: every wanted component is there, equal.
 * `compatible`: each can be used in its role. `overlap`: some can. `undecided`: none is known to fit, and for some the budget
 * ran out. `none`: none fits.
 */
export type Grade = 'exact' | 'compatible' | 'overlap' | 'undecided' | 'none';
