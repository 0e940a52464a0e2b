import type { Blocked, ElementDeclaration, Type } from './components.js';
import { baseOf, derivationOf } from './derivation.js';

const blockOf = (type: Type): readonly Blocked[] => (type.kind === 'complex' ? type.block : []);

/**
 * Whether an element that names `head` as the head of its substitution group, by however many steps, may stand in its
 * place (XSD 1.0 part 1, section 3.3.6, "Substitution Group OK (Transitive)"): unless the head, its type or a type between
 * the two blocks how the one type came from the other.
 */
export const maySubstitute = (element: ElementDeclaration, head: ElementDeclaration): boolean => {
  if (element === head) return true;
  if (head.block.includes('substitution')) return false;
  const methods: Blocked[] = [];
  const blocked: Blocked[] = [...head.block, ...blockOf(head.type)];
  let at: Type | undefined = element.type;
  while (at !== undefined && at !== head.type) {
    methods.push(derivationOf(at));
    at = baseOf(at);
    if (at !== undefined && at !== head.type) blocked.push(...blockOf(at));
  }
  return !methods.some((method) => blocked.includes(method));
};

/** Elements that may stand where their substitution group's head is referred to. */
export interface Substitutions {
  /** Whether some element names this one as the head of its substitution group. */
  readonly isHead: (element: ElementDeclaration) => boolean;
  /**
   * The head itself and every element that may stand in its place, abstract ones left out (section 3.3.6, "Substitution
   * Group"), in the order of their declarations by distance from the head.
   */
  readonly alternativesTo: (head: ElementDeclaration) => readonly ElementDeclaration[];
}

/** Substitution groups of global elements. `step` counts the work. */
export const createSubstitutions = (
  elements: Iterable<ElementDeclaration>,
  step: (count: number) => void,
): Substitutions => {
  const direct = new Map<ElementDeclaration, ElementDeclaration[]>();
  for (const element of elements) {
    if (element.substitutes === undefined) continue;
    const siblings = direct.get(element.substitutes);
    if (siblings === undefined) direct.set(element.substitutes, [element]);
    else siblings.push(element);
  }
  const known = new Map<ElementDeclaration, readonly ElementDeclaration[]>();
  const findAlternatives = (head: ElementDeclaration): readonly ElementDeclaration[] => {
    const all = [head];
    // The list grows while it is walked: members of members follow.
    for (const each of all) all.push(...(direct.get(each) ?? []));
    step(all.length);
    return all.filter((each) => !each.abstract && maySubstitute(each, head));
  };
  return {
    isHead: (element) => direct.has(element),
    alternativesTo: (head) => {
      if (!direct.has(head)) return [head];
      const alternatives = known.get(head) ?? findAlternatives(head);
      known.set(head, alternatives);
      return alternatives;
    },
  };
};
