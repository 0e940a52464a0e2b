import { equalNames, toNameKey } from '../../xml/index.js';
import type { ComplexType, ElementDeclaration } from '../model/components.js';
import { isAnyType } from '../model/derivation.js';
import type { Comparison } from './comparison.js';
import { failConstraints, includesElementConstraint } from './constraints.js';
import { includesIdentity } from './identity.js';
import { nameType } from './wording.js';

const failReplacing = (comparison: Comparison, type: ComplexType): false => {
  const name = nameType(type);
  return comparison.fail((subject) => ({
    rule: 'xsi-type',
    narrow: `${name} in the place of its type, by xsi:type`,
    wide: 'no such type there',
    narrowing: `block the replacing of the type of ${subject} by ${name}`,
    widening: `add type ${name}, derived from the type of ${subject}`,
  }));
};

/** Whether what may replace the narrow type by `xsi:type` may, under the same name, replace the wide one. */
const includesReplacing = (comparison: Comparison, narrow: ElementDeclaration, wide: ElementDeclaration): boolean => {
  const replacing = comparison.narrowReplacements.of(narrow);
  if (replacing.length === 0) return true;
  // Any type of the schema may take the place of xs:anyType.
  const others = isAnyType(wide.type)
    ? comparison.wide.types
    : new Map(comparison.wideReplacements.of(wide).map((each) => [each.name ?? '', each]));
  return comparison.all(replacing, (each) => {
    const other = others.get(each.name ?? '');
    return other === undefined ? failReplacing(comparison, each) : comparison.includesType(comparison, each, other);
  });
};

const failName = (comparison: Comparison, narrow: ElementDeclaration, wide: ElementDeclaration): false =>
  comparison.fail((subject) => ({
    rule: 'name',
    narrow: `an element ${toNameKey(narrow.name)}`,
    wide: `one ${toNameKey(wide.name)}`,
    narrowing: `rename ${subject} to ${toNameKey(wide.name)}`,
    widening: `rename ${subject} to ${toNameKey(narrow.name)}`,
  }));

const failAbstract = (comparison: Comparison): false =>
  comparison.fail((subject) => ({
    rule: 'abstract',
    narrow: 'it not abstract',
    wide: 'it abstract',
    narrowing: `make ${subject} abstract`,
    widening: `make ${subject} not abstract`,
  }));

const includesNil = (comparison: Comparison, narrow: ElementDeclaration, wide: ElementDeclaration): boolean =>
  narrow.nillable === wide.nillable ||
  // No element that a key looks at may be nillable (section 3.11.4).
  (wide.nillable && !comparison.isKeyed()) ||
  comparison.fail((subject) => ({
    rule: 'nillable',
    narrow: narrow.nillable ? 'it nillable' : 'it not nillable',
    wide: wide.nillable ? 'it nillable, under a key' : 'it not nillable',
    narrowing: `make ${subject} ${wide.nillable ? '' : 'not '}nillable`,
    widening: `make ${subject} ${narrow.nillable ? '' : 'not '}nillable`,
  }));

const includesValue = (comparison: Comparison, narrow: ElementDeclaration, wide: ElementDeclaration): boolean =>
  includesElementConstraint(narrow, wide, comparison.isKeyed()) ||
  failConstraints(comparison, narrow.valueConstraint, wide.valueConstraint);

const includesDeclared = (comparison: Comparison, narrow: ElementDeclaration, wide: ElementDeclaration): boolean =>
  comparison.all(
    [
      () => includesNil(comparison, narrow, wide),
      () => includesValue(comparison, narrow, wide),
      () => comparison.includesType(comparison, narrow.type, wide.type),
      () => includesReplacing(comparison, narrow, wide),
      () => includesIdentity(comparison, narrow, wide),
    ],
    (fits) => fits(),
  );

/** Whether every element that is valid by the narrow declaration is valid by the wide one. */
export const includesElement = (
  comparison: Comparison,
  narrow: ElementDeclaration,
  wide: ElementDeclaration,
): boolean => {
  if (!equalNames(narrow.name, wide.name)) return failName(comparison, narrow, wide);
  if (narrow === wide || narrow.abstract) return true;
  return comparison.compareOnce(narrow, wide, () => {
    if (wide.abstract) return failAbstract(comparison);
    return wide.identity.length === 0
      ? includesDeclared(comparison, narrow, wide)
      : comparison.keyed(() => includesDeclared(comparison, narrow, wide));
  });
};
