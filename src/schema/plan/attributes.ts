import type { AttributeUse } from '../model/components.js';
import { nameMembers } from './members.js';
import type { AttributePlan } from './model.js';

/** Attributes of a complex type with the members that they become. */
export const planAttributes = (uses: readonly AttributeUse[]): readonly AttributePlan[] => {
  const members = nameMembers(uses.map(({ declaration }) => declaration.name));
  return uses.map((use, at) => ({
    name: use.declaration.name,
    use,
    type: use.declaration.type,
    member: `@${members[at] ?? ''}`,
  }));
};
