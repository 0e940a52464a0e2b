import { namesOf } from '../shape/counts.js';
import type { Counts } from '../shape/counts.js';

/** Most alternatives that are written out as a union. */
const MAX_ALTERNATIVES = 12;

/** A choice in which some alternatives are choices themselves, as one list. */
const flatten = (choice: readonly Counts[]): readonly Counts[] =>
  choice.flatMap((alternative) => {
    const [inner, ...others] = alternative.choices;
    const isChoice = inner !== undefined && others.length === 0 && namesOf(inner).size === alternative.bounds.size;
    return isChoice ? flatten(inner) : [alternative];
  });

/**
 * The alternatives of the only choice of a content model, if they are few, exclude one another and say all there is to say;
 * else `undefined`, and members are optional instead.
 */
export const alternativesOf = ({ choices }: Counts): readonly Counts[] | undefined => {
  const [choice, ...others] = choices;
  if (choice === undefined || others.length > 0) return undefined;
  const alternatives = flatten(choice);
  const isSimple = alternatives.every((alternative) => alternative.choices.length === 0);
  const isExclusive = alternatives.every(
    ({ bounds }, at) =>
      [...bounds.values()].some(({ min }) => min > 0) ||
      (bounds.size === 0 && alternatives.findIndex((each) => each.bounds.size === 0) === at),
  );
  return isSimple && isExclusive && alternatives.length <= MAX_ALTERNATIVES ? alternatives : undefined;
};
