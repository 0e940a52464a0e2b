import { XSD_NAMESPACE } from '../../schema/index.js';
import type { XmlElement, XmlName } from '../../xml/index.js';
import { findAttribute, isElement } from '../../xml/index.js';
import type { SchemaSource } from './model.js';

/** Symbol spaces of XSD 1.0 (part 1, section 2.5) that a QName in a schema can point into. */
export type SymbolSpace = 'element' | 'type' | 'attribute' | 'group' | 'attributeGroup';

const SPACES: Readonly<Record<string, SymbolSpace>> = {
  element: 'element',
  simpleType: 'type',
  complexType: 'type',
  attribute: 'attribute',
  group: 'group',
  attributeGroup: 'attributeGroup',
};

/** Symbol space of a child of `xs:schema` by its local name; `undefined` for what declares no global component. */
export const symbolSpaceOf = (local: string): SymbolSpace | undefined =>
  Object.hasOwn(SPACES, local) ? SPACES[local] : undefined;

/** Names of XML Schema itself that a QName may mean. */
const BUILT_IN: ReadonlySet<string> = new Set(
  (
    'anyType anySimpleType string boolean decimal float double duration dateTime time date gYearMonth gYear gMonthDay ' +
    'gDay gMonth hexBinary base64Binary anyURI QName NOTATION normalizedString token language NMTOKEN NMTOKENS Name ' +
    'NCName ID IDREF IDREFS ENTITY ENTITIES integer nonPositiveInteger negativeInteger long int short byte ' +
    'nonNegativeInteger unsignedLong unsignedInt unsignedShort unsignedByte positiveInteger'
  ).split(' '),
);

/** The global declarations of a set of schemas. */
export interface Declarations {
  readonly has: (space: SymbolSpace, name: XmlName) => boolean;
  /** Locations of the documents with that target namespace, in order. */
  readonly locationsOf: (namespace: string) => readonly string[];
}

/** Target namespace of an `xs:schema`; `''` without one. */
export const targetNamespaceOf = (root: XmlElement): string => findAttribute(root, 'targetNamespace')?.trim() ?? '';

/** Local names by namespace, for each symbol space. */
type NameTable = Map<string, Set<string>>;

const createTables = (): Readonly<Record<SymbolSpace, NameTable>> => ({
  element: new Map(),
  type: new Map(),
  attribute: new Map(),
  group: new Map(),
  attributeGroup: new Map(),
});

const add = (table: NameTable, namespace: string, local: string): void => {
  const names = table.get(namespace);
  if (names) names.add(local);
  else table.set(namespace, new Set([local]));
};

/** Collects what schemas declare, before any repair: a repair takes away no name. */
export const collectDeclarations = (sources: readonly SchemaSource[]): Declarations => {
  const tables = createTables();
  const locations = new Map<string, string[]>();
  for (const { root, location } of sources) {
    const namespace = targetNamespaceOf(root);
    const known = locations.get(namespace);
    if (known) known.push(location);
    else locations.set(namespace, [location]);
    for (const child of root.children) {
      if (!isElement(child) || child.name.namespace !== XSD_NAMESPACE) continue;
      const space = symbolSpaceOf(child.name.local);
      const local = space && findAttribute(child, 'name')?.trim();
      if (space !== undefined && local !== undefined) add(tables[space], namespace, local);
    }
  }
  return {
    has: (space, { namespace, local }) =>
      namespace === XSD_NAMESPACE
        ? space === 'type' && BUILT_IN.has(local)
        : tables[space].get(namespace)?.has(local) === true,
    locationsOf: (namespace) => locations.get(namespace) ?? [],
  };
};
