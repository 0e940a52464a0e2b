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
  accepts(row: Row, rank: Rank): boolean;
  /** How what the caller sees of a row answers what is wanted; `undefined` where that is no schema. */
  matchOf(row: Row): Match | undefined;
  /** Rows that were accepted although it has to be read first what the caller sees of them. */
  readonly unknown: readonly UnknownPart[];
  /** Whether everybody who may see all would get the same: every row that was accepted is seen whole. */
  isShared(): boolean;
}

export interface SeenRowsParts extends Question {
  readonly sight: Sight;
  readonly lowest: Grade;
}

/** What is never changed, as most lookups have nothing to note. */
const NONE: readonly UnknownPart[] = [];

class RowsOfSight implements SeenRows {
  readonly #context: SpaceContext;
  readonly #parts: SeenRowsParts;
  readonly #seesAll: boolean;
  #unknown: UnknownPart[] | undefined;
  #isShared: boolean;

  constructor(context: SpaceContext, parts: SeenRowsParts) {
    this.#context = context;
    this.#parts = parts;
    this.#seesAll = parts.sight.rights.seesAll;
    this.#isShared = this.#seesAll;
  }

  get unknown(): readonly UnknownPart[] {
    return this.#unknown ?? NONE;
  }

  isShared(): boolean {
    return this.#isShared;
  }

  accepts(row: Row, rank: Rank): boolean {
    if (!this.#seesAll || row.guarded) return this.#acceptsPart(row, rank);
    return rank !== UNGRADED || this.#parts.ranking?.sets.has(row.components) !== true;
  }

  matchOf(row: Row): Match | undefined {
    const { sight, wanted } = this.#parts;
    if (sight.isWhole(row)) return this.#gradeWhole(row);
    const part = this.#findPart(row);
    if (part === 'none' || part === 'unknown' || wanted === undefined) return undefined;
    return part === row.components.view ? this.#gradeWhole(row) : this.#context.shared.matcher.grade(wanted, part);
  }

  /** The part of a row's interface that the caller sees; the row is noted when that has to be read first. */
  #findPart(row: Row): SetView | 'none' | 'unknown' {
    const seen = this.#parts.sight.of(row);
    if (seen === 'complete') return row.components.view;
    if (seen === 'hidden' || seen === 'protected') return 'none';
    const part = this.#context.shared.tailored.find(row.components.view, seen);
    if (part !== undefined) return part;
    (this.#unknown ??= []).push({ row, methods: seen });
    return 'unknown';
  }

  #gradeWhole({ components }: Row): Match | undefined {
    const { wanted, ranking } = this.#parts;
    return wanted && (ranking?.matchOf(components) ?? this.#context.shared.matcher.grade(wanted, components.view));
  }

  #isFound(row: Row): boolean {
    const { wanted, ranking, lowest } = this.#parts;
    if (wanted === undefined || ranking?.sets.has(row.components) !== true) return false;
    const part = this.#findPart(row);
    if (part === 'unknown' || part === row.components.view) return true;
    return part !== 'none' && isAtLeast(this.#context.shared.matcher.grade(wanted, part).grade, lowest);
  }

  #acceptsPart(row: Row, rank: Rank): boolean {
    this.#isShared = false;
    const { sight, wanted } = this.#parts;
    if (!sight.rights.may('lookup', row.name)) return false;
    const found = this.#isFound(row);
    if (rank !== UNGRADED) return found;
    // Its match is told as well.
    if (wanted !== undefined) this.#findPart(row);
    return !found;
  }
}

export const createSeenRows = (context: SpaceContext, parts: SeenRowsParts): SeenRows =>
  new RowsOfSight(context, parts);
