import { isElement } from '../../xml/index.js';
import type { NameKey, XmlElement } from '../../xml/index.js';
import { XSD_NAMESPACE } from '../facade.js';
import type { SchemaDocument } from '../facade.js';
import type { Blocked, Derivation } from '../model/components.js';
import type { Place } from './place.js';

/** A schema document with the namespace that its components get, which an including document may lend it. */
export interface LoadedDocument extends SchemaDocument {
  /** `''` for none. */
  readonly namespace: string;
  /** Whether the namespace is that of an including document: unprefixed references then mean it too. */
  readonly chameleon: boolean;
  /** Namespaces that references may name, `''` included when it was imported. */
  readonly visible: ReadonlySet<string>;
}

/** An element of a loaded document. */
export interface SchemaNode extends Place {
  readonly document: LoadedDocument;
  /** What the definition that the node is part of redefines: there its own name means what it was before. */
  readonly redefines?: Redefined;
}

/** A definition that another one took the place of (section 4.2.2). */
export interface Redefined {
  readonly name: NameKey;
  readonly node: SchemaNode;
}

const collapse = (text: string): string => text.replaceAll(/[\t\n\r ]+/g, ' ').trim();

/** Value of an attribute as written, or `undefined`. */
export const rawAttribute = ({ element }: SchemaNode, local: string): string | undefined => {
  for (const { name, value } of element.attributes) if (name.local === local && name.namespace === '') return value;
  return undefined;
};

/** Value of an attribute with its white space collapsed, or `undefined`. */
export const attribute = (node: SchemaNode, local: string): string | undefined => {
  const value = rawAttribute(node, local);
  return value === undefined ? undefined : collapse(value);
};

/** Value of a boolean attribute; absent is `undefined`. */
export const booleanAttribute = (node: SchemaNode, local: string): boolean | undefined => {
  const value = attribute(node, local);
  return value === undefined ? undefined : value === 'true' || value === '1';
};

/** Name of the element in a schema document: `complexType`, `sequence`… */
export const localName = ({ element }: SchemaNode): string => element.name.local;

const isSchemaElement = (element: XmlElement): boolean => element.name.namespace === XSD_NAMESPACE;

/** Where in a redefinition its own name may mean what it redefines: not in the types of elements and attributes in it. */
const IN_REDEFINITIONS: ReadonlySet<string> = new Set([
  'simpleContent',
  'complexContent',
  'restriction',
  'extension',
  'group',
  'attributeGroup',
  'all',
  'choice',
  'sequence',
]);

/** The child elements but annotations, in order. */
export const childNodes = ({ element, document, redefines }: SchemaNode): readonly SchemaNode[] => {
  const nodes: SchemaNode[] = [];
  for (const child of element.children) {
    if (isElement(child) && isSchemaElement(child) && child.name.local !== 'annotation') {
      const isInside = redefines !== undefined && IN_REDEFINITIONS.has(child.name.local);
      nodes.push(isInside ? { element: child, document, redefines } : { element: child, document });
    }
  }
  return nodes;
};

/** What a reference by `name` means instead of the component of that name; `undefined` where it means that component. */
export const redefinedBy = ({ element, redefines }: SchemaNode, name: NameKey): SchemaNode | undefined => {
  if (redefines?.name !== name) return undefined;
  const { local } = element.name;
  const isBase = local === 'restriction' || local === 'extension';
  const kind = redefines.node.element.name.local;
  return local === kind || (isBase && kind.endsWith('Type')) ? redefines.node : undefined;
};

/** The first child with one of the names, or `undefined`. */
export const childNode = (node: SchemaNode, ...names: readonly string[]): SchemaNode | undefined =>
  childNodes(node).find((child) => names.includes(localName(child)));

const DERIVATIONS: readonly Derivation[] = ['extension', 'restriction'];
const BLOCKED: readonly Blocked[] = [...DERIVATIONS, 'substitution'];

/** The words of `all` that `block` or `final` lists, by the schema's default when the attribute is absent. */
const listed = <Word extends string>(
  node: SchemaNode,
  local: 'block' | 'final',
  all: readonly Word[],
): readonly Word[] => {
  const root: SchemaNode = { element: node.document.root, document: node.document };
  const words: readonly string[] = (attribute(node, local) ?? attribute(root, `${local}Default`) ?? '').split(' ');
  return words.includes('#all') ? all : all.filter((word) => words.includes(word));
};

/** Derivations named by `block` or `final` of a type. */
export const derivationsOf = (node: SchemaNode, local: 'block' | 'final'): readonly Derivation[] =>
  listed(node, local, DERIVATIONS);

/** How a simple type makes another, or a complex one. */
export type SimpleDerivation = Derivation | 'list' | 'union';

const SIMPLE_DERIVATIONS: readonly SimpleDerivation[] = [...DERIVATIONS, 'list', 'union'];

/** What the `final` of a simple type names. */
export const simpleFinalOf = (node: SchemaNode): readonly SimpleDerivation[] =>
  listed(node, 'final', SIMPLE_DERIVATIONS);

/** What an element's `block` names. */
export const blockedBy = (node: SchemaNode): readonly Blocked[] => listed(node, 'block', BLOCKED);
