import type { NamespaceScope, XmlAttribute, XmlElement, XmlName } from '../../xml/index.js';
import { findNamespace, isElement } from '../../xml/index.js';
import type { Declarations, SymbolSpace } from './declarations.js';
import { findDefault, qNameAttributesOf } from './qname-attributes.js';
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

interface Rescope {
  readonly declarations: Declarations;
  /** The inherited declaration of the default namespace, which the repaired schema takes back. */
  readonly inherited: NamespaceScope;
  /** Prefix for what goes on to mean the inherited default namespace. */
  readonly prefix: string;
  /** Scope around the schema, and what it becomes. */
  readonly outer: NamespaceScope | undefined;
  readonly base: NamespaceScope;
  /** Scopes made so far: elements that shared one go on to share one. */
  readonly scopes: Map<NamespaceScope, NamespaceScope>;
}

const isUnprefixed = (text: string): boolean => text !== '' && !text.includes(':');

/** QName attributes of an element with the symbol space that each points into. */
const usesIn = (element: XmlElement): readonly { readonly value: string; readonly space: SymbolSpace }[] => {
  const spaces = qNameAttributesOf(element);
  return element.attributes.flatMap(({ name, value }) => {
    const space = name.namespace === '' && Object.hasOwn(spaces, name.local) ? spaces[name.local] : undefined;
    return space === undefined ? [] : [{ value, space }];
  });
};

const countIn = (element: XmlElement, inherited: NamespaceScope, declarations: Declarations): number => {
  const { namespace } = inherited;
  let found = 0;
  for (const { value, space } of findDefault(element.scope) === inherited ? usesIn(element) : []) {
    for (const local of value.trim().split(/\s+/).filter(isUnprefixed)) {
      if (meansNoNamespace(declarations, space, { namespace, local })) found++;
    }
  }
  for (const child of element.children) if (isElement(child)) found += countIn(child, inherited, declarations);
  return found;
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

const rewriteValue = (context: Rescope, space: SymbolSpace, value: string): string =>
  value
    .trim()
    .split(/\s+/)
    .map((text) => {
      const name = { namespace: context.inherited.namespace, local: text };
      const keeps = !isUnprefixed(text) || meansNoNamespace(context.declarations, space, name);
      return keeps ? text : `${context.prefix}:${text}`;
    })
    .join(' ');

const rewriteAttributes = (context: Rescope, element: XmlElement): readonly XmlAttribute[] => {
  const spaces = qNameAttributesOf(element);
  return element.attributes.map((attribute) => {
    const { name, value } = attribute;
    const space = name.namespace === '' && Object.hasOwn(spaces, name.local) ? spaces[name.local] : undefined;
    return space === undefined ? attribute : { ...attribute, value: rewriteValue(context, space, value) };
  });
};

const rewrite = (context: Rescope, element: XmlElement): XmlElement => {
  const inherits = findDefault(element.scope) === context.inherited;
  return {
    ...element,
    prefix: inherits && element.prefix === '' ? context.prefix : element.prefix,
    attributes: inherits ? rewriteAttributes(context, element) : element.attributes,
    children: element.children.map((child) => (isElement(child) ? rewrite(context, child) : child)),
    scope: rescope(context, element.scope),
  };
};

const declaresDeeper = (element: XmlElement, prefix: string, outer: NamespaceScope | undefined): boolean => {
  for (let at = element.scope; at !== undefined && at !== outer; at = at.outer) if (at.prefix === prefix) return true;
  return element.children.some((child) => isElement(child) && declaresDeeper(child, prefix, outer));
};

/** A prefix that stands for `namespace` everywhere in the schema, or one that nothing there uses. */
const choosePrefix = (root: XmlElement, namespace: string): string => {
  for (let at = root.scope; at !== undefined; at = at.outer) {
    const { prefix } = at;
    const isUsable = prefix !== '' && findNamespace(root.scope, prefix) === namespace;
    if (isUsable && !declaresDeeper(root, prefix, root.scope)) return prefix;
  }
  for (let count = 1; ; count++) {
    const prefix = `outer${count}`;
    if (!declaresDeeper(root, prefix, undefined)) return prefix;
  }
};

/** What the repair of QNames needs to know of the schema around. */
export interface QNameRepair {
  readonly declarations: Declarations;
  /** Scope around `xs:schema`. */
  readonly outer: NamespaceScope | undefined;
  readonly count: CountRepair;
}

/**
 * Gives unprefixed QNames that miss the inherited default namespace the meaning they have in no namespace: the
 * schema takes the inherited default back, and what means it after all gets a prefix.
 */
export const repairQNames = (root: XmlElement, { declarations, outer, count }: QNameRepair): XmlElement => {
  const inherited = findDefault(outer);
  if (inherited === undefined || inherited.namespace === '') return root;
  const found = countIn(root, inherited, declarations);
  if (found === 0) return root;
  for (let at = 0; at < found; at++) count('unqualified-qname');
  const { namespace } = inherited;
  const prefix = choosePrefix(root, namespace);
  const takenBack = { prefix: '', namespace: '', outer };
  const isBound = findNamespace(root.scope, prefix) === namespace;
  const base = isBound ? takenBack : { prefix, namespace, outer: takenBack };
  return rewrite({ declarations, inherited, prefix, outer, base, scopes: new Map() }, root);
};
