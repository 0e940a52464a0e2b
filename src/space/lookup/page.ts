import type { Row } from '../projection/index.js';
import { RowList } from '../projection/index.js';
import type { Rank } from './rank.js';

/** A source of rows in the order of their sequence. */
export type RowSource = RowList<Row> | Row;

/** Sources of rows that have one rank. */
export interface RankedSource {
  readonly rank: Rank;
  readonly sources: readonly RowSource[];
}

/** A row with the rank that it has in the answer. */
export interface RankedRow {
  readonly row: Row;
  readonly rank: Rank;
}

/** Where a page starts: after this row of this rank. */
export interface Position {
  readonly rank: Rank;
  readonly sequence: number;
}

/**
 * The first `count` accepted rows after `after`, each once, by rank and then by sequence. `ranked` is in order, best
 * rank first; a row that stands in several ranks counts in the best.
 */
export const takeRankedPage = (
  ranked: Iterable<RankedSource>,
  input: { readonly after: Position | undefined; readonly count: number; readonly accepts: RankAccepts },
): readonly RankedRow[] => {
  const { after, count, accepts } = input;
  const page: RankedRow[] = [];
  for (const { rank, sources } of ranked) {
    if (after !== undefined && rank > after.rank) continue;
    const from = rank === after?.rank ? after.sequence : 0;
    const left = count - page.length;
    const rows = takePage(sources, { after: from, count: left, accepts: (row) => accepts(row, rank) });
    for (const row of rows) page.push({ row, rank });
    if (page.length >= count) break;
  }
  return page;
};

/** Whether a row belongs into the answer, and there to this rank. */
export type RankAccepts = (row: Row, rank: Rank) => boolean;

export interface PageInput {
  /** Only rows with a higher sequence. */
  readonly after: number;
  /** Most rows wanted. */
  readonly count: number;
  readonly accepts: (row: Row) => boolean;
}

/**
 * The first `count` accepted rows of all sources together, each once, in the order of their sequence. Of each
 * source no more than `count` accepted rows are looked at, since it is in order itself.
 */
export const takePage = (sources: Iterable<RowSource>, input: PageInput): readonly Row[] => {
  const lists = [...sources];
  const [only] = lists;
  if (only === undefined) return [];
  if (lists.length === 1) return takeFirst(only, input);
  let page: Row[] = [];
  for (const list of lists) {
    const highest = page.length < input.count ? Number.POSITIVE_INFINITY : (page.at(-1)?.sequence ?? 0);
    const found = takeFirst(list, input, highest);
    if (found.length > 0) page = merge(page, found).slice(0, input.count);
  }
  return page;
};

const takeFirst = (source: RowSource, { after, count, accepts }: PageInput, below = Infinity): Row[] => {
  if (!(source instanceof RowList)) {
    const taken = source.sequence > after && source.sequence < below && !source.removed && accepts(source);
    return taken ? [source] : [];
  }
  const rows: Row[] = [];
  for (const row of source.after(after)) {
    if (row.sequence >= below || rows.length === count) break;
    if (accepts(row)) rows.push(row);
  }
  return rows;
};

/** Two lists in order made one, what stands in both once. */
const merge = (left: readonly Row[], right: readonly Row[]): Row[] => {
  const merged: Row[] = [];
  let [atLeft, atRight] = [0, 0];
  while (atLeft < left.length || atRight < right.length) {
    const a = left[atLeft];
    const b = right[atRight];
    if (b === undefined || (a !== undefined && a.sequence <= b.sequence)) {
      if (a) merged.push(a);
      atLeft++;
      if (a === b) atRight++;
    } else {
      merged.push(b);
      atRight++;
    }
  }
  return merged;
};
