import type { ElementDeclaration, IdentityConstraint } from '../model/components.js';
import { describeIdentityPaths } from '../model/identity.js';
import type { SimpleType } from '../simple/index.js';
import type { Comparison } from './comparison.js';

/**
 * Whether IDs and references to them stand in the same places of two types: elsewhere in a document an ID has to be unlike
 * all others, so that a type with IDs includes only types that have them too.
 */
export const includesIds = (wanted: SimpleType, advertised: SimpleType): boolean => {
  if (!advertised.runtime.holdsIds) return true;
  if (wanted.variety !== advertised.variety) return false;
  if (wanted.itemType !== undefined && advertised.itemType !== undefined) {
    return includesIds(wanted.itemType, advertised.itemType);
  }
  if (wanted.variety === 'atomic') return wanted.builtIn === advertised.builtIn;
  // Members may be many and nested: anything but the same ones is left undecided.
  return wanted === advertised;
};

const hasPathsOf = (left: IdentityConstraint, right: IdentityConstraint): boolean =>
  describeIdentityPaths(left) === describeIdentityPaths(right);

/** The constraint of the same element that a keyref refers to. */
const findReferred = (
  constraint: IdentityConstraint,
  { identity }: ElementDeclaration,
): IdentityConstraint | undefined => identity.find(({ name }) => name === constraint.refer);

/** Whether a constraint of the wide element holds wherever one of the narrow element does. */
const isImplied = (
  { constraint, wide }: { readonly constraint: IdentityConstraint; readonly wide: ElementDeclaration },
  { own, narrow }: { readonly own: IdentityConstraint; readonly narrow: ElementDeclaration },
): boolean => {
  const isOfKind = own.kind === constraint.kind || (own.kind === 'key' && constraint.kind === 'unique');
  if (!isOfKind || !hasPathsOf(own, constraint)) return false;
  if (constraint.kind !== 'keyref') return true;
  const [mine, theirs] = [findReferred(own, narrow), findReferred(constraint, wide)];
  return mine !== undefined && theirs !== undefined && hasPathsOf(mine, theirs);
};

const failIdentity = (comparison: Comparison, constraint: IdentityConstraint): false => {
  const told = `the ${constraint.kind} ${constraint.name} over ${describeIdentityPaths(constraint)}`;
  return comparison.fail((subject) => ({
    rule: 'identity',
    narrow: 'no such identity constraint',
    wide: told,
    narrowing: `give ${subject} ${told}`,
    widening: `take ${told} from ${subject}`,
  }));
};

/** Whether what the narrow element's identity constraints let in is let in by those of the wide one: none of these is new. */
export const includesIdentity = (
  comparison: Comparison,
  narrow: ElementDeclaration,
  wide: ElementDeclaration,
): boolean =>
  comparison.all(
    wide.identity,
    (constraint) =>
      narrow.identity.some((own) => isImplied({ constraint, wide }, { own, narrow })) ||
      failIdentity(comparison, constraint),
  );
