import type { Parsed, QNameContext, SimpleProblem, SimpleType } from './model.js';

/** Reads a text as it stands in a document: white space normalised by the type, lexical form and facets checked, value made. */
export const parseSimple = (type: SimpleType, text: string, qnames?: QNameContext): Parsed =>
  type.runtime.parse(text, qnames);

/** Why a text as it stands in a document is not of the type; `undefined` when it is. Makes no value. */
export const checkSimple = (type: SimpleType, text: string, qnames?: QNameContext): SimpleProblem | undefined =>
  type.runtime.check(text, qnames);

/** A text of the type and the prefixes in force where it stands. */
export interface TextInContext {
  readonly text: string;
  readonly qnames?: QNameContext | undefined;
}

/** Text that is equal for equal values of a type: for keys, fixed values and fingerprints. The text must be valid. */
export const toCanonicalSimple = (type: SimpleType, text: string, qnames?: QNameContext): string =>
  type.runtime.canonical(type.runtime.normalize(text), qnames);

/** Whether two valid texts of a type have one value (`1.0` and `+1` as decimals); a bare string needs no prefixes. */
export const equalSimpleValues = (
  type: SimpleType,
  left: string | TextInContext,
  right: string | TextInContext,
): boolean => {
  const [one, other] = [left, right].map((side) =>
    typeof side === 'string' ? toCanonicalSimple(type, side) : toCanonicalSimple(type, side.text, side.qnames),
  );
  return one === other;
};
