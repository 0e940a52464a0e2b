import type { DocumentId } from '../../base/index.js';
import { readUuidUrn, UUID_BYTES } from '../tables/index.js';
import type { Hashing } from './hash.js';
import type { Slot } from './row.js';
import type { RowTable } from './row-table.js';
import { SlotIndex } from './slot-index.js';

/** Rows by id. */
export interface IdIndex {
  readonly add: (slot: Slot) => void;
  /** Takes a row out that is still in the table. */
  readonly remove: (slot: Slot) => void;
  readonly find: (id: DocumentId) => Slot | undefined;
}

export const createIdIndex = (table: RowTable, hashing: Hashing): IdIndex => {
  const index = new SlotIndex({ hashOf: (slot) => hashing.ofUuid(table.uuids, slot * UUID_BYTES) });
  const others = new Map<DocumentId, Slot>();
  const wanted = new Uint8Array(UUID_BYTES);
  return {
    add: (slot) => {
      if (table.isUuid(slot)) index.add(slot);
      else others.set(table.id(slot), slot);
    },
    remove: (slot) => {
      if (table.isUuid(slot)) index.delete(slot);
      else others.delete(table.id(slot));
    },
    find: (id) => {
      if (!readUuidUrn(id, wanted, 0)) return others.get(id);
      const slot = index.find(hashing.ofUuid(wanted, 0), (each) => table.hasUuid(each, wanted));
      return slot === 0 ? undefined : slot;
    },
  };
};
