import type { NamespaceScope } from './model.js';

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
