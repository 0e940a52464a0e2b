import type { Grade } from '../../schema/index.js';
import type { Sight } from '../access/sight.js';
import type { SpaceContext } from '../context.js';
import type { Match } from '../model.js';
import type { Row } from '../projection/index.js';
import type { SetView } from '../tables/index.js';
import type { Ranking } from './matcher.js';
import type { Rank } from './rank.js';
import { UNGRADED, isAtLeast } from './rank.js';
import type { Wanted } from './wanted.js';

/** What is asked for by structure, as far as it is read. */
export interface Question {
  readonly wanted: Wanted | undefined;
  readonly ranking: Ranking | undefined;
}

/** A row of which a caller sees a part that is not known yet. */
export interface UnknownPart {
  readonly row: Row;
  readonly methods: readonly string[];
}

/**
 * The rows that one caller sees in an answer. What is matched is what the caller sees: a document is found by its schema when the
 * part that the caller may see answers what is wanted, and by its name when it may know of it.
 */
export interface SeenRows {
  readonly accepts: (row: Row, rank: Rank) => boolean;
  /** How what the caller sees of a row answers what is wanted; `undefined` where that is no schema. */
  readonly matchOf: (row: Row) => Match | undefined;
  /** Rows that were accepted although it has to be read first what the caller sees of them. */
  readonly unknown: readonly UnknownPart[];
  /** Whether everybody who may see all would get the same. */
  readonly isShared: () => boolean;
}

export interface SeenRowsParts extends Question {
  readonly sight: Sight;
  readonly lowest: Grade;
}

export const createSeenRows = ({ shared }: SpaceContext, parts: SeenRowsParts): SeenRows => {
  const { sight, wanted, ranking, lowest } = parts;
  const { matcher, tailored } = shared;
  const unknown: UnknownPart[] = [];
  let isShared = sight.rights.seesAll;

  /** The part of a row's interface that the caller sees; the row is noted when that has to be read first. */
  const findPart = (row: Row): SetView | 'none' | 'unknown' => {
    const seen = sight.of(row);
    if (seen === 'complete') return row.components.view;
    if (seen === 'hidden' || seen === 'protected') return 'none';
    const part = tailored.find(row.components.view, seen);
    if (part !== undefined) return part;
    unknown.push({ row, methods: seen });
    return 'unknown';
  };

  const gradeWhole = (row: Row): Match | undefined =>
    wanted && (ranking?.matchOf(row.components) ?? matcher.grade(wanted, row.components.view));

  const isFound = (row: Row): boolean => {
    if (wanted === undefined || ranking?.sets.has(row.components) !== true) return false;
    const part = findPart(row);
    if (part === 'unknown' || part === row.components.view) return true;
    return part !== 'none' && isAtLeast(matcher.grade(wanted, part).grade, lowest);
  };

  const acceptsPart = (row: Row, rank: Rank): boolean => {
    isShared = false;
    if (!sight.rights.may('lookup', row.name)) return false;
    const found = isFound(row);
    if (rank !== UNGRADED) return found;
    // Its match is told as well.
    if (wanted !== undefined) findPart(row);
    return !found;
  };

  return {
    accepts: (row, rank) => {
      if (!sight.isWhole(row) || row.guarded) return acceptsPart(row, rank);
      return rank !== UNGRADED || ranking?.sets.has(row.components) !== true;
    },
    matchOf: (row) => {
      if (sight.isWhole(row)) return gradeWhole(row);
      const part = findPart(row);
      if (part === 'none' || part === 'unknown' || wanted === undefined) return undefined;
      return part === row.components.view ? gradeWhole(row) : matcher.grade(wanted, part);
    },
    unknown,
    isShared: () => isShared,
  };
};
