import { BUILT_IN_TYPES } from '../simple/index.js';
import { ANY_TYPE } from './any-type.js';
import type { Blocked, ComponentModel, ElementDeclaration, Type } from './components.js';
import { baseOf, isDerivedFrom } from './derivation.js';

/**
 * The named types, built-in ones included, that `xsi:type` may put in the place of the type of an element (XSD 1.0 part 1,
 * section 3.3.4, `cvc-elt.4.3`), that type itself apart; abstract ones are left out.
 */
export type Substitutes = (declaration: ElementDeclaration) => readonly Type[];

/** What an element's declaration and its type block together. */
export const blockedOf = ({ type, block }: ElementDeclaration): readonly Blocked[] => [
  ...new Set([...block, ...(type.kind === 'complex' ? type.block : [])]),
];

const isAbstract = (type: Type): boolean => type.kind === 'complex' && type.abstract;

/** Named types by the types that they come from, in one step or more. */
const indexByBase = (types: readonly Type[]): ReadonlyMap<Type, readonly Type[]> => {
  const index = new Map<Type, Type[]>();
  for (const type of types) {
    for (let at = baseOf(type); at !== undefined; at = baseOf(at)) {
      const known = index.get(at);
      if (known === undefined) index.set(at, [type]);
      else known.push(type);
    }
  }
  return index;
};

/** Substitutes among the types of a model; found once for each type and what is blocked. */
export const createSubstitutes = (model: ComponentModel): Substitutes => {
  const named = [...model.types.values(), ...BUILT_IN_TYPES.values()];
  let index: ReadonlyMap<Type, readonly Type[]> | undefined;
  const below = (type: Type): readonly Type[] => (index ??= indexByBase(named)).get(type) ?? [];
  const candidates = (type: Type): readonly Type[] => {
    if (type === ANY_TYPE) return named;
    if (type.kind === 'complex') return below(type);
    // The members of a union may stand in its place.
    const members = type.memberTypes.filter((member) => member.name !== undefined);
    return [...new Set([...below(type), ...members, ...members.flatMap(below)])];
  };
  const found = new Map<Type, Map<string, readonly Type[]>>();
  return (declaration) => {
    const { type } = declaration;
    const blocked = blockedOf(declaration);
    const known = found.get(type) ?? new Map<string, readonly Type[]>();
    found.set(type, known);
    const key = blocked.join();
    const substitutes =
      known.get(key) ?? candidates(type).filter((other) => isDerivedFrom(other, type, blocked) && !isAbstract(other));
    known.set(key, substitutes);
    return substitutes;
  };
};
