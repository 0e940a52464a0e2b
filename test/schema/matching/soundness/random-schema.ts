import type { SeededRandom } from '../../../support/seeded-random.js';
import type { XmlElement } from '../../../../src/xml/index.js';
import { schemaOf, xs } from './schema-tree.js';
import type { Attributes } from './schema-tree.js';

/** Built-in types that content is made of. */
export const BUILT_INS = [
  ...[
    'string',
    'string',
    'normalizedString',
    'token',
    'NMTOKEN',
    'NCName',
    'language',
    'boolean',
    'decimal',
    'integer',
  ],
  ...[
    'long',
    'int',
    'short',
    'byte',
    'nonNegativeInteger',
    'positiveInteger',
    'unsignedByte',
    'double',
    'float',
    'date',
  ],
  ...['dateTime', 'gYear', 'duration', 'hexBinary', 'anyURI'],
].map((name) => `xs:${name}`);

/** Facets by kind of base, as pairs of a name and values. */
const FACETS: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
  'xs:string': [
    ['minLength', ['0', '1', '2']],
    ['maxLength', ['2', '3', '5']],
    ['length', ['1', '3']],
    [
      'pattern',
      ['[a-z]+', '[a-z]{2,3}', '[A-Z]{3}|[a-z]*', '\\d{2}', '.*', '[a-c]{1,3}', '(ab)*', '\\c+', '\\i.{0,2}'],
    ],
    ['enumeration', ['a', 'ab', 'abc', 'x', '12', 'b c']],
    ['whiteSpace', ['collapse', 'replace']],
  ],
  'xs:token': [
    ['minLength', ['1', '2']],
    ['maxLength', ['2', '3', '4']],
    ['pattern', ['[a-z]+', '[a-z ]{1,4}', '\\w+', '[a-c]( [a-c])*']],
    ['enumeration', ['a', 'ab', 'abc', 'a b', 'x']],
  ],
  'xs:integer': [
    ['minInclusive', ['-5', '0', '1', '10']],
    ['maxInclusive', ['12', '99', '100', '255']],
    ['minExclusive', ['-6', '-1', '0']],
    ['maxExclusive', ['13', '100', '256']],
    ['totalDigits', ['2', '3']],
    ['pattern', ['[0-9]+', '\\d{1,2}', '-?[0-9]{1,3}', '[1-9][0-9]*']],
    ['enumeration', ['1', '2', '10', '50']],
  ],
  'xs:decimal': [
    ['minInclusive', ['-0.5', '0', '1.5']],
    ['maxInclusive', ['10', '99.9', '100']],
    ['minExclusive', ['0', '-1']],
    ['maxExclusive', ['100', '9.5']],
    ['totalDigits', ['2', '4']],
    ['fractionDigits', ['0', '1', '2']],
    ['pattern', ['[0-9]+(\\.[0-9])?', '[0-9.]+']],
    ['enumeration', ['1', '1.5', '10.0']],
  ],
  'xs:date': [
    ['minInclusive', ['2025-01-01', '2026-01-01', '2026-01-01Z']],
    ['maxInclusive', ['2026-12-31', '2027-06-30']],
    ['pattern', ['[0-9\\-]+', '.*Z?']],
  ],
  'xs:hexBinary': [
    ['length', ['1', '2']],
    ['maxLength', ['2', '3']],
    ['minLength', ['1', '2']],
  ],
};

/** Bases that simple types restrict. */
export const FACET_BASES = Object.keys(FACETS);

/** Names of elements and attributes. */
export const NAMES = ['a', 'b', 'c', 'd', 'item', 'name', 'code', 'note', 'zip', 'total'];

/** Occurrences, as min and max; `undefined` = 1. */
export const OCCURS: readonly Attributes[] = [
  ...[{}, {}, {}, { minOccurs: 0 }, { minOccurs: 0 }, { maxOccurs: 2 }, { minOccurs: 0, maxOccurs: 2 }],
  ...[{ minOccurs: 2, maxOccurs: 4 }, { maxOccurs: 'unbounded' }, { minOccurs: 0, maxOccurs: 'unbounded' }],
  ...[
    { minOccurs: 2, maxOccurs: 3 },
    { minOccurs: 3, maxOccurs: 'unbounded' },
  ],
];

