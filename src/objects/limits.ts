/** Limits of writing and of reading objects. What is written within them can be read within them. */
export interface ObjectLimits {
  /** Most bytes of the document. */
  readonly maxBytes: number;
  /** Most values in a graph: all that is in it counts, each reference and each hole of a list as well. */
  readonly maxValues: number;
  /**
   * Most steps from the root to a value, on the shortest way. Reading and writing never recurse; what an application does with the
   * graph may, and a chain of some thousands ends its stack.
   */
  readonly maxDepth: number;
  /** Longest name of a member, in UTF-16 code units. */
  readonly maxNameLength: number;
  /** Most digits of a bigint: reading takes time that grows faster than their number. */
  readonly maxBigintDigits: number;
}

/** Defaults of {@link ObjectLimits}. */
export const DEFAULT_OBJECT_LIMITS: ObjectLimits = Object.freeze({
  maxBytes: 4 * 1024 * 1024,
  maxValues: 100_000,
  maxDepth: 1_000,
  maxNameLength: 4_096,
  maxBigintDigits: 10_000,
});

/** `given` with the defaults filled in. */
export const completeLimits = (given: Partial<ObjectLimits> = {}): ObjectLimits => ({
  ...DEFAULT_OBJECT_LIMITS,
  ...given,
});
