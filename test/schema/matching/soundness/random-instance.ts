import type { Schema } from '../../../../src/schema/index.js';
import type {
  AttributeUse,
  ComplexType,
  ElementDeclaration,
  Particle,
  Type,
} from '../../../../src/schema/model/components.js';
import { isAnyType, isDerivedFrom } from '../../../../src/schema/model/derivation.js';
import { allowsNamespace } from '../../../../src/schema/model/wildcard.js';
import type { NamespaceConstraint, Wildcard } from '../../../../src/schema/model/wildcard.js';
import type { SimpleType } from '../../../../src/schema/simple/index.js';
import { createElement } from '../../../../src/xml/index.js';
import type { XmlElement, XmlName, XmlNode } from '../../../../src/xml/index.js';
import type { SeededRandom } from '../../../support/seeded-random.js';
import type { TextMaker } from './random-texts.js';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** Thrown where no instance was found: a type without a known text, an abstract element, or too deep. */
export class NoInstance extends RangeError {}

/** Namespaces that what a wildcard lets in is looked for in. */
const FOREIGN = ['urn:x', 'urn:y', 'urn:wild', ''];

/** How much an instance has of what may be left out or repeated. */
export type Fullness = 'least' | 'most' | 'some';

interface MadeAttribute {
  readonly name: XmlName;
  readonly prefix: string;
  readonly value: string;
}

const isSame = (left: XmlName, right: XmlName): boolean =>
  left.local === right.local && left.namespace === right.namespace;

const isText = (type: Type): type is SimpleType => type.kind === 'simple';

/** Makes instances of elements of one schema, all choices seeded. */
export class InstanceMaker {
  readonly #schema: Schema;
  readonly #random: SeededRandom;
  readonly #texts: TextMaker;
  #fullness: Fullness = 'some';
  #depth = 0;
  #size = 0;
  #ids = 0;

  constructor(schema: Schema, random: SeededRandom, texts: TextMaker) {
    this.#schema = schema;
    this.#random = random;
    this.#texts = texts;
  }

  /** @throws NoInstance */
  instance(declaration: ElementDeclaration, fullness: Fullness): XmlElement {
    this.#fullness = fullness;
    this.#depth = 0;
    this.#size = 0;
    return this.#element(declaration);
  }

