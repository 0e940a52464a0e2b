import type { Leaf } from '../model/components.js';
import { allowsNamespace, overlapConstraints } from '../model/wildcard.js';
import type { NamespaceConstraint } from '../model/wildcard.js';
import { createPairs } from './alignment-model.js';
import type { Alignment, Pairs } from './alignment-model.js';
import type { Comparison } from './comparison.js';
import { listWildcardMoves } from './configurations.js';
import type { Configuration, ConfigurationMove, WildcardMove } from './configurations.js';

/** Namespaces that two lists of constraints tell apart, and one that none of them names. */
const listNamespaces = (constraints: readonly NamespaceConstraint[]): readonly string[] => {
  const named = constraints.flatMap((constraint) => {
    if (constraint.kind === 'any') return [];
    return constraint.kind === 'not' ? [constraint.namespace] : constraint.namespaces;
  });
  return [...new Set([...named, '', ' any other'])];
};

/** The wildcards that together let in whatever a wildcard does; `undefined` when they leave something out. */
const findCover = (
  constraint: NamespaceConstraint,
  moves: readonly WildcardMove[],
): readonly WildcardMove[] | undefined => {
  const constraints = moves.map(({ leaf }) => leaf.wildcard.constraint);
  const admitted = listNamespaces([constraint, ...constraints]).filter((each) => allowsNamespace(constraint, each));
  const isCovered = admitted.every((each) => constraints.some((other) => allowsNamespace(other, each)));
  return isCovered ? moves.filter(({ leaf }) => overlapConstraints(constraint, leaf.wildcard.constraint)) : undefined;
};

/** The moves of the wide model that together take what one of the narrow model takes; `undefined` when they do not. */
const findAnswers = (leaf: Leaf, wide: Configuration): readonly ConfigurationMove[] | undefined => {
  if (leaf.kind === 'any') return findCover(leaf.wildcard.constraint, listWildcardMoves(wide.moves()));
  const move = wide.find(leaf.element.name);
  return move === undefined ? undefined : [move];
};

/** How long a move can be made again and again while nothing else changes. */
const steadinessOf = (from: Configuration, move: ConfigurationMove, next: Configuration): number =>
  move.run?.steady ?? (next.id === from.id ? Infinity : 0);

const after = (move: ConfigurationMove, next: Configuration, times: number): Configuration =>
  move.run?.after(times) ?? next;

type Place = readonly [narrow: Configuration, wide: Configuration];

/**
 * The place after both sides have taken an element. Where both count, the counts between which nothing changes are passed
 * over at once.
 */
const advance = ([narrow, wide]: Place, move: ConfigurationMove, answer: ConfigurationMove): Place => {
  const [own, other] = [move.next(), answer.next()];
  const steady = Math.min(steadinessOf(narrow, move, own), steadinessOf(wide, answer, other));
  if (steady === 0 || steady === Infinity) return [own, other];
  return [after(move, own, 1 + steady), after(answer, other, 1 + steady)];
};

/** Notes the pairs that meet at a place and opens the places after it; `false` where an element has none in the wide model. */
const goOn = (comparison: Comparison, place: Place, { pairs, open }: { pairs: Pairs; open: Place[] }): boolean => {
  const [narrow, wide] = place;
  if (narrow.accepting() && !wide.accepting()) return false;
  for (const move of narrow.moves()) {
    if (!comparison.step(2)) return false;
    // Nothing can be an instance of an abstract element.
    if (move.leaf.kind === 'element' && move.leaf.element.abstract) continue;
    const answers = findAnswers(move.leaf, wide);
    if (answers === undefined) return false;
    for (const answer of answers) {
      pairs.add(move.leaf, answer.leaf);
      open.push(advance(place, move, answer));
    }
  }
  return true;
};

/** More than the configurations that any budget makes. */
const MAX_CONFIGURATIONS = 2 ** 26;

/** Goes through two content models in step, from their first configurations, up to where an element has no place. */
export const alignByWalk = (comparison: Comparison, narrow: Configuration, wide: Configuration): Alignment => {
  const pairs = createPairs();
  const seen = new Set<number>();
  const open: Place[] = [[narrow, wide]];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const key = place[0].id * MAX_CONFIGURATIONS + place[1].id;
    if (seen.has(key)) continue;
    seen.add(key);
    if (!comparison.step() || !goOn(comparison, place, { pairs, open })) return { isInPlace: false, pairs: [] };
  }
  return { isInPlace: true, pairs: pairs.list() };
};
