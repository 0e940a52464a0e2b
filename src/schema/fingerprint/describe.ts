import { StoaError, toHex, toUtf8 } from '../../base/index.js';
import { hashSha256 } from '../../base/digest.js';
import { toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import type {
  AttributeDeclaration,
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
import { describeIdentityPaths } from '../model/identity.js';
import { normalizeParticle } from '../model/normal-particle.js';
import type { Wildcard } from '../model/wildcard.js';
import { describeSimple, toCanonicalSimple } from '../simple/index.js';
import type { SimpleType } from '../simple/index.js';

/** Hexadecimal SHA-256 of a text. */
export const hashText = (text: string): string => toHex(hashSha256(toUtf8(text)));

/** What a component says itself, and the complex types that it refers to, in the order in which it does. */
export interface Description {
  readonly text: string;
  readonly references: readonly ComplexType[];
}

/** Describes the components of one model. */
export interface Describer {
  readonly describeElement: (element: ElementDeclaration) => Description;
  readonly describeComplex: (type: ComplexType) => Description;
  readonly describeSimple: (type: SimpleType) => string;
  readonly describeAttribute: (declaration: AttributeDeclaration) => string;
}

const REFERENCE = 'type';

/** Most pairs of an element and a type that `xsi:type` may give it: each is described. Real schemas have some thousands. */
const MAX_REPLACEMENTS = 300_000;

const plain = (text: string): Description => ({ text, references: [] });

/** Descriptions joined so that no two different lists give one text; by lengths, since escaping would grow with every level. */
const join = (parts: readonly (Description | string)[]): Description => {
  let text = '';
  const references: ComplexType[] = [];
  for (const part of parts) {
    const own = typeof part === 'string' ? part : part.text;
    text += `${String(own.length)}:${own}`;
    // One by one: there may be more than a call takes arguments.
    if (typeof part !== 'string') for (const reference of part.references) references.push(reference);
  }
  return { text, references };
};

/**
 * Descriptions in an order of their own, where theirs means nothing. Those that differ in their references alone would
 * be particles for the same element, which a valid schema does not have.
 */
const inOrder = (parts: readonly Description[]): readonly Description[] =>
  [...parts].sort((left, right) => (left.text < right.text ? -1 : Number(left.text > right.text)));

const describeWildcard = (wildcard: Wildcard | undefined): Description => {
  if (wildcard === undefined) return plain('-');
  const { constraint, processContents } = wildcard;
  if (constraint.kind === 'any') return join(['any', processContents]);
  const namespaces = constraint.kind === 'not' ? [constraint.namespace] : [...constraint.namespaces].sort();
  return join([constraint.kind, processContents, ...namespaces]);
};

const describeConstraint = (constraint: ValueConstraint | undefined, type: SimpleType | undefined): Description => {
  if (constraint === undefined) return plain('-');
  const { kind, text, resolve } = constraint;
  return join([kind, type === undefined ? text : toCanonicalSimple(type, text, { resolve })]);
};

const textType = (type: Type): SimpleType | undefined => {
  if (type.kind === 'simple') return type;
  return type.content.kind === 'text' ? type.content.type : undefined;
};

class ModelDescriber implements Describer {
  readonly #simple = new Map<SimpleType, string>();
  readonly #complex = new Map<ComplexType, Description>();
  readonly #derived: readonly ComplexType[];
  #replacements = 0;
  /** Names of the identity constraints that a keyref refers to. */
  readonly #referred: ReadonlySet<NameKey | undefined>;

  constructor(model: ComponentModel) {
    this.#referred = new Set([...model.identity.values()].map(({ refer }) => refer));
    const named = [...model.types.values()].filter((type) => type.kind === 'complex');
    // Only types whose base is not xs:anyType can take another's place.
    this.#derived = named.filter(({ base }) => !isAnyType(base));
  }

  readonly describeSimple = (type: SimpleType): string => {
    const known = this.#simple.get(type);
    if (known !== undefined) return known;
    // IDs and references to them take the same texts as other names, but not in the same documents.
    const identity = type.builtIn.startsWith('ID') ? type.builtIn : '';
    const text = identity + describeSimple(type, this.describeSimple);
    const short = text.length > 64 ? hashText(text) : text;
    this.#simple.set(type, short);
    return short;
  };

  readonly describeAttribute = ({ name, valueConstraint, type }: AttributeDeclaration): string =>
    join([toNameKey(name), describeConstraint(valueConstraint, type), this.describeSimple(type)]).text;

  readonly describeElement = (element: ElementDeclaration): Description => {
    const { name, nillable, abstract, valueConstraint, type } = element;
    const own = type.kind === 'simple' ? this.describeSimple(type) : { text: REFERENCE, references: [type] };
    const replacing = this.#count(this.#replacing(element)).map((each) => ({
      text: each.name ?? '',
      references: [each],
    }));
    const constraint = describeConstraint(valueConstraint, textType(type));
    const flags = `${nillable ? 'nillable' : ''} ${abstract ? 'abstract' : ''}`;
    return join([
      'element',
      toNameKey(name),
      flags,
      constraint,
      own,
      ...inOrder(replacing),
      ...this.#identityOf(element),
    ]);
  };

  /** Identity constraints in an order of their own; names of those alone that a keyref refers to. */
  #identityOf({ identity }: ElementDeclaration): readonly Description[] {
    return inOrder(
      identity.map((each) => {
        const name = each.refer ?? (this.#referred.has(each.name) ? each.name : '');
        return join([each.kind, name, describeIdentityPaths(each)]);
      }),
    );
  }

  readonly describeComplex = (type: ComplexType): Description => {
    const known = this.#complex.get(type);
    if (known !== undefined) return known;
    const attributes = type.attributes.map((use) => this.#describeUse(use));
    const wildcard = describeWildcard(type.attributeWildcard);
    const content = this.#describeContent(type.content);
    const { text, references } = join(['complex', String(type.abstract), content, wildcard, ...inOrder(attributes)]);
    const description = { text: hashText(text), references };
    this.#complex.set(type, description);
    return description;
  };

  /** @throws {StoaError} `SCHEMA_LIMIT_EXCEEDED` when elements and the types that may replace theirs make too many pairs */
  #count(replacing: readonly ComplexType[]): readonly ComplexType[] {
    this.#replacements += replacing.length;
    if (this.#replacements <= MAX_REPLACEMENTS) return replacing;
    const message = `elements and the types that may take the place of theirs make more than ${String(MAX_REPLACEMENTS)} pairs`;
    throw new StoaError('SCHEMA_LIMIT_EXCEEDED', message, { limit: 'maxReplacements' });
  }

  /** Types that `xsi:type` may put in the place of an element's own: their names are seen in documents. */
  #replacing({ type, block }: ElementDeclaration): readonly ComplexType[] {
    if (this.#derived.length === 0 || type.kind === 'simple' || isAnyType(type)) return [];
    const blocked = [...block, ...type.block];
    return this.#derived.filter((each) => each !== type && isDerivedFrom(each, type, blocked));
  }

  #describeUse({ declaration, required, valueConstraint }: AttributeUse): Description {
    const { name, type } = declaration;
    const constraint = describeConstraint(valueConstraint, type);
    return join([toNameKey(name), String(required), constraint, this.describeSimple(type)]);
  }

  #describeContent(content: Content): Description {
    if (content.kind === 'empty') return plain('empty');
    if (content.kind === 'text') return join(['text', this.describeSimple(content.type)]);
    const particle = this.#describeParticle(normalizeParticle(content.particle));
    return join([content.mixed ? 'mixed' : 'elements', particle]);
  }

  #describeParticle(particle: Particle): Description {
    const occurs = `${String(particle.min)}-${String(particle.max)}`;
    if (particle.kind === 'any') return join([occurs, describeWildcard(particle.wildcard)]);
    if (particle.kind === 'element') return join([occurs, this.describeElement(particle.element)]);
    const inside = particle.particles.map((each) => this.#describeParticle(each));
    return join([occurs, particle.compositor, ...(particle.compositor === 'sequence' ? inside : inOrder(inside))]);
  }
}

/** A describer of the components of one model. */
export const createDescriber = (model: ComponentModel): Describer => new ModelDescriber(model);
