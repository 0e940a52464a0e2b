import { StoaError } from '../base/index.js';
import { findNonChar, isNcName } from './chars.js';
import { findNamespace } from './model.js';
import type { NamespaceScope, XmlAttribute, XmlElement, XmlName, XmlNode } from './model.js';
import { checkDeclaration } from './parser/namespaces.js';

/** An attribute to be built; its namespace, if it has one, needs a prefix. */
export interface AttributeParts {
  readonly name: XmlName | string;
  readonly value: string;
  readonly prefix?: string;
}

/** What an element is built of; everything may be left out. */
export interface ElementParts {
  /** Prefix of the element's name; without one its namespace is the default namespace. */
  readonly prefix?: string;
  /** Attributes in order: a list, or values by local name for attributes in no namespace. `undefined` values are left out. */
  readonly attributes?: readonly AttributeParts[] | Readonly<Record<string, string | undefined>>;
  /** Text and elements in order; empty texts are left out and neighbouring ones joined. */
  readonly children?: readonly XmlNode[];
  /** Further declarations by prefix (`''` = default namespace), for QNames in content. */
  readonly namespaces?: Readonly<Record<string, string>>;
}

const refuse = (message: string): never => {
  throw new StoaError('VALUE_INVALID', message);
};

const assertName = ({ namespace, local }: XmlName, prefix: string): void => {
  if (!isNcName(local)) refuse(`expected a name without a colon, found ${JSON.stringify(local)}`);
  if (prefix !== '' && !isNcName(prefix)) refuse(`expected a prefix, found ${JSON.stringify(prefix)}`);
  if (prefix !== '' && namespace === '') refuse(`the name "${local}" has the prefix "${prefix}" and no namespace`);
};

/** `scope` with `prefix` bound to `namespace`; `own` has the prefixes that the element has bound already. */
const bind = (
  scope: NamespaceScope | undefined,
  own: Map<string, string>,
  [prefix, namespace]: [string, string],
): NamespaceScope | undefined => {
  const bound = own.get(prefix);
  if (bound === namespace) return scope;
  if (bound !== undefined) refuse(`the prefix "${prefix}" stands for "${bound}" and for "${namespace}" in one element`);
  const problem = prefix === '' && namespace === '' ? undefined : checkDeclaration(prefix, namespace);
  if (problem !== undefined) refuse(problem);
  if (prefix !== '' && !isNcName(prefix)) refuse(`expected a prefix, found ${JSON.stringify(prefix)}`);
  own.set(prefix, namespace);
  return findNamespace(scope, prefix) === namespace ? scope : { prefix, namespace, outer: scope };
};

const isList = (attributes: NonNullable<ElementParts['attributes']>): attributes is readonly AttributeParts[] =>
  Array.isArray(attributes);

const listAttributes = (attributes: ElementParts['attributes'] = []): readonly AttributeParts[] => {
  if (isList(attributes)) return attributes;
  const parts: AttributeParts[] = [];
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) parts.push({ name, value });
  return parts;
};

const buildAttributes = (attributes: ElementParts['attributes']): readonly XmlAttribute[] => {
  const seen = new Set<string>();
  return listAttributes(attributes).map(({ name, value, prefix = '' }) => {
    const expanded = typeof name === 'string' ? { namespace: '', local: name } : name;
    assertName(expanded, prefix);
    if (expanded.namespace !== '' && prefix === '')
      refuse(`the attribute "${expanded.local}" of "${expanded.namespace}" needs a prefix`);
    if (expanded.namespace === '' && expanded.local === 'xmlns') refuse('"xmlns" is a declaration and no attribute');
    const key = `${expanded.namespace}}${expanded.local}`;
    if (seen.has(key)) refuse(`the attribute "${expanded.local}" is given twice`);
    seen.add(key);
    if (findNonChar(value, 0, value.length) >= 0)
      refuse(`the value of the attribute "${expanded.local}" has a character that XML cannot hold`);
    return { name: expanded, prefix, value };
  });
};

const joinTexts = (children: readonly XmlNode[]): readonly XmlNode[] => {
  const joined: XmlNode[] = [];
  for (const child of children) {
    const last = joined.at(-1);
    if (typeof child !== 'string') joined.push(child);
    else if (child !== '' && findNonChar(child, 0, child.length) >= 0)
      refuse('the text has a character that XML cannot hold');
    else if (typeof last === 'string') joined[joined.length - 1] = last + child;
    else if (child !== '') joined.push(child);
  }
  return joined;
};

/**
 * Builds an element for trees that code makes. Its scope has the declarations that its own names need and
 * those asked for; what its children need is declared when the tree is written.
 *
 * @throws {StoaError} `VALUE_INVALID` for what XML cannot hold: bad names, control characters, an attribute given
 * twice, one prefix for two namespaces
 */
export const createElement = (name: XmlName, parts: ElementParts = {}): XmlElement => {
  const { prefix = '', children = [], namespaces = {} } = parts;
  assertName(name, prefix);
  const attributes = buildAttributes(parts.attributes);
  const own = new Map<string, string>();
  let scope: NamespaceScope | undefined;
  if (prefix !== '' || name.namespace !== '') scope = bind(scope, own, [prefix, name.namespace]);
  else own.set('', '');
  for (const attribute of attributes) {
    if (attribute.prefix !== '') scope = bind(scope, own, [attribute.prefix, attribute.name.namespace]);
  }
  for (const binding of Object.entries(namespaces)) scope = bind(scope, own, binding);
  return { name, prefix, attributes, children: joinTexts(children), scope, start: -1, end: -1 };
};
