import type { ComplexType, Content, Type } from '../model/components.js';
import { isAnyType } from '../model/derivation.js';
import { listLeaves } from '../automaton/ambiguity.js';
import { isEmptiable } from '../model/particle.js';
import { BUILT_IN_TYPES, checkSimple } from '../simple/index.js';
import type { SimpleType } from '../simple/index.js';
import { includesAttributes } from './attributes.js';
import type { Comparison } from './comparison.js';
import { hasNoAttributes } from './constraints.js';
import { includesParticle } from './content.js';
import { includesUnknown } from './open-content.js';
import { includesText } from './texts.js';
import { describeModel, nameType } from './wording.js';

const includesEmpty = (wide: Content): boolean => {
  if (wide.kind === 'text') return checkSimple(wide.type, '') === undefined;
  return wide.kind === 'empty' || isEmptiable(wide.particle);
};

const STRING = BUILT_IN_TYPES.get('string');

type ElementContent = Extract<Content, { kind: 'elements' }>;

const describeContent = (content: Content): string => {
  if (content.kind === 'empty') return 'no content';
  if (content.kind === 'text') return `text (${nameType(content.type)})`;
  return `${content.mixed ? 'mixed content' : 'elements'} ${describeModel(content.particle)}`;
};

const failContent = (comparison: Comparison, narrow: Content, wide: Content): false =>
  comparison.fail((subject) => ({
    rule: 'content',
    narrow: describeContent(narrow),
    wide: describeContent(wide),
    narrowing: `give ${subject} ${describeContent(wide)}`,
    widening: `give ${subject} ${describeContent(narrow)}`,
  }));

const failMixed = (comparison: Comparison): false =>
  comparison.fail((subject) => ({
    rule: 'mixed',
    narrow: 'text between its elements',
    wide: 'elements only',
    narrowing: `let ${subject} have no text between its elements`,
    widening: `make the content of ${subject} mixed`,
  }));

/** Mixed content without a place for any element, which is text and no more. */
const isText = (content: Content): boolean =>
  content.kind === 'elements' && content.mixed && listLeaves(content.particle).length === 0;

const includesElements = (comparison: Comparison, narrow: ElementContent, wide: ElementContent): boolean =>
  comparison.all(
    [
      () => !narrow.mixed || wide.mixed || failMixed(comparison),
      () => includesParticle(comparison, narrow.particle, wide.particle),
    ],
    (fits) => fits(),
  );

const includesAsText = (comparison: Comparison, narrow: Content, wide: SimpleType): boolean | undefined => {
  if (narrow.kind === 'text') return includesText(comparison, narrow.type, wide);
  return isText(narrow) && STRING !== undefined ? includesText(comparison, STRING, wide) : undefined;
};

const includesContents = (comparison: Comparison, narrow: Content, wide: Content): boolean => {
  if (narrow.kind === 'elements' && wide.kind === 'elements') return includesElements(comparison, narrow, wide);
  const asText = wide.kind === 'text' ? includesAsText(comparison, narrow, wide.type) : undefined;
  if (asText !== undefined) return asText;
  if (narrow.kind === 'empty' && includesEmpty(wide)) return true;
  // A field of an identity constraint has to be of a simple type.
  const isLetIn =
    !comparison.isKeyed() &&
    narrow.kind === 'text' &&
    wide.kind === 'elements' &&
    wide.mixed &&
    isEmptiable(wide.particle);
  return isLetIn || failContent(comparison, narrow, wide);
};

const failAbstract = (comparison: Comparison, wide: ComplexType): false =>
  comparison.fail((subject) => ({
    rule: 'abstract',
    narrow: 'a type that is not abstract',
    wide: `the abstract ${nameType(wide)}`,
    narrowing: `make the type of ${subject} abstract`,
    widening: `make the type of ${subject} not abstract`,
  }));

const includesComplex = (comparison: Comparison, narrow: ComplexType, wide: ComplexType): boolean => {
  if (narrow.abstract) return true;
  if (wide.abstract) return failAbstract(comparison, wide);
  return comparison.all(
    [
      () => includesAttributes(comparison, narrow, wide),
      () => includesContents(comparison, narrow.content, wide.content),
    ],
    (fits) => fits(),
  );
};

const failType = (comparison: Comparison, narrow: Type, wide: Type): false =>
  comparison.fail((subject) => ({
    rule: 'type',
    narrow: nameType(narrow),
    wide: nameType(wide),
    narrowing: `give ${subject} the type ${nameType(wide)}`,
    widening: `give ${subject} the type ${nameType(narrow)}`,
  }));

const toContent = (type: Type): Content => (type.kind === 'simple' ? { kind: 'text', type } : type.content);

/** Whether the texts of a simple type are values of a complex one, or the other way round. */
const includesAcross = (comparison: Comparison, narrow: Type, wide: Type): boolean => {
  if (narrow.kind === 'simple' && wide.kind === 'complex') {
    if (wide.abstract || wide.attributes.some(({ required }) => required)) return failType(comparison, narrow, wide);
  } else if (narrow.kind === 'complex' && (narrow.abstract || hasNoAttributes(narrow))) {
    if (narrow.abstract) return true;
  } else return failType(comparison, narrow, wide);
  return includesContents(comparison, toContent(narrow), toContent(wide));
};

/** Whether everything that is valid by the narrow type is valid by the wide one. */
export const includesType = (comparison: Comparison, narrow: Type, wide: Type): boolean => {
  if (narrow === wide && comparison.narrow === comparison.wide) return true;
  if (isAnyType(wide) && !comparison.isKeyed()) return includesUnknown(comparison, narrow);
  if (narrow.kind === 'simple' && wide.kind === 'simple') return includesText(comparison, narrow, wide);
  return comparison.compareOnce(narrow, wide, () =>
    narrow.kind === 'complex' && wide.kind === 'complex'
      ? includesComplex(comparison, narrow, wide)
      : includesAcross(comparison, narrow, wide),
  );
};
