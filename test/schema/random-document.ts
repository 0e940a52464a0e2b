import type {
  AttributeUse,
  ComplexType,
  ElementDeclaration,
  Particle,
  Type,
} from '../../src/schema/model/components.js';
import type { NamespaceConstraint } from '../../src/schema/model/wildcard.js';
import { checkSimple } from '../../src/schema/simple/index.js';
import type { SimpleType } from '../../src/schema/simple/index.js';
import { XML_NAMESPACE, createElement } from '../../src/xml/index.js';
import type { AttributeParts, XmlElement, XmlNode } from '../../src/xml/index.js';
import type { SeededRandom } from '../support/seeded-random.js';

/** Texts to pick from: those that a type takes are used. */
const TEXTS = [
  ...[
    'a',
    'x1',
    'word',
    'two words',
    '',
    'A4',
    ' padded ',
    '<&>"\'',
    'ü€𝄞',
    'urn:x:y',
    'http://example.org/a?b=c#d',
    'true',
    'false',
  ],
  ...[
    '0',
    '1',
    '7',
    '-3',
    '255',
    '65535',
    '4294967295',
    '12.50',
    '-0.001',
    '1e3',
    'INF',
    'NaN',
    '123456789012345678901234567890',
  ],
  ...[
    '2026-11-21',
    '2026-11-21T10:20:30Z',
    '10:20:30',
    'PT10M',
    'P1DT2H',
    '2026',
    '--11-21',
    '---21',
    '--11',
    '2026-11',
    'AQID',
    '0aFF',
    'en',
    '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
    'invalid',
    'anyone',
    'lookup read',
    'group:operators',
    '2026-11-21T10:20:30.000Z',
  ],
];

const textOf = (random: SeededRandom, type: SimpleType): string => {
  const { enumeration, minLength = 0 } = type.facets;
  const qnames = { resolve: (prefix: string) => (prefix === '' ? 'urn:t' : undefined) };
  if (enumeration !== undefined && type.shape !== 'qname') return random.pick(enumeration);
  const fitting = [...TEXTS, 'x'.repeat(minLength)].filter((text) => checkSimple(type, text, qnames) === undefined);
  if (fitting.length === 0) throw new RangeError(`no text for ${type.builtIn} ${JSON.stringify(type.facets)}`);
  return random.pick(fitting);
};

const namespaceFor = (constraint: NamespaceConstraint): string => {
  if (constraint.kind === 'list') return constraint.namespaces[0] ?? '';
  return 'urn:wild';
};

/** Makes documents that are valid by a schema, all choices seeded. */
export class DocumentMaker {
  readonly #random: SeededRandom;
  #depth = 0;
  #ids = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  element(declaration: ElementDeclaration): XmlElement {
    this.#depth++;
    const { type, name, nillable } = declaration;
    const isNil = nillable && this.#random.int(4) === 0;
    const attributes: AttributeParts[] = type.kind === 'complex' ? this.#attributes(type) : [];
    if (isNil)
      attributes.push({
        name: { namespace: 'http://www.w3.org/2001/XMLSchema-instance', local: 'nil' },
        prefix: 'xsi',
        value: 'true',
      });
    const children = isNil ? [] : this.#children(type);
    this.#depth--;
    return createElement(name, { attributes, children });
  }

  #text(type: SimpleType): string {
    return type.builtIn === 'ID' ? `id${String(this.#ids++)}` : textOf(this.#random, type);
  }

  #attributes({ attributes, attributeWildcard }: ComplexType): AttributeParts[] {
    const made = attributes
      .filter(({ required }) => required || this.#random.int(2) === 0)
      .map((use) => this.#attribute(use));
    const isWild =
      attributeWildcard !== undefined && attributeWildcard.processContents !== 'strict' && this.#random.int(3) === 0;
    if (isWild) {
      const namespace = namespaceFor(attributeWildcard.constraint);
      if (namespace !== '') made.push({ name: { namespace, local: 'wild' }, prefix: 'w', value: 'w' });
    }
    return made;
  }

  #attribute({ declaration, valueConstraint }: AttributeUse): AttributeParts {
    const { name, type } = declaration;
    const value = valueConstraint?.kind === 'fixed' ? valueConstraint.text : this.#text(type);
    return { name, value, prefix: name.namespace === '' ? '' : name.namespace === XML_NAMESPACE ? 'xml' : 'q' };
  }

  #children(type: Type): readonly XmlNode[] {
    if (type.kind === 'simple') return [this.#text(type)];
    const { content } = type;
    if (content.kind === 'empty') return [];
    if (content.kind === 'text') return [this.#text(content.type)];
    const nodes = this.#particle(content.particle);
    return content.mixed ? nodes.flatMap((node) => (this.#random.int(2) === 0 ? [node, 'text'] : [node])) : nodes;
  }

  #particle(particle: Particle): readonly XmlNode[] {
    const { min, max } = particle;
    const most = Math.min(max, this.#depth > 4 ? min : min + 2);
    const count = this.#random.intBetween(min, Math.max(min, most));
    return Array.from({ length: count }, () => this.#once(particle)).flat();
  }

  #once(particle: Particle): readonly XmlNode[] {
    if (particle.kind === 'element') return [this.element(particle.element)];
    if (particle.kind === 'any') {
      const { constraint, processContents } = particle.wildcard;
      if (processContents === 'strict') throw new RangeError('no document for a strict wildcard');
      return [createElement({ namespace: namespaceFor(constraint), local: 'wild' }, { children: ['w'] })];
    }
    const { compositor, particles } = particle;
    if (compositor === 'choice') return particles.length === 0 ? [] : this.#particle(this.#random.pick(particles));
    return (compositor === 'all' ? this.#random.shuffle(particles) : particles).flatMap((each) => this.#particle(each));
  }
}

/** The tree with one thing changed somewhere: an element taken out, doubled, renamed or moved, a text or an attribute changed. */
export const mutate = (random: SeededRandom, element: XmlElement): XmlElement => {
  const elements = element.children.filter((child) => typeof child !== 'string');
  if (elements.length > 0 && random.int(4) !== 0) {
    const at = element.children.indexOf(random.pick(elements));
    return { ...element, children: changeChild(random, element, at) };
  }
  return changeSelf(random, element);
};

const changeChild = (random: SeededRandom, { children }: XmlElement, at: number): readonly XmlNode[] => {
  const child = children[at];
  if (child === undefined || typeof child === 'string') return children;
  switch (random.int(6)) {
    case 0:
      return children.toSpliced(at, 1);
    case 1:
      return children.toSpliced(at, 0, child);
    case 2:
      return random.shuffle(children);
    default:
      return children.with(at, mutate(random, child));
  }
};

const changeSelf = (random: SeededRandom, element: XmlElement): XmlElement => {
  const { name, attributes } = element;
  switch (random.int(5)) {
    case 0:
      return { ...element, children: [random.pick(TEXTS)] };
    case 1:
      return { ...element, attributes: attributes.slice(1) };
    case 2:
      return { ...element, attributes: attributes.map((each) => ({ ...each, value: random.pick(TEXTS) })) };
    case 3:
      return {
        ...element,
        attributes: [...attributes, { name: { namespace: '', local: 'strange' }, prefix: '', value: '1' }],
      };
    default:
      return createElement(
        { ...name, local: random.pick(['a', 'b', 'name', 'entry', 'strange']) },
        { children: element.children, attributes },
      );
  }
};
