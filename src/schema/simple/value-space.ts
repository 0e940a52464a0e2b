import type { TypedValue } from '../facade.js';
import type { PrimitiveName, QNameContext, ValueShape } from './model.js';

/** Order of a text's value relative to a bound: negative, 0, positive, or NaN when the two have no order. */
export type Comparator = (text: string) => number;

/**
 * The value space of a primitive type, reached through texts: whoever asks about a value passes a
 * white-space-normalised text that {@link ValueSpace.isLexical} accepts.
 */
export interface ValueSpace {
  readonly primitive: PrimitiveName;
  readonly shape: ValueShape;
  /** Longest text; absent when there is no limit. One that is longer is not lexical. */
  readonly maxLength?: number;
  readonly isLexical: (text: string, qnames?: QNameContext) => boolean;
  /** Equal for texts with equal values. */
  readonly canonical: (text: string, qnames?: QNameContext) => string;
  readonly toValue: (text: string, qnames?: QNameContext) => TypedValue;
  /** Absent when the values have no order. */
  readonly comparatorTo?: (bound: string) => Comparator;
  /** Length in characters or octets; absent when values have none. */
  readonly lengthOf?: (text: string) => number;
}
