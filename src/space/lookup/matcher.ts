import { LRUCache } from 'lru-cache';
import type { Grade } from '../../schema/index.js';
import type { SharedModels } from '../content/index.js';
import type { SchemaCriteria } from '../model.js';
import type { Projection, SharedComponents } from '../projection/index.js';
import type { Asker } from '../schemas/index.js';
import type { SetView } from '../tables/index.js';
import { findCandidates } from './candidates.js';
import { closenessOf } from './closest-names.js';
import type { Decisions } from './decisions.js';
import { createDecisions } from './decisions.js';
import type { SetMatch } from './grade-set.js';
import { gradeSet } from './grade-set.js';
import type { RankedSource } from './page.js';
import type { Rank } from './rank.js';
import { isAtLeast, toRank } from './rank.js';
import type { Verdicts } from './verdicts.js';
import type { Wanted } from './wanted.js';
import { createWantedReader } from './wanted.js';

/** Sets of components of one rank. */
export interface RankedSets {
  readonly rank: Rank;
  readonly sets: readonly SharedComponents[];
}

/** What a space finds by structure. */
export interface Ranking {
  /** Best rank first. */
  readonly ranked: readonly RankedSets[];
  /** The rows of those sets. */
  readonly sources: readonly RankedSource[];
  /** All of those sets. */
  readonly sets: ReadonlySet<SharedComponents>;
  readonly matchOf: (set: SharedComponents) => SetMatch;
}

/** Finds documents by structure, through the inverted index; it never looks at a document that has nothing of what is wanted. */
export interface Matcher extends Omit<Decisions, 'isRankable' | 'findBest'> {
  readonly verdicts: Verdicts;
  /** For somebody, whom it counts for; `undefined` when nothing is looked for by structure. @throws what `readWanted` throws */
  readonly read: (asker: Asker, criteria: SchemaCriteria) => Wanted | undefined | Promise<Wanted>;
  /** What was read from just these criteria before, if it is kept. */
  readonly findWanted: (criteria: SchemaCriteria) => Wanted | undefined;
  /** The sets that are at least of grade `lowest`, as far as pairs are decided. */
  readonly rank: (projection: Projection, wanted: Wanted, lowest: Grade) => Ranking;
  /** The ranking that still holds, if there is one. */
  readonly findRanking: (projection: Projection, wanted: Wanted, lowest: Grade) => Ranking | undefined;
  readonly grade: (wanted: Wanted, set: SetView) => SetMatch;
  /** The best that could be, as long as not all is decided. */
  readonly gradeAtBest: (wanted: Wanted, set: SetView) => SetMatch;
}

export interface MatcherCollaborators {
  readonly models: SharedModels;
  readonly verdicts: Verdicts;
}

/** Rankings kept: one for each question asked lately in each space. */
const MAX_RANKINGS = 500;

interface KeptRanking {
  readonly version: number;
  readonly ranking: Ranking;
}

export const createMatcher = ({ models, verdicts }: MatcherCollaborators): Matcher => {
  const reader = createWantedReader(models);
  const decisions = createDecisions(verdicts);
  const rankings = new WeakMap<Projection, LRUCache<string, KeptRanking>>();

  const rankingsOf = (projection: Projection): LRUCache<string, KeptRanking> => {
    const known = rankings.get(projection) ?? new LRUCache<string, KeptRanking>({ max: MAX_RANKINGS });
    rankings.set(projection, known);
    return known;
  };

  const grade = (wanted: Wanted, set: SetView): SetMatch => gradeSet(verdicts.find, wanted, set);

  const toKey = (wanted: Wanted, lowest: Grade): string => `${lowest} ${wanted.digest}`;

  const findRanking = (projection: Projection, wanted: Wanted, lowest: Grade): Ranking | undefined => {
    const known = rankingsOf(projection).get(toKey(wanted, lowest));
    return known?.version === projection.components.version() ? known.ranking : undefined;
  };

  /** A ranking holds while no set comes or goes; one with pairs that are not decided yet is not kept. */
  const rank = (projection: Projection, wanted: Wanted, lowest: Grade): Ranking => {
    const known = findRanking(projection, wanted, lowest);
    if (known) return known;
    const ranking = createRanking({ projection, wanted, lowest }, grade);
    if (decisions.isRankable(projection, wanted, lowest)) {
      rankingsOf(projection).set(toKey(wanted, lowest), { version: projection.components.version(), ranking });
    }
    return ranking;
  };

  return {
    verdicts,
    read: reader.read,
    findWanted: reader.find,
    ...decisions,
    rank,
    findRanking,
    grade,
    gradeAtBest: (wanted, set) => gradeSet(decisions.findBest(wanted), wanted, set),
  };
};

interface RankingInput {
  readonly projection: Projection;
  readonly wanted: Wanted;
  readonly lowest: Grade;
}

const createRanking = ({ projection, wanted, lowest }: RankingInput, grade: Matcher['grade']): Ranking => {
  const matches = new Map<SharedComponents, SetMatch>();
  const matchOf = (shared: SharedComponents): SetMatch => {
    const known = matches.get(shared) ?? grade(wanted, shared.view);
    matches.set(shared, known);
    return known;
  };
  const byRank = new Map<Rank, SharedComponents[]>();
  for (const shared of findCandidates(projection, wanted, isAtLeast(lowest, 'compatible'))) {
    const match = matchOf(shared);
    if (!isAtLeast(match.grade, lowest)) continue;
    const rank = toRank(match.grade, match.share, match.share === 1 ? 1 : closenessOf(shared.view, match));
    const sets = byRank.get(rank) ?? [];
    byRank.set(rank, sets);
    sets.push(shared);
  }
  const ranked = [...byRank].map(([rank, sets]) => ({ rank, sets })).sort((left, right) => right.rank - left.rank);
  const sources = ranked.map(({ rank, sets }) => ({ rank, sources: sets.map(({ rows }) => rows) }));
  return { ranked, sources, sets: new Set(ranked.flatMap(({ sets }) => sets)), matchOf };
};
