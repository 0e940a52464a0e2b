import { equalNames, toNameKey } from '../../xml/index.js';
import { takes } from '../automaton/state.js';
import type {
  AnyParticle,
  ComplexType,
  ComponentModel,
  Content,
  ElementDeclaration,
  Leaf,
  Type,
} from '../model/components.js';
import { isAnyType, isDerivedFrom } from '../model/derivation.js';
import { isEmptiable } from '../model/particle.js';
import { includesConstraint } from '../model/wildcard.js';
import { checkSimple } from '../simple/index.js';
import { includesAttributes } from './attributes.js';
import { equalConstraints, hasNoAttributes, includesText, textType } from './comparison.js';
import type { Comparison } from './comparison.js';
import type { Configuration } from './configurations.js';

/** Named types that `xsi:type` may put in the place of an element's own. */
const listReplacing = (model: ComponentModel, { type, block }: ElementDeclaration): readonly ComplexType[] => {
  if (type.kind === 'simple' || isAnyType(type)) return [];
  const blocked = [...block, ...type.block];
  const types = [...model.types.values()].filter((each) => each.kind === 'complex');
  return types.filter((each) => each !== type && !isAnyType(each.base) && isDerivedFrom(each, type, blocked));
};

/** Whether what may replace the wanted type by `xsi:type` may, under the same name, replace the advertised one. */
const includesReplacing = (
  comparison: Comparison,
  wanted: ElementDeclaration,
  advertised: ElementDeclaration,
): boolean => {
  const replacing = listReplacing(comparison.wanted, wanted);
  if (replacing.length === 0 || isAnyType(advertised.type)) return true;
  const others = listReplacing(comparison.advertised, advertised);
  return replacing.every((each) => {
    const other = others.find(({ name }) => name === each.name);
    return other !== undefined && includesType(comparison, each, other);
  });
};

const includesConstraints = (wanted: ElementDeclaration, advertised: ElementDeclaration): boolean => {
  const [own, other] = [wanted.valueConstraint, advertised.valueConstraint];
  if (own === undefined) return other?.kind !== 'fixed';
  if (other === undefined || (other.kind === 'fixed' && own.kind !== 'fixed')) return false;
  const type = textType(advertised.type);
  if (type !== undefined && checkSimple(type, own.text, { resolve: own.resolve }) !== undefined) return false;
  return equalConstraints(type, own, other);
};

/** Whether every element that is valid by the wanted declaration is valid by the advertised one. */
export const includesElement = (
  comparison: Comparison,
  wanted: ElementDeclaration,
  advertised: ElementDeclaration,
): boolean => {
  if (!equalNames(wanted.name, advertised.name)) return false;
  if (wanted === advertised || wanted.abstract) return true;
  if (advertised.abstract || (wanted.nillable && !advertised.nillable)) return false;
  return (
    includesConstraints(wanted, advertised) &&
    includesType(comparison, wanted.type, advertised.type) &&
    includesReplacing(comparison, wanted, advertised)
  );
};

/** Whether an advertised wildcard takes every element that is valid by a wanted declaration. */
const isLetIn = (comparison: Comparison, element: ElementDeclaration, { wildcard }: AnyParticle): boolean => {
  if (wildcard.processContents === 'skip') return true;
  const declared = comparison.advertised.elements.get(toNameKey(element.name));
  if (declared === undefined) return wildcard.processContents === 'lax';
  return includesElement(comparison, element, declared);
};

const STRICTNESS = { skip: 0, lax: 1, strict: 2 } as const;

const includesLeaf = (comparison: Comparison, wanted: Leaf, advertised: Leaf): boolean => {
  if (wanted.kind === 'element') {
    if (!takes(advertised, wanted.element.name)) return false;
    return advertised.kind === 'element'
      ? includesElement(comparison, wanted.element, advertised.element)
      : isLetIn(comparison, wanted.element, advertised);
  }
  if (advertised.kind === 'element') return false;
  const [own, other] = [wanted.wildcard, advertised.wildcard];
  return (
    includesConstraint(other.constraint, own.constraint) &&
    STRICTNESS[other.processContents] <= STRICTNESS[own.processContents]
  );
};

/**
 * Whether every content that can be read from one configuration can be read from the other: both go on in step. Content
 * models are unambiguous, so there is one way to go for each element.
 */
const includesContent = (comparison: Comparison, wanted: Configuration, advertised: Configuration): boolean => {
  const seen = new Set<string>();
  const open: [Configuration, Configuration][] = [[wanted, advertised]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [own, other] = pair;
    const key = `${own.key} ${other.key}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (!comparison.step() || (own.accepting && !other.accepting)) return false;
    for (const move of own.moves) {
      const match = other.moves.find(({ leaf }) => includesLeaf(comparison, move.leaf, leaf));
      if (match === undefined) return false;
      open.push([move.next(), match.next()]);
    }
  }
  return true;
};

const includesEmpty = (advertised: Content): boolean => {
  if (advertised.kind === 'text') return checkSimple(advertised.type, '') === undefined;
  return advertised.kind === 'empty' || isEmptiable(advertised.particle);
};

const includesContents = (comparison: Comparison, wanted: Content, advertised: Content): boolean => {
  if (wanted.kind === 'empty') return includesEmpty(advertised);
  if (advertised.kind === 'empty') return false;
  if (wanted.kind === 'text') {
    if (advertised.kind === 'text') return includesText(wanted.type, advertised.type);
    return advertised.mixed && isEmptiable(advertised.particle);
  }
  if (advertised.kind === 'text' || (wanted.mixed && !advertised.mixed)) return false;
  const { configurationOf } = comparison;
  return includesContent(comparison, configurationOf(wanted.particle), configurationOf(advertised.particle));
};

const includesComplex = (comparison: Comparison, wanted: ComplexType, advertised: ComplexType): boolean => {
  if (wanted.abstract) return true;
  if (advertised.abstract) return false;
  return (
    includesAttributes(comparison, wanted, advertised) &&
    includesContents(comparison, wanted.content, advertised.content)
  );
};

const toContent = (type: Type): Content => (type.kind === 'simple' ? { kind: 'text', type } : type.content);

/** Whether everything that is valid by the wanted type is valid by the advertised one. */
export const includesType = (comparison: Comparison, wanted: Type, advertised: Type): boolean => {
  if (wanted === advertised || isAnyType(advertised)) return true;
  if (wanted.kind === 'simple' && advertised.kind === 'simple') return includesText(wanted, advertised);
  return comparison.compareOnce(wanted, advertised, () => {
    if (wanted.kind === 'complex' && advertised.kind === 'complex')
      return includesComplex(comparison, wanted, advertised);
    const [simple, complex] = wanted.kind === 'simple' ? [wanted, advertised] : [advertised, wanted];
    if (simple.kind !== 'simple' || complex.kind !== 'complex' || complex.abstract) return false;
    const isBare = wanted === simple ? complex.attributes.every(({ required }) => !required) : hasNoAttributes(complex);
    return isBare && includesContents(comparison, toContent(wanted), toContent(advertised));
  });
};
