import type { AttributeUse, ComplexType, ElementDeclaration, Type, ValueConstraint } from '../model/components.js';
import { checkSimple, equalSimpleValues } from '../simple/index.js';
import type { SimpleType } from '../simple/index.js';
import type { Comparison } from './comparison.js';

/** Simple type of a type's text, or `undefined` when it has none. */
export const textType = (type: Type): SimpleType | undefined => {
  if (type.kind === 'simple') return type;
  return type.content.kind === 'text' ? type.content.type : undefined;
};

/** Whether a type has neither attributes nor a place for any. */
export const hasNoAttributes = ({ attributes, attributeWildcard }: ComplexType): boolean =>
  attributes.length === 0 && attributeWildcard === undefined;

/** Whether two constraints give the same value. */
const equalConstraints = (type: SimpleType | undefined, left: ValueConstraint, right: ValueConstraint): boolean => {
  if (type === undefined) return left.text === right.text;
  const toContext = ({ text, resolve }: ValueConstraint): Parameters<typeof equalSimpleValues>[1] => ({
    text,
    qnames: { resolve },
  });
  return equalSimpleValues(type, toContext(left), toContext(right));
};

/** Whether a constraint is of the type and gives the value of another one. */
const means = (type: SimpleType | undefined, own: ValueConstraint, other: ValueConstraint): boolean => {
  if (type !== undefined && checkSimple(type, own.text, { resolve: own.resolve }) !== undefined) return false;
  return equalConstraints(type, own, other);
};

const describeConstraint = (constraint: ValueConstraint | undefined): string =>
  constraint === undefined ? 'no default or fixed value' : `${constraint.kind} "${constraint.text}"`;

const toChange = (subject: string, constraint: ValueConstraint | undefined): string =>
  constraint === undefined
    ? `take the default or fixed value from ${subject}`
    : `give ${subject} the ${constraint.kind} value "${constraint.text}"`;

/** Notes two constraints that are not to be reconciled. */
export const failConstraints = (
  comparison: Comparison,
  own: ValueConstraint | undefined,
  other: ValueConstraint | undefined,
): false =>
  comparison.fail((subject) => ({
    rule: own?.kind === 'fixed' || other?.kind === 'fixed' ? 'fixed' : 'default',
    narrow: describeConstraint(own),
    wide: describeConstraint(other),
    narrowing: toChange(subject, other),
    widening: toChange(subject, own),
  }));

/** Whether both constraints put the same value where none is written. */
const suppliesSame = (
  own: ValueConstraint | undefined,
  other: ValueConstraint | undefined,
  type: SimpleType | undefined,
): boolean => own === other || (own !== undefined && other !== undefined && means(type, own, other));

/**
 * Whether the value of an attribute keeps to what is fixed on the wide side and, where it counts which values are there without
 * being written (`isCounted`), whether the same one is.
 */
export const includesAttributeConstraint = (narrow: AttributeUse, wide: AttributeUse, isCounted: boolean): boolean => {
  const [own, other] = [narrow.valueConstraint, wide.valueConstraint];
  const { type } = wide.declaration;
  if (other?.kind === 'fixed' && !(own?.kind === 'fixed' && means(type, own, other))) return false;
  return !isCounted || narrow.required || suppliesSame(own, other, type);
};

/** Whether an element, empty or not, keeps to the default or fixed value that it has on the wide side. */
export const includesElementConstraint = (
  narrow: ElementDeclaration,
  wide: ElementDeclaration,
  isCounted: boolean,
): boolean => {
  const [own, other] = [narrow.valueConstraint, wide.valueConstraint];
  if (own === undefined) return other === undefined || (other.kind !== 'fixed' && !isCounted);
  if (other === undefined || (other.kind === 'fixed' && own.kind !== 'fixed')) return false;
  return means(textType(wide.type), own, other);
};
