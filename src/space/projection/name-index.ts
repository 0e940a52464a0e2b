import type { Row } from './row.js';
import { RowList } from './row-list.js';

/** Rows by name. Most names have one row, which then stands here without a list around it. */
export interface NameIndex {
  readonly add: (row: Row) => void;
  /** The row was marked as removed. */
  readonly noteRemoved: (row: Row) => void;
  readonly find: (name: string) => RowList<Row> | Row | undefined;
  /** Every distinct name. */
  readonly names: () => Iterable<string>;
}

export const createNameIndex = (): NameIndex => {
  const byName = new Map<string, RowList<Row> | Row>();
  return {
    add: (row) => {
      const found = byName.get(row.name);
      if (found instanceof RowList) found.add(row);
      else if (found === undefined || found.sequence === row.sequence) byName.set(row.name, row);
      else byName.set(row.name, found.sequence < row.sequence ? new RowList(found, row) : new RowList(row, found));
    },
    noteRemoved: (row) => {
      const found = byName.get(row.name);
      if (found instanceof RowList) {
        found.noteRemoved();
        if (found.size === 0) byName.delete(row.name);
      } else if (found === row) {
        byName.delete(row.name);
      }
    },
    find: (name) => byName.get(name),
    names: () => byName.keys(),
  };
};
