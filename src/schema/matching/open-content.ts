import { toNameKey } from '../../xml/index.js';
import type { AttributeUse, ElementDeclaration, Particle, Type } from '../model/components.js';
import { allowsNamespace, nameWildcard } from '../model/wildcard.js';
import type { Wildcard } from '../model/wildcard.js';
import { includesUse } from './attributes.js';
import type { Comparison } from './comparison.js';
import { elementPlace, nameType } from './wording.js';

/** Stands for the wide side where it knows nothing of what a wildcard let in, and looks on inside. */
const UNKNOWN = Object.freeze({});

/** How what nothing declares is looked at further down. */
const LAX: Wildcard = { kind: 'wildcard', constraint: { kind: 'any' }, processContents: 'lax' };

/** What one side declares in the namespaces of all of some wildcards. */
const listAdmitted = (
  comparison: Comparison,
  side: 'narrow' | 'wide',
  wildcards: readonly Wildcard[],
): readonly ElementDeclaration[] => {
  const { elements } = comparison[side];
  if (!comparison.step(elements.size >> 3)) return [];
  return [...elements.values()].filter(({ name }) =>
    wildcards.every(({ constraint }) => allowsNamespace(constraint, name.namespace)),
  );
};

const failWildcard = (comparison: Comparison, own: Wildcard, other: Wildcard): false =>
  comparison.fail((subject) => ({
    rule: 'wildcard',
    narrow: nameWildcard(own),
    wide: nameWildcard(other),
    narrowing: `let the wildcard in ${subject} be ${nameWildcard({ ...own, processContents: other.processContents })}`,
    widening: `let the wildcard in ${subject} be ${nameWildcard({ ...other, processContents: own.processContents })}`,
  }));

const failUndeclared = (comparison: Comparison, { name }: ElementDeclaration): false =>
  comparison.fail((subject) => ({
    rule: 'undeclared',
    narrow: `an element ${toNameKey(name)} in a wildcard`,
    wide: 'a strict wildcard, and no such element declared',
    narrowing: `take the declaration of ${subject} away`,
    widening: `declare ${subject}`,
  }));

const failUntyped = (comparison: Comparison): false =>
  comparison.fail((subject) => ({
    rule: 'undeclared',
    narrow: 'a declared element',
    wide: 'no declaration, although an identity constraint may look at it',
    narrowing: `take ${subject} away`,
    widening: `declare ${subject}`,
  }));

/**
 * Whether what is valid by a narrow declaration is let in by a wide wildcard: whatever the wide schema declares of it, at
 * any depth, has to include it (XSD 1.0 part 1, section 3.10.4).
 */
export const isLetIn = (
  comparison: Comparison,
  element: ElementDeclaration,
  { processContents }: Wildcard,
): boolean => {
  if (processContents === 'skip' && !comparison.isKeyed()) return true;
  comparison.consult();
  const declared = processContents === 'skip' ? undefined : comparison.wide.elements.get(toNameKey(element.name));
  if (declared !== undefined) return comparison.includesElement(comparison, element, declared);
  if (comparison.isKeyed()) return failUntyped(comparison);
  return processContents === 'lax' ? includesUnknown(comparison, element.type) : failUndeclared(comparison, element);
};

const includesUnknownParticle = (comparison: Comparison, particle: Particle): boolean => {
  if (particle.kind === 'group')
    return comparison.all(particle.particles, (each) => includesUnknownParticle(comparison, each));
  if (!comparison.step()) return false;
  if (particle.kind === 'any') return includesWildcard(comparison, particle.wildcard, LAX);
  const { element, max } = particle;
  return comparison.inside(elementPlace(element, max > 1), () => isLetIn(comparison, element, LAX));
};

/** Whether the wide schema, which knows nothing of a type, has no declaration against anything in it. */
export const includesUnknown = (comparison: Comparison, type: Type): boolean => {
  if (type.kind === 'simple') return true;
  return comparison.compareOnce(type, UNKNOWN, () => {
    const { content } = type;
    const isFree = comparison.all(type.attributes, (use) => includesUnknownAttribute(comparison, use));
    if (content.kind !== 'elements') return isFree;
    return includesUnknownParticle(comparison, content.particle) && isFree;
  });
};

const includesUnknownAttribute = (comparison: Comparison, use: AttributeUse): boolean => {
  comparison.consult();
  const declared = comparison.wide.attributes.get(toNameKey(use.declaration.name));
  if (declared === undefined) return true;
  const { valueConstraint } = declared;
  const wide: AttributeUse = { kind: 'attribute-use', declaration: declared, required: false, valueConstraint };
  return includesUse(comparison, use, wide);
};

/** Whether what the narrow schema declares and lets in fits, wherever the wide schema looks at it. */
const includesDeclared = (comparison: Comparison, own: Wildcard, other: Wildcard): boolean =>
  comparison.all(listAdmitted(comparison, 'narrow', [own, other]), (element) =>
    element.abstract
      ? true
      : comparison.inside(elementPlace(element, false), () => isLetIn(comparison, element, other)),
  );

const failStranger = (comparison: Comparison, { type }: ElementDeclaration): false =>
  comparison.fail((subject) => ({
    rule: 'undeclared',
    narrow: 'it with any content, by a wildcard and undeclared',
    wide: `it declared (${nameType(type)})`,
    narrowing: `declare ${subject}, or keep its namespace out of the wildcard`,
    widening: `take the declaration of ${subject} away`,
  }));

/** Whether the wide schema declares nothing that a narrow wildcard lets in with any content, for want of a declaration. */
const knowsNoMore = (comparison: Comparison, own: Wildcard, other: Wildcard): boolean =>
  comparison.all(listAdmitted(comparison, 'wide', [own, other]), (element) => {
    const isKnown = own.processContents !== 'skip' && comparison.narrow.elements.has(toNameKey(element.name));
    return isKnown || comparison.inside(elementPlace(element, false), () => failStranger(comparison, element));
  });

/** Whether what a narrow wildcard lets in, in the namespaces of both, a wide one lets in too (section 3.10.4). */
export const includesWildcard = (comparison: Comparison, own: Wildcard, other: Wildcard): boolean => {
  if (other.processContents === 'skip') return true;
  comparison.consult();
  if (other.processContents === 'strict' && own.processContents !== 'strict')
    return failWildcard(comparison, own, other);
  // A strict wildcard lets in nothing but what its own schema declares; a skipping one takes no notice of it.
  return comparison.all(
    [
      () => own.processContents === 'skip' || includesDeclared(comparison, own, other),
      () => own.processContents === 'strict' || knowsNoMore(comparison, own, other),
    ],
    (fits) => fits(),
  );
};
