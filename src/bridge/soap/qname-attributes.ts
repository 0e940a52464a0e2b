import { XSD_NAMESPACE } from '../../schema/index.js';
import type { NamespaceScope, XmlAttribute, XmlElement } from '../../xml/index.js';
import type { SymbolSpace } from './declarations.js';

type Spaces = ReadonlyMap<string, SymbolSpace>;

const REF = (space: SymbolSpace): Spaces => new Map([['ref', space]]);
const BASE: Spaces = new Map([['base', 'type']]);

/** Attributes of XSD 1.0 that hold QNames, by element, with the symbol space that each points into. */
const QNAME_ATTRIBUTES: ReadonlyMap<string, Spaces> = new Map<string, Spaces>([
  [
    'element',
    new Map<string, SymbolSpace>([
      ['type', 'type'],
      ['ref', 'element'],
      ['substitutionGroup', 'element'],
    ]),
  ],
  [
    'attribute',
    new Map<string, SymbolSpace>([
      ['type', 'type'],
      ['ref', 'attribute'],
    ]),
  ],
  ['extension', BASE],
  ['restriction', BASE],
  ['list', new Map([['itemType', 'type']])],
  ['union', new Map([['memberTypes', 'type']])],
  ['group', REF('group')],
  ['attributeGroup', REF('attributeGroup')],
]);

const NONE: Spaces = new Map();

/** Attributes of a schema's element that hold QNames, with the symbol space that each points into. */
export const qNameAttributesOf = ({ name }: XmlElement): Spaces =>
  (name.namespace === XSD_NAMESPACE ? QNAME_ATTRIBUTES.get(name.local) : undefined) ?? NONE;

/** Symbol space into which the QNames in an attribute point; `undefined` for any other attribute. */
export const findSpace = (spaces: Spaces, { name }: XmlAttribute): SymbolSpace | undefined =>
  name.namespace === '' ? spaces.get(name.local) : undefined;

/** The declaration of the default namespace in force in `scope`, as an object: two places inherit the same one or not. */
export const findDefault = (scope: NamespaceScope | undefined): NamespaceScope | undefined => {
  for (let at = scope; at !== undefined; at = at.outer) if (at.prefix === '') return at;
  return undefined;
};
