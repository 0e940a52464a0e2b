import { toNameKey } from '../../xml/index.js';
import type { NameKey } from '../../xml/index.js';
import type { TypePlan } from '../plan/model.js';

/** A member that the elements of one name become. */
export interface Member {
  readonly member: string;
  readonly repeated: boolean;
}

/** Members of a type by the names of their elements. */
export const membersByName = ({ members }: TypePlan): ReadonlyMap<NameKey, Member> =>
  new Map(
    [...members.values()].flatMap(({ member, repeated, element }) =>
      element === undefined ? [] : [[toNameKey(element.declaration.name), { member, repeated }] as const],
    ),
  );
