import { toNameKey } from '../../xml/index.js';
import type { XmlName } from '../../xml/index.js';
import type { AttributeUse, ComplexType } from '../model/components.js';
import { allowsNamespace, includesConstraint, nameWildcard } from '../model/wildcard.js';
import type { Wildcard } from '../model/wildcard.js';
import type { Comparison } from './comparison.js';
import { failConstraints, includesAttributeConstraint } from './constraints.js';
import { includesText } from './texts.js';
import { attributePlace, nameType } from './wording.js';

const keyOf = ({ declaration }: AttributeUse): string => toNameKey(declaration.name);

const describeUse = ({ declaration, required }: AttributeUse): string =>
  `(${nameType(declaration.type)}, ${required ? 'required' : 'optional'})`;

/** Whether it counts which value an attribute has where none is written: identity constraints and references look at it. */
const isCounted = (comparison: Comparison, { declaration }: AttributeUse): boolean =>
  comparison.isKeyed() || declaration.type.runtime.holdsIds;

/** Whether the values of an attribute fit. */
export const includesUse = (comparison: Comparison, narrow: AttributeUse, wide: AttributeUse): boolean => {
  if (!includesAttributeConstraint(narrow, wide, isCounted(comparison, wide)))
    return failConstraints(comparison, narrow.valueConstraint, wide.valueConstraint);
  return includesText(comparison, narrow.declaration.type, wide.declaration.type);
};

const failUndeclared = (comparison: Comparison, use: AttributeUse): false =>
  comparison.fail((subject) => ({
    rule: 'extra-attribute',
    narrow: `an attribute ${use.declaration.name.local} ${describeUse(use)}`,
    wide: 'none of that name',
    narrowing: `remove ${subject}`,
    widening: `add ${subject} (${nameType(use.declaration.type)}, optional)`,
  }));

/** Whether the wide type's wildcard lets an attribute in that only the narrow type declares. */
const isLetIn = (comparison: Comparison, use: AttributeUse, type: ComplexType): boolean => {
  const wildcard = type.attributeWildcard;
  if (wildcard === undefined || !allowsNamespace(wildcard.constraint, use.declaration.name.namespace))
    return failUndeclared(comparison, use);
  if (wildcard.processContents === 'skip') return true;
  comparison.consult();
  const declared = comparison.wide.attributes.get(keyOf(use));
  if (declared === undefined) return wildcard.processContents === 'lax' || failUndeclared(comparison, use);
  const { valueConstraint } = declared;
  return includesUse(comparison, use, {
    kind: 'attribute-use',
    declaration: declared,
    required: false,
    valueConstraint,
  });
};

/** Whether an attribute takes any value at all. */
const takesAll = ({ declaration, valueConstraint }: AttributeUse): boolean =>
  declaration.type.variety === 'absent' && valueConstraint?.kind !== 'fixed';

const failWildcard = (comparison: Comparison, narrow: ComplexType, wide: ComplexType): false => {
  const [own = '', other = ''] = [narrow, wide].map(({ attributeWildcard }) =>
    attributeWildcard === undefined ? 'no others' : nameWildcard(attributeWildcard),
  );
  return comparison.fail((subject) => ({
    rule: 'attribute-wildcard',
    narrow: `${own} among the attributes`,
    wide: `${other} besides those that it declares`,
    narrowing: `let ${subject} have no attributes but those that it declares`,
    widening: `let ${subject} have ${own} among its attributes`,
  }));
};

/** Whether the attributes that both schemas declare for all elements, and both wildcards let in, have values that fit. */
const includesDeclared = (comparison: Comparison, narrow: ComplexType, wide: ComplexType): boolean => {
  const [own, other] = [narrow.attributeWildcard, wide.attributeWildcard];
  if (own === undefined || other === undefined || own.processContents === 'skip') return true;
  if (other.processContents !== 'skip') comparison.consult();
  const named = new Set([...narrow.attributes, ...wide.attributes].map(keyOf));
  const global = [...comparison.narrow.attributes.values()].filter(
    ({ name }) => allowsNamespace(own.constraint, name.namespace) && !named.has(toNameKey(name)),
  );
  if (!comparison.step(comparison.narrow.attributes.size >> 3)) return false;
  return comparison.all(global, (declaration) => {
    const { valueConstraint } = declaration;
    const use: AttributeUse = { kind: 'attribute-use', declaration, required: false, valueConstraint };
    return comparison.inside(attributePlace(use), () => isLetIn(comparison, use, wide));
  });
};