/** Namespaces of wildcards. */
export const WILD_NAMESPACES = ['##other', '##other', '##any', '##local', 'urn:x', 'urn:x urn:y', '##targetNamespace'];

/** Makes schemas, all choices seeded. Some come out invalid: whoever uses them asks. */
export class SchemaMaker {
  readonly #random: SeededRandom;
  readonly #simple = ['S1', 'S2', 'S3'];
  readonly #complex = ['T1', 'T2', 'D1'];
  #depth = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  schema(): XmlElement {
    const { pick, int } = this.#random;
    return schemaOf([
      xs(
        'element',
        { name: 'e', ...(int(12) === 0 ? { nillable: 'true' } : {}) },
        this.complexType({}),
        ...(int(6) === 0 ? [this.identity()] : []),
      ),
      xs('element', {
        name: 'g1',
        type: pick(['xs:int', 't:S1', 't:T1']),
        ...(int(8) === 0 ? { abstract: 'true' } : {}),
      }),
      ...(int(3) === 0 ? [xs('element', { name: 'g2', substitutionGroup: 't:g1' })] : []),
      xs('attribute', { name: 'ga', type: this.simpleName() }),
      ...this.#simple.map((name) => this.simpleType({ name })),
      this.complexType({ name: 'T1', ...(int(10) === 0 ? { abstract: 'true' } : {}) }),
      this.complexType({ name: 'T2' }),
      this.derived('D1'),
      xs('group', { name: 'G' }, xs(pick(['sequence', 'choice']), {}, this.element('gx', {}), this.element('gy', {}))),
      xs('attributeGroup', { name: 'A' }, this.attribute('p'), this.attribute('q')),
    ]);
  }

  /** A constraint on the items of an element; no keyref, which documents made at random would never keep. */
  identity(): XmlElement {
    const { pick } = this.#random;
    const selector = xs('selector', { xpath: pick(['t:item', 't:a', './/t:b', '*']) });
    return xs(
      pick(['unique', 'unique', 'key']),
      { name: 'u' },
      selector,
      xs('field', { xpath: pick(['.', '@code', 't:c']) }),
    );
  }

  simpleName(): string {
    const { int, pick } = this.#random;
    return int(3) === 0 ? `t:${pick(this.#simple)}` : pick(BUILT_INS);
  }

  simpleType(attributes: Attributes): XmlElement {
    const { int, pick } = this.#random;
    switch (int(8)) {
      case 0:
        return xs('simpleType', attributes, xs('list', { itemType: pick(BUILT_INS) }));
      case 1:
        return xs('simpleType', attributes, xs('union', { memberTypes: `${pick(BUILT_INS)} ${pick(BUILT_INS)}` }));
      default:
        return xs('simpleType', attributes, this.restriction());
    }
  }

  restriction(): XmlElement {
    const { int, pick, shuffle } = this.#random;
    const base = pick(FACET_BASES);
    const facets = shuffle(FACETS[base] ?? []).slice(0, 1 + int(2));
    return xs('restriction', { base }, ...facets.flatMap(([facet, values]) => this.#facet(facet, values)));
  }

  #facet(facet: string, values: readonly string[]): readonly XmlElement[] {
    const { int, pick, shuffle } = this.#random;
    if (facet === 'enumeration')
      return shuffle(values)
        .slice(0, 1 + int(4))
        .map((value) => xs(facet, { value }));
    return [xs(facet, { value: pick(values) })];
  }

  /** A facet that may stand in a restriction of that base. */
  facetFor(base: string): XmlElement | undefined {
    const { pick } = this.#random;
    const known = FACETS[base];
    if (known === undefined) return undefined;
    const [facet, values] = pick(known);
    return xs(facet, { value: pick(values) });
  }

  attribute(name: string): XmlElement {
    const { int, pick } = this.#random;
    const type = this.simpleName();
    const use = pick([undefined, undefined, 'required']);
    const fixed = type === 'xs:string' && int(5) === 0 ? { fixed: 'f' } : {};
    return xs('attribute', { name, type, use, ...fixed });
  }

  #attributes(): readonly XmlElement[] {
    const { int, shuffle, pick } = this.#random;
    const made = shuffle(NAMES)
      .slice(0, int(3))
      .map((name) => this.attribute(name));
    if (int(8) === 0) made.push(xs('attributeGroup', { ref: 't:A' }));
    if (int(10) === 0) made.push(xs('attribute', { ref: 't:ga' }));
    if (int(6) === 0)
      made.push(xs('anyAttribute', { namespace: pick(WILD_NAMESPACES), processContents: this.process() }));
    return made;
  }

  process(): string {
    return this.#random.pick(['lax', 'lax', 'skip', 'strict']);
  }

  element(name: string, occurs: Attributes): XmlElement {
    const { int, pick } = this.#random;
    const flags = { ...(int(8) === 0 ? { nillable: 'true' } : {}), ...occurs };
    if (this.#depth < 2 && int(4) === 0) return xs('element', { name, ...flags }, this.complexType({}));
    if (int(6) === 0) return xs('element', { name, ...flags }, this.simpleType({}));
    if (int(5) === 0) return xs('element', { name, type: `t:${pick(this.#complex)}`, ...flags });
    const type = this.simpleName();
    const value = type === 'xs:string' && int(4) === 0 ? { [pick(['default', 'fixed'])]: pick(['f', 'abc']) } : {};
    return xs('element', { name, type, ...flags, ...value });
  }

  wildcard(occurs: Attributes): XmlElement {
    const { pick } = this.#random;
    return xs('any', { namespace: pick(WILD_NAMESPACES), processContents: this.process(), ...occurs });
  }

  /** A content model of elements with different names. */
  model(names: string[]): XmlElement {
    const { int, pick } = this.#random;
    if (int(8) === 0) {
      const all = names.splice(0, 1 + int(4)).map((name) => this.element(name, pick([{}, { minOccurs: 0 }])));
      return xs('all', pick([{}, {}, { minOccurs: 0 }]), ...all);
    }
    return this.#group(names, 0);
  }

  #group(names: string[], depth: number): XmlElement {
    const { int, pick } = this.#random;
    const particles: XmlElement[] = [];
    for (let count = 1 + int(4); count > 0; count--) particles.push(...this.#particle(names, depth));
    return xs(pick(['sequence', 'sequence', 'choice']), depth === 0 && int(3) > 0 ? {} : pick(OCCURS), ...particles);
  }

  #particle(names: string[], depth: number): readonly XmlElement[] {
    const { int, pick } = this.#random;
    const occurs = pick(OCCURS);
    const kind = int(14);
    if (kind === 0) return [this.wildcard(occurs)];
    if (kind === 1) return [xs('element', { ref: 't:g1', ...occurs })];
    if (kind === 2) return [xs('group', { ref: 't:G', ...occurs })];
    if (kind <= 4 && depth < 2) return [this.#group(names, depth + 1)];
    const name = names.pop();
    return name === undefined ? [] : [this.element(name, occurs)];
  }

  complexType(attributes: Attributes): XmlElement {
    const { int, shuffle } = this.#random;
    this.#depth++;
    const mixed = int(10) === 0 ? { mixed: 'true' } : {};
    const kind = int(10);
    const own =
      kind === 0
        ? [xs('simpleContent', {}, xs('extension', { base: this.simpleName() }, ...this.#attributes()))]
        : [...(kind === 1 ? [] : [this.model(shuffle(NAMES))]), ...this.#attributes()];
    this.#depth--;
    return xs('complexType', { ...attributes, ...(kind === 0 ? {} : mixed) }, ...own);
  }

  /** A type derived from `T2`, so that `xsi:type` may name it. */
  derived(name: string): XmlElement {
    const extra = xs('sequence', {}, this.element('extra', { minOccurs: this.#random.int(2) }));
    const extension = xs('extension', { base: 't:T2' }, extra, this.attribute('more'));
    return xs('complexType', { name }, xs('complexContent', {}, extension));
  }
}
