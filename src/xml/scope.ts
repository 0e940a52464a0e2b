import { isQName } from './chars.js';
import { findNamespace } from './model.js';
import type { NamespaceScope, XmlName } from './model.js';

/** One namespace declaration. */
export interface NamespaceBinding {
  /** `''` for the default namespace. */
  readonly prefix: string;
  /** `''` where the default namespace was undeclared. */
  readonly namespace: string;
}

/**
 * Bindings of `scope` that are in force, each prefix once, the outermost declaration first; those that
 * stand in `outer`, an outer part of the same chain, are left out.
 */
export const bindingsInScope = (
  scope: NamespaceScope | undefined,
  outer?: NamespaceScope,
): readonly NamespaceBinding[] => {
  const bindings = new Map<string, NamespaceBinding>();
  for (let at = scope; at !== undefined && at !== outer; at = at.outer) {
    if (!bindings.has(at.prefix)) bindings.set(at.prefix, at);
  }
  return [...bindings.values()].reverse();
};

/**
 * The expanded name that a QName in content stands for, or `undefined` when `text` is no QName or its prefix is
 * not bound. Without a prefix the default namespace applies (XML Schema part 2, section 3.2.18). White space
 * is not taken off.
 */
export const resolveQName = (text: string, scope: NamespaceScope | undefined): XmlName | undefined => {
  if (!isQName(text)) return undefined;
  const colon = text.indexOf(':');
  const namespace = findNamespace(scope, colon < 0 ? '' : text.slice(0, colon));
  return namespace === undefined ? undefined : { namespace, local: text.slice(colon + 1) };
};
