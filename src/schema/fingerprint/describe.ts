import { hashSha256, toHex, toUtf8 } from '../../base/index.js';
import { toNameKey } from '../../xml/index.js';
import type {
  AttributeUse,
  ComplexType,
  ComponentModel,
  Content,
  ElementDeclaration,
  Particle,
  Type,
  ValueConstraint,
} from '../model/components.js';
import { isAnyType, isDerivedFrom } from '../model/derivation.js';
import { normalizeParticle } from '../model/normal-particle.js';
import type { Wildcard } from '../model/wildcard.js';
import { describeSimple, toCanonicalSimple } from '../simple/index.js';
import type { SimpleType } from '../simple/index.js';

/** Hexadecimal SHA-256 of a text. */
export const hashText = (text: string): string => toHex(hashSha256(toUtf8(text)));

/** Tells texts of what types mean, with the hashes of the complex types that they refer to in them. */
export interface Describer {
  readonly describeElement: (element: ElementDeclaration, hashOf: HashOf) => string;
  readonly describeComplex: (type: ComplexType, hashOf: HashOf) => string;
  readonly describeSimple: (type: SimpleType) => string;
  /** Complex types that a type refers to itself. */
  readonly referencesOf: (type: ComplexType) => readonly ComplexType[];
}

/** Hash of a complex type, known or assumed. */
export type HashOf = (type: ComplexType) => string;

/** Texts joined so that no two different lists give one text. */
const list = (...parts: readonly string[]): string => JSON.stringify(parts);

const describeWildcard = (wildcard: Wildcard | undefined): string => {
  if (wildcard === undefined) return '-';
  const { constraint, processContents } = wildcard;
  if (constraint.kind === 'any') return list('any', processContents);
  const namespaces = constraint.kind === 'not' ? [constraint.namespace] : [...constraint.namespaces].sort();
  return list(constraint.kind, processContents, ...namespaces);
};

const describeConstraint = (constraint: ValueConstraint | undefined, type: SimpleType | undefined): string => {
  if (constraint === undefined) return '-';
  const value =
    type === undefined ? constraint.text : toCanonicalSimple(type, constraint.text, { resolve: constraint.resolve });
  return list(constraint.kind, value);
};

const textType = (type: Type): SimpleType | undefined => {
  if (type.kind === 'simple') return type;
  return type.content.kind === 'text' ? type.content.type : undefined;
};

class ModelDescriber implements Describer {
  readonly #simple = new Map<SimpleType, string>();
  readonly #derived: readonly ComplexType[];

  constructor(model: ComponentModel) {
    const named = [...model.types.values()].filter((type) => type.kind === 'complex');
    // Only types whose base is not xs:anyType can take another's place.
    this.#derived = named.filter(({ base }) => !isAnyType(base));
  }

  readonly describeSimple = (type: SimpleType): string => {
    const known = this.#simple.get(type);
    if (known !== undefined) return known;
    // IDs and references to them take the same texts as other names, but not in the same documents.
    const identity = type.builtIn.startsWith('ID') ? type.builtIn : '';
    const text = identity + describeSimple(type);
    const short = text.length > 64 ? hashText(text) : text;
    this.#simple.set(type, short);
    return short;
  };

  readonly describeElement = (element: ElementDeclaration, hashOf: HashOf): string => {
    const { name, nillable, abstract, valueConstraint, type } = element;
    const own = type.kind === 'simple' ? this.describeSimple(type) : hashOf(type);
    const replacing = this.#replacing(element).map((each) => list(each.name ?? '', hashOf(each)));
    const constraint = describeConstraint(valueConstraint, textType(type));
    return list('element', toNameKey(name), String(nillable), String(abstract), constraint, own, ...replacing.sort());
  };

  readonly describeComplex = (type: ComplexType, hashOf: HashOf): string => {
    const attributes = type.attributes.map((use) => this.#describeUse(use)).sort();
    const content = this.#describeContent(type.content, hashOf);
    return list('complex', String(type.abstract), content, describeWildcard(type.attributeWildcard), ...attributes);
  };

  readonly referencesOf = (type: ComplexType): readonly ComplexType[] => {
    const found: ComplexType[] = [];
    const visit = (particle: Particle): void => {
      if (particle.kind === 'group') particle.particles.forEach(visit);
      if (particle.kind !== 'element') return;
      if (particle.element.type.kind === 'complex') found.push(particle.element.type);
      found.push(...this.#replacing(particle.element));
    };
    if (type.content.kind === 'elements') visit(type.content.particle);
    return found;
  };

  /** Types that `xsi:type` may put in the place of an element's own: their names are seen in documents. */
  #replacing({ type, block }: ElementDeclaration): readonly ComplexType[] {
    if (type.kind === 'simple' || isAnyType(type)) return [];
    const blocked = [...block, ...type.block];
    return this.#derived.filter((each) => each !== type && isDerivedFrom(each, type, blocked));
  }

  #describeUse({ declaration, required, valueConstraint }: AttributeUse): string {
    const { name, type } = declaration;
    return list(
      toNameKey(name),
      String(required),
      describeConstraint(valueConstraint, type),
      this.describeSimple(type),
    );
  }

  #describeContent(content: Content, hashOf: HashOf): string {
    if (content.kind === 'empty') return 'empty';
    if (content.kind === 'text') return list('text', this.describeSimple(content.type));
    return list(
      content.mixed ? 'mixed' : 'elements',
      this.#describeParticle(normalizeParticle(content.particle), hashOf),
    );
  }

  #describeParticle(particle: Particle, hashOf: HashOf): string {
    const { min, max } = particle;
    const occurs = `${String(min)}-${String(max)}`;
    if (particle.kind === 'any') return list(occurs, describeWildcard(particle.wildcard));
    if (particle.kind === 'element') return list(occurs, this.describeElement(particle.element, hashOf));
    const inside = particle.particles.map((each) => this.#describeParticle(each, hashOf));
    // The order of alternatives means nothing.
    if (particle.compositor !== 'sequence') inside.sort();
    return list(occurs, particle.compositor, ...inside);
  }
}

/** A describer of the components of one model. */
export const createDescriber = (model: ComponentModel): Describer => new ModelDescriber(model);