  #chance(oneIn: number): boolean {
    return this.#random.int(oneIn) === 0;
  }

  #element(declaration: ElementDeclaration): XmlElement {
    if (declaration.abstract) throw new NoInstance('abstract element');
    if (++this.#depth > 12 || ++this.#size > 300) throw new NoInstance('too deep');
    const type = this.#chooseType(declaration);
    const attributes: MadeAttribute[] = type.kind === 'complex' ? this.#attributes(type) : [];
    const isNamed = type !== declaration.type;
    if (isNamed) attributes.push({ name: { namespace: XSI, local: 'type' }, prefix: 'xsi', value: this.#nameOf(type) });
    const fixed = declaration.valueConstraint?.kind === 'fixed' ? declaration.valueConstraint.text : undefined;
    const isNil = declaration.nillable && fixed === undefined && this.#chance(3);
    if (isNil) attributes.push({ name: { namespace: XSI, local: 'nil' }, prefix: 'xsi', value: 'true' });
    const children = isNil ? [] : this.#content(declaration, type);
    this.#depth--;
    const namespaces = isNamed && this.#namespaceOf(type) !== '' ? { y: this.#namespaceOf(type) } : {};
    return createElement(declaration.name, { attributes, children, namespaces });
  }

  #nameOf(type: Type): string {
    const name = type.name ?? '';
    return `${this.#namespaceOf(type) === '' ? '' : 'y:'}${name.slice(name.indexOf('}') + 1)}`;
  }

  #namespaceOf({ name }: Type): string {
    return name?.startsWith('{') === true ? name.slice(1, name.indexOf('}')) : '';
  }

  #chooseType({ type, block }: ElementDeclaration): Type {
    if (isText(type) || isAnyType(type)) return type;
    const blocked = [...block, ...type.block];
    const replacing = [...this.#schema.model.types.values()].filter(
      (each) => each.kind === 'complex' && !each.abstract && each !== type && isDerivedFrom(each, type, blocked),
    );
    if (replacing.length > 0 && (type.abstract || this.#chance(3))) return this.#random.pick(replacing);
    if (type.abstract) throw new NoInstance('abstract type');
    return type;
  }

  #content({ valueConstraint }: ElementDeclaration, type: Type): readonly XmlNode[] {
    if (valueConstraint !== undefined && this.#chance(2)) return [];
    if (valueConstraint?.kind === 'fixed') return [valueConstraint.text];
    if (isText(type)) return [this.#text(type)];
    const { content } = type;
    if (content.kind === 'empty') return [];
    if (content.kind === 'text') return [this.#text(content.type)];
    const nodes = this.#particle(content.particle);
    if (!content.mixed) return nodes;
    return nodes.length === 0 && this.#chance(2)
      ? ['text']
      : nodes.flatMap((node) => (this.#chance(2) ? [node, 'text'] : [node]));
  }

  #text(type: SimpleType): string {
    if (type.builtIn === 'ID') return `id${String(this.#ids++)}`;
    const text = this.#texts.text(type);
    if (text === undefined) throw new NoInstance(`no text of ${type.builtIn}`);
    return text;
  }

  #attributes(type: ComplexType): MadeAttribute[] {
    const made = type.attributes
      .filter((use) => use.required || this.#takesOptional())
      .map((use) => this.#attribute(use));
    const { attributeWildcard } = type;
    if (attributeWildcard === undefined || this.#fullness === 'least' || this.#chance(2)) return made;
    const wild = this.#wildAttribute(attributeWildcard);
    const isFree = wild && !made.some(({ name }) => isSame(name, wild.name));
    const isDeclared = wild && type.attributes.some(({ declaration }) => isSame(declaration.name, wild.name));
    return isFree === true && isDeclared !== true ? [...made, wild] : made;
  }

  #takesOptional(): boolean {
    if (this.#fullness === 'some') return this.#chance(2);
    return this.#fullness === 'most';
  }

  #attribute({ declaration, valueConstraint }: AttributeUse): MadeAttribute {
    const { name, type } = declaration;
    const value = valueConstraint?.kind === 'fixed' ? valueConstraint.text : this.#text(type);
    return { name, value, prefix: name.namespace === '' ? '' : 'q' };
  }

  #foreign(constraint: NamespaceConstraint): string | undefined {
    const fitting = FOREIGN.filter((each) => allowsNamespace(constraint, each));
    return fitting.length === 0 ? undefined : this.#random.pick(fitting);
  }

  #wildAttribute({ constraint, processContents }: Wildcard): MadeAttribute | undefined {
    const declared = [...this.#schema.model.attributes.values()].filter(
      ({ name }) => name.namespace !== '' && allowsNamespace(constraint, name.namespace),
    );
    if (declared.length > 0 && this.#chance(2)) {
      const declaration = this.#random.pick(declared);
      const value =
        processContents === 'skip'
          ? 'junk'
          : this.#attribute({
              kind: 'attribute-use',
              declaration,
              required: false,
              valueConstraint: declaration.valueConstraint,
            }).value;
      return { name: declaration.name, value, prefix: 'w' };
    }
    const namespace = this.#foreign(constraint);
    if (namespace === undefined || processContents === 'strict') return undefined;
    return {
      name: { namespace, local: this.#random.pick(['wild', 'a', 'code']) },
      value: 'w',
      prefix: namespace === '' ? '' : 'w',
    };
  }

  #wild({ constraint, processContents }: Wildcard): XmlElement {
    const { model } = this.#schema;
    const declared = [...model.elements.values()].filter(
      ({ name, abstract }) => !abstract && allowsNamespace(constraint, name.namespace),
    );
    const mustBeDeclared = processContents === 'strict';
    if (declared.length > 0 && (mustBeDeclared || this.#chance(3))) {
      const element = this.#random.pick(declared);
      return processContents === 'skip' ? createElement(element.name, { children: ['junk'] }) : this.#element(element);
    }
    const namespace = this.#foreign(constraint);
    if (namespace === undefined || mustBeDeclared) throw new NoInstance('nothing for a wildcard');
    const local = this.#random.pick(['wild', 'a', 'item']);
    if (model.elements.has(namespace === '' ? local : `{${namespace}}${local}`)) throw new NoInstance('declared');
    return createElement({ namespace, local }, { children: [this.#random.pick(['w', ''])] });
  }

  #particle(particle: Particle): readonly XmlNode[] {
    const { min, max } = particle;
    const most = Math.min(max, this.#depth > 4 ? min : min + 2);
    const count = { least: min, most: Math.max(min, most), some: this.#random.intBetween(min, Math.max(min, most)) };
    return Array.from({ length: Math.min(60, count[this.#fullness]) }, () => this.#once(particle)).flat();
  }

  #once(particle: Particle): readonly XmlNode[] {
    if (particle.kind === 'element') return [this.#element(particle.element)];
    if (particle.kind === 'any') return [this.#wild(particle.wildcard)];
    const { compositor, particles } = particle;
    if (compositor === 'choice') return particles.length === 0 ? [] : this.#particle(this.#random.pick(particles));
    return (compositor === 'all' ? this.#random.shuffle(particles) : particles).flatMap((each) => this.#particle(each));
  }
}
