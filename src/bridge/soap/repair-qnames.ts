import type { NamespaceScope, XmlAttribute, XmlElement, XmlName, XmlNode } from '../../xml/index.js';
import { findNamespace, isElement } from '../../xml/index.js';
import type { Declarations, SymbolSpace } from './declarations.js';
import { findDefault, findSpace, qNameAttributesOf } from './qname-attributes.js';
import type { CountRepair } from './repair-declarations.js';

/**
 * Whether an unprefixed QName that the default namespace `namespace` does not declare is declared in no namespace,
 * and so means that.
 */
export const meansNoNamespace = (
  declarations: Declarations,
  space: SymbolSpace,
  { namespace, local }: XmlName,
): boolean =>
  namespace !== '' &&
  !declarations.has(space, { namespace, local }) &&
  declarations.has(space, { namespace: '', local });

/** What the repair of QNames needs to know of the schema around. */
export interface QNameRepair {
  readonly declarations: Declarations;
  /** Scope around `xs:schema`. */
  readonly outer: NamespaceScope | undefined;
  readonly count: CountRepair;
}

interface Rescope extends QNameRepair {
  /** The inherited declaration of the default namespace, which the repaired schema takes back. */
  readonly inherited: NamespaceScope;
  /** Prefix for what goes on to mean the inherited default namespace. */
  readonly prefix: string;
  /** What the scope around the schema becomes. */
  readonly base: NamespaceScope;
  /** Scopes made so far: elements that shared one go on to share one. */
  readonly scopes: Map<NamespaceScope, NamespaceScope>;
}

/** QNames of an attribute: one, or a list of them. Almost always one, without white space. */
const namesIn = (value: string): readonly string[] =>
  /\s/.test(value)
    ? value
        .trim()
        .split(/\s+/)
        .filter((name) => name !== '')
    : [value];

/** Whether a schema has an unprefixed QName that needs the repair. */
const needsRepair = (element: XmlElement, inherited: NamespaceScope, declarations: Declarations): boolean => {
  const { namespace } = inherited;
  const spaces = qNameAttributesOf(element);
  const inherits = spaces.size > 0 && findDefault(element.scope) === inherited;
  for (const attribute of inherits ? element.attributes : []) {
    const space = findSpace(spaces, attribute);
    if (space === undefined) continue;
    const isMeant = (local: string): boolean => meansNoNamespace(declarations, space, { namespace, local });
    if (namesIn(attribute.value).some(isMeant)) return true;
  }
  return element.children.some((child) => isElement(child) && needsRepair(child, inherited, declarations));
};

/** `scope` with the scope around the schema replaced by one in which the default namespace is taken back. */
const rescope = (context: Rescope, scope: NamespaceScope | undefined): NamespaceScope => {
  if (scope === undefined || scope === context.outer) return context.base;
  const known = context.scopes.get(scope);
  if (known) return known;
  const made = { prefix: scope.prefix, namespace: scope.namespace, outer: rescope(context, scope.outer) };
  context.scopes.set(scope, made);
  return made;
};

/** A QName that had no prefix: none still where it means no namespace now, else the prefix for what it meant before. */
const rewriteName = (context: Rescope, space: SymbolSpace, text: string): string => {
  if (text === '' || text.includes(':')) return text;
  if (!meansNoNamespace(context.declarations, space, { namespace: context.inherited.namespace, local: text })) {
    return `${context.prefix}:${text}`;
  }
  context.count('unqualified-qname');
  return text;
};

const rewriteAttributes = (context: Rescope, element: XmlElement): readonly XmlAttribute[] => {
  const spaces = qNameAttributesOf(element);
  if (spaces.size === 0) return element.attributes;
  let attributes: XmlAttribute[] | undefined;
  for (const [at, attribute] of element.attributes.entries()) {
    const space = findSpace(spaces, attribute);
    if (space === undefined) continue;
    const value = namesIn(attribute.value)
      .map((text) => rewriteName(context, space, text))
      .join(' ');
    if (value === attribute.value) continue;
    attributes ??= [...element.attributes];
    attributes[at] = { name: attribute.name, prefix: attribute.prefix, value };
  }
  return attributes ?? element.attributes;
};

const rewrite = (context: Rescope, element: XmlElement): XmlElement => {
  const { name, prefix, attributes, scope, start, end } = element;
  const inherits = findDefault(scope) === context.inherited;
  const children: XmlNode[] = [];
  for (const child of element.children) children.push(isElement(child) ? rewrite(context, child) : child);
  return {
    name,
    prefix: inherits && prefix === '' ? context.prefix : prefix,
    attributes: inherits ? rewriteAttributes(context, element) : attributes,
    children,
    scope: rescope(context, scope),
    start,
    end,
  };
};

/** Adds the prefixes of scopes that were not seen yet. */
const addPrefixes = (scope: NamespaceScope | undefined, prefixes: Set<string>, seen: Set<NamespaceScope>): void => {
  for (let at = scope; at !== undefined && !seen.has(at); at = at.outer) {
    seen.add(at);
    prefixes.add(at.prefix);
  }
};

/** A prefix that stands for `namespace` everywhere in the schema, or one that nothing there uses. */
const choosePrefix = (root: XmlElement, namespace: string): string => {
  const seen = new Set<NamespaceScope>();
  const around = new Set<string>();
  addPrefixes(root.scope, around, seen);
  const inside = new Set<string>();
  const visit = (element: XmlElement): void => {
    addPrefixes(element.scope, inside, seen);
    for (const child of element.children) if (isElement(child)) visit(child);
  };
  visit(root);
  for (const prefix of around) {
    if (prefix !== '' && !inside.has(prefix) && findNamespace(root.scope, prefix) === namespace) return prefix;
  }
  for (let count = 1; ; count++) {
    const prefix = `outer${count}`;
    if (!around.has(prefix) && !inside.has(prefix)) return prefix;
  }
};

/**
 * Gives unprefixed QNames that miss the inherited default namespace the meaning they have in no namespace: the
 * schema takes the inherited default back, and what means it after all gets a prefix.
 */
export const repairQNames = (root: XmlElement, context: QNameRepair): XmlElement => {
  const { declarations, outer } = context;
  const inherited = findDefault(outer);
  if (inherited === undefined || inherited.namespace === '') return root;
  if (!needsRepair(root, inherited, declarations)) return root;
  const { namespace } = inherited;
  const prefix = choosePrefix(root, namespace);
  const takenBack = { prefix: '', namespace: '', outer };
  const isBound = findNamespace(root.scope, prefix) === namespace;
  const base = isBound ? takenBack : { prefix, namespace, outer: takenBack };
  return rewrite({ ...context, inherited, prefix, base, scopes: new Map() }, root);
};