const fitsWildcard = (comparison: Comparison, narrow: ComplexType, wide: ComplexType): boolean => {
  const [own, other] = [narrow.attributeWildcard, wide.attributeWildcard];
  if (own === undefined) return true;
  if (other === undefined || !includesConstraint(other.constraint, own.constraint)) return false;
  if (other.processContents === 'strict' && own.processContents !== 'strict') return false;
  const named = new Set(narrow.attributes.map(keyOf));
  const isWild = (name: XmlName): boolean =>
    !named.has(toNameKey(name)) && allowsNamespace(own.constraint, name.namespace);
  // What only the wide type declares could come in by the narrow wildcard with any value.
  if (wide.attributes.some((use) => isWild(use.declaration.name) && !takesAll(use))) return false;
  return other.processContents === 'skip' || own.processContents === 'strict' || knowsNoMore(comparison, own, isWild);
};

/** Whether the wide schema declares no attribute that the narrow wildcard lets in with any value, for want of a declaration. */
const knowsNoMore = (comparison: Comparison, own: Wildcard, isWild: (name: XmlName) => boolean): boolean => {
  comparison.consult();
  return [...comparison.wide.attributes.values()].every(({ name, type, valueConstraint }) => {
    const isKnown = own.processContents === 'lax' && comparison.narrow.attributes.has(toNameKey(name));
    return isKnown || !isWild(name) || (type.variety === 'absent' && valueConstraint?.kind !== 'fixed');
  });
};

const includesWildcard = (comparison: Comparison, narrow: ComplexType, wide: ComplexType): boolean =>
  fitsWildcard(comparison, narrow, wide)
    ? includesDeclared(comparison, narrow, wide)
    : failWildcard(comparison, narrow, wide);

const failRequired = (comparison: Comparison, use: AttributeUse, own: AttributeUse | undefined): false =>
  comparison.fail((subject) => ({
    rule: own === undefined ? 'missing-attribute' : 'required-attribute',
    narrow: own === undefined ? `no attribute ${use.declaration.name.local}` : 'it optional',
    wide: own === undefined ? `one ${describeUse(use)}` : 'it required',
    narrowing: own === undefined ? `add ${subject} ${describeUse(use)}` : `make ${subject} required`,
    widening: `make ${subject} optional`,
  }));

/** Whether every set of attributes of the narrow type is one of the wide type. */
export const includesAttributes = (comparison: Comparison, narrow: ComplexType, wide: ComplexType): boolean => {
  const own = new Map(narrow.attributes.map((use) => [keyOf(use), use]));
  const declared = new Map(wide.attributes.map((use) => [keyOf(use), use]));
  if (!comparison.step(own.size + declared.size)) return false;
  const fitsUse = (use: AttributeUse): boolean =>
    comparison.inside(attributePlace(use), () => {
      const other = declared.get(keyOf(use));
      return other === undefined ? isLetIn(comparison, use, wide) : includesUse(comparison, use, other);
    });
  const isThere = (use: AttributeUse): boolean => {
    const found = own.get(keyOf(use));
    if (found === undefined && use.valueConstraint !== undefined && isCounted(comparison, use))
      return comparison.inside(attributePlace(use), () => failConstraints(comparison, undefined, use.valueConstraint));
    if (!use.required || found?.required === true) return true;
    return comparison.inside(attributePlace(use), () => failRequired(comparison, use, found));
  };
  return comparison.all(
    [
      () => comparison.all(narrow.attributes, fitsUse),
      () => comparison.all(wide.attributes, isThere),
      () => includesWildcard(comparison, narrow, wide),
    ],
    (fits) => fits(),
  );
};
