import type { Blocked, ComplexType, ComponentModel, ElementDeclaration } from '../model/components.js';
import { isAnyType } from '../model/derivation.js';

/** Finds the named types that `xsi:type` may put in the place of an element's own (XSD 1.0 part 1, section 3.3.4). */
export interface Replacements {
  /** In the order of the model by distance; none for `xs:anyType` and for simple types. */
  readonly of: (element: ElementDeclaration) => readonly ComplexType[];
}

type Derived = ReadonlyMap<ComplexType, ReadonlySet<ComplexType>>;

/** By type: what is derived from it in one step. Steps may lead over types without a name, as redefinition leaves them. */
const listDerived = (model: ComponentModel): Derived => {
  const derived = new Map<ComplexType, Set<ComplexType>>();
  for (const named of model.types.values()) {
    let at = named;
    while (at.kind === 'complex' && at.base.kind === 'complex' && !isAnyType(at.base)) {
      const siblings = derived.get(at.base) ?? new Set();
      if (siblings.has(at)) break;
      derived.set(at.base, siblings.add(at));
      at = at.base;
    }
  }
  return derived;
};

/** Replacements in one model; `step` counts the work. */
export const createReplacements = (model: ComponentModel, step: (count: number) => void): Replacements => {
  let direct: Derived | undefined;
  const known = new Map<string, readonly ComplexType[]>();
  const ids = new Map<ComplexType, number>();
  const idOf = (type: ComplexType): number => {
    const id = ids.get(type) ?? ids.size;
    ids.set(type, id);
    return id;
  };
  const find = (type: ComplexType, blocked: readonly Blocked[]): readonly ComplexType[] => {
    direct ??= listDerived(model);
    const found = new Set([type]);
    // The set grows while it is walked: what is derived from the derived follows.
    for (const each of found) {
      for (const derived of direct.get(each) ?? []) if (!blocked.includes(derived.derivation)) found.add(derived);
    }
    step(found.size);
    found.delete(type);
    return [...found].filter(({ name }) => name !== undefined);
  };
  return {
    of: ({ type, block }) => {
      if (type.kind === 'simple' || isAnyType(type)) return [];
      const blocked = [...block, ...type.block];
      const key = `${String(idOf(type))} ${blocked.join()}`;
      const replacing = known.get(key) ?? find(type, blocked);
      known.set(key, replacing);
      return replacing;
    },
  };
};
