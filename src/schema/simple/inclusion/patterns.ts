import type { Pattern } from '../../pattern/index.js';
import { quote } from '../characters.js';
import type { SimpleDifference, SimplePair } from './model.js';
import { isWithin } from './text-sets.js';

/** Whether a group of patterns is there too, maybe with fewer of its alternatives; answers the common case without any work. */
const hasGroup = (pair: SimplePair, group: readonly Pattern[]): boolean => {
  const sources = new Set(group.map((pattern) => pattern.source));
  return pair.narrower.facets.patterns.some((other) => other.every((pattern) => sources.has(pattern.source)));
};

const describeGroups = (groups: readonly (readonly Pattern[])[]): string => {
  if (groups.length === 0) return 'no pattern';
  return groups.map((group) => `pattern ${group.map(({ source }) => quote(source)).join(' or ')}`).join(' and ');
};

/** The first group of patterns of the wider type that some text of the narrower one may not match. */
export const findPatternDifference = (pair: SimplePair): SimpleDifference | undefined => {
  const { wider, narrower } = pair;
  const failing = wider.facets.patterns.find(
    (group) => !hasGroup(pair, group) && !isWithin(pair, { kind: 'patterns', patterns: group }),
  );
  if (failing === undefined) return undefined;
  const [narrow, wide] = [describeGroups(narrower.facets.patterns), describeGroups([failing])];
  return {
    rule: 'pattern',
    narrow,
    wide,
    narrowing: (subject) => `let ${subject} match ${wide}`,
    widening: (subject) =>
      narrower.facets.patterns.length === 0 ? `remove ${wide} from ${subject}` : `let ${subject} also match ${narrow}`,
  };
};
