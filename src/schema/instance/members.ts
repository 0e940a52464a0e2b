import type { TypedValue } from '../values.js';

/** Members of a value in the making. */
export type Members = Record<string, TypedValue>;

// Instances have no inherited members at all, so `constructor` and `__proto__` are names like any other; and unlike
// those of Object.create(null) they keep the engine's fast property layout.
const MembersObject = function MembersObject() {
  return undefined;
} as unknown as { new (): Members; prototype: object };
/** What all such objects inherit from: nothing. */
export const MEMBERS_PROTOTYPE = Object.freeze(Object.create(null) as object);
MembersObject.prototype = MEMBERS_PROTOTYPE;

/** An object without members, own or inherited. */
export const createMembers = (): Members => new MembersObject();

/** Where one child's value goes. */
export interface ChildValue {
  readonly member: string;
  readonly repeated: boolean;
  readonly value: TypedValue;
}

/** Adds the value of a child to its parent's members. */
export const addMember = (members: Members, { member, repeated, value }: ChildValue): void => {
  if (!repeated) {
    members[member] = value;
    return;
  }
  const before = members[member];
  if (Array.isArray(before)) before.push(value);
  else members[member] = [value];
};
