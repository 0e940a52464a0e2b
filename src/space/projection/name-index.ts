import type { Hashing } from './hash.js';
import type { Row, Slot } from './row.js';
import type { RowTable } from './row-table.js';
import { RowList } from './row-list.js';
import { SlotIndex } from './slot-index.js';

/** Rows by name. Most names have one row, for which there is no list. */
export interface NameIndex {
  readonly add: (slot: Slot) => void;
  /** Takes a row out that is still in the table. */
  readonly remove: (slot: Slot) => void;
  readonly find: (name: string) => RowList<Row> | Row | undefined;
  /** Every distinct name. */
  readonly names: () => Iterable<string>;
}

interface NamedList {
  readonly name: string;
  readonly rows: RowList<Row>;
}

export const createNameIndex = (table: RowTable, hashing: Hashing): NameIndex => {
  /** By number; an entry of the index is a row's place, or the number of a list made negative. */
  const lists = new Map<number, NamedList>();
  let lastList = 0;
  const nameOf = (entry: number): string => (entry > 0 ? table.name(entry) : (lists.get(-entry)?.name ?? ''));
  const index = new SlotIndex({ hashOf: (entry) => hashing.ofText(nameOf(entry)) });
  const findEntry = (name: string, hash = hashing.ofText(name)): number =>
    index.find(hash, (entry) => nameOf(entry) === name);

  const createList = (name: string, ...slots: readonly Slot[]): number => {
    const rows = new RowList((slot) => table.row(slot));
    for (const slot of slots) rows.add(table.sequence(slot), slot);
    lists.set(++lastList, { name, rows });
    return -lastList;
  };

  return {
    add: (slot) => {
      const name = table.name(slot);
      const hash = hashing.ofText(name);
      const entry = findEntry(name, hash);
      if (entry === 0) index.add(slot, hash);
      else if (entry > 0) index.replace(entry, createList(name, entry, slot));
      else lists.get(-entry)?.rows.add(table.sequence(slot), slot);
    },
    remove: (slot) => {
      const entry = findEntry(table.name(slot));
      if (entry === slot) index.delete(entry);
      if (entry >= 0) return;
      const list = lists.get(-entry);
      list?.rows.delete(table.sequence(slot));
      if (list?.rows.size !== 0) return;
      index.delete(entry);
      lists.delete(-entry);
    },
    find: (name) => {
      const entry = findEntry(name);
      if (entry === 0) return undefined;
      return entry > 0 ? table.row(entry) : lists.get(-entry)?.rows;
    },
    names: function* () {
      for (const entry of index.entries()) yield nameOf(entry);
    },
  };
};
