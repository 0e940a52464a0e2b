import type { NameKey } from '../../xml/index.js';
import type { Occurrence } from '../model/components.js';
import { isOneEach, namesOf } from '../shape/counts.js';
import type { Counts } from '../shape/counts.js';
import type { Member } from '../plan/members.js';
import type { JsonSchema } from './json.js';

/** How many items the array of a repeated member has. */
export const itemCounts = (min: number, max: number): JsonSchema => ({
  ...(min > 0 && { minItems: min }),
  ...(max !== Infinity && { maxItems: max }),
});

type Members = ReadonlyMap<NameKey, Member>;

/** What one alternative says of a member: it names also those that it only asks for, as strict validators want it. */
const presence = ({ repeated }: Member, { min, max }: Occurrence): JsonSchema | boolean =>
  repeated ? { type: 'array', ...itemCounts(min, max) } : max > 0;

const toAlternative = (members: Members, names: ReadonlySet<NameKey>, { bounds, choices }: Counts): JsonSchema => {
  const required: string[] = [];
  const properties: [string, JsonSchema | boolean][] = [];
  for (const name of names) {
    const member = members.get(name);
    const range = bounds.get(name) ?? { min: 0, max: 0 };
    if (member === undefined) continue;
    if (range.min > 0) required.push(member.member);
    const said = presence(member, range);
    if (said !== true || range.min > 0) properties.push([member.member, said]);
  }
  return {
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(required.length > 0 && { required }),
    ...(choices.length > 0 && { allOf: choices.map((choice) => choiceSchema(members, choice)) }),
  };
};

/** The alternatives of a choice, told apart by which members are there. */
export const choiceSchema = (members: Members, choice: readonly Counts[]): JsonSchema => {
  if (!isOneEach(choice)) {
    const names = namesOf(choice);
    return { anyOf: choice.map((alternative) => toAlternative(members, names, alternative)) };
  }
  // Each alternative asks for its own name: at most one holds where no other name is there.
  return { oneOf: choice.map((alternative) => toAlternative(members, namesOf([alternative]), alternative)) };
};
