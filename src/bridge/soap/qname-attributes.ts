import { XSD_NAMESPACE } from '../../schema/index.js';
import type { NamespaceScope, XmlElement } from '../../xml/index.js';
import type { SymbolSpace } from './declarations.js';

const TYPE = { type: 'type' } as const;

/** Attributes of XSD 1.0 that hold QNames, by element, with the symbol space that each points into. */
const QNAME_ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, SymbolSpace>>>> = {
  element: { ...TYPE, ref: 'element', substitutionGroup: 'element' },
  attribute: { ...TYPE, ref: 'attribute' },
  extension: { base: 'type' },
  restriction: { base: 'type' },
  list: { itemType: 'type' },
  union: { memberTypes: 'type' },
  group: { ref: 'group' },
  attributeGroup: { ref: 'attributeGroup' },
};

const NONE: Readonly<Record<string, SymbolSpace>> = {};

/** Attributes of a schema's element that hold QNames. */
export const qNameAttributesOf = ({ name }: XmlElement): Readonly<Record<string, SymbolSpace>> =>
  (name.namespace === XSD_NAMESPACE && Object.hasOwn(QNAME_ATTRIBUTES, name.local) && QNAME_ATTRIBUTES[name.local]) ||
  NONE;

/** The declaration of the default namespace in force in `scope`, as an object: two places inherit the same one or not. */
export const findDefault = (scope: NamespaceScope | undefined): NamespaceScope | undefined => {
  for (let at = scope; at !== undefined; at = at.outer) if (at.prefix === '') return at;
  return undefined;
};
