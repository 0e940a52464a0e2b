import type { SpaceId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import type { PendingRenewal } from '../lease/renewal-buffer.js';
import type { AccessRecord, SpaceRecord, SpaceState } from '../tables/index.js';
import {
  aliasKey,
  childrenKey,
  readCount,
  readSpaceRecord,
  readText,
  spaceKey,
  writeCount,
  writeSpaceRecord,
  writeText,
} from '../tables/index.js';
import type { Change, View } from '../writer/index.js';

/** About what a space's record takes without its schemas. */
const RECORD_BYTES = 1000;

const findRecord = (view: View, id: SpaceId): SpaceRecord | undefined => {
  const bytes = view.get(spaceKey(id));
  return bytes && readSpaceRecord(bytes);
};

/** Keeps a spawned space and counts it with its parent. @throws `SPACE_GONE`, `QUOTA_EXCEEDED` for `maxSpaces` */
export const spawnChange = (record: SpaceRecord, parent: SpaceId, maxSpaces: number): Change<void> => ({
  reads: [spaceKey(parent), childrenKey(parent)],
  size: RECORD_BYTES + record.schemas.reduce((size, { text }) => size + text.length, 0),
  apply: (view) => {
    if (findRecord(view, parent)?.state !== 'alive') throw new StoaError('SPACE_GONE', `space ${parent} has ended`);
    const children = readCount(view.get(childrenKey(parent))) + 1;
    if (children > maxSpaces) {
      throw new StoaError('QUOTA_EXCEEDED', `the space is at its limit maxSpaces of ${maxSpaces} spawned spaces`, {
        limit: 'maxSpaces',
      });
    }
    view.put(childrenKey(parent), writeCount(children));
    view.put(spaceKey(record.id), writeSpaceRecord(record));
  },
});

/** Keeps a declared space under its alias: with the id that it was given first, or with `freshId`. */
export const declareChange = (
  alias: string,
  toRecord: (id: SpaceId) => SpaceRecord,
  freshId: SpaceId,
): Change<SpaceRecord> => ({
  reads: [aliasKey(alias)],
  size: RECORD_BYTES,
  apply: (view) => {
    const known = view.get(aliasKey(alias));
    const record = toRecord(known ? (readText(known) as SpaceId) : freshId);
    if (!known) view.put(aliasKey(alias), writeText(record.id));
    view.put(spaceKey(record.id), writeSpaceRecord(record));
    return record;
  },
});

/** Takes a space to its next state; leaves one that is gone or there already. Returns the record as it then is. */
export const stateChange = (
  { id, parent }: Pick<SpaceRecord, 'id' | 'parent'>,
  state: Exclude<SpaceState, 'alive'>,
  atMs: number,
): Change<SpaceRecord | undefined> => ({
  reads: [spaceKey(id), ...(parent === undefined ? [] : [childrenKey(parent)])],
  size: RECORD_BYTES,
  apply: (view) => {
    const record = findRecord(view, id);
    if (!record || record.state === state || record.state === 'dropped') return record;
    const next = { ...record, state, endedAtMs: record.state === 'alive' ? atMs : record.endedAtMs };
    view.put(spaceKey(id), writeSpaceRecord(next));
    if (record.state === 'alive' && parent !== undefined) {
      view.put(childrenKey(parent), writeCount(Math.max(0, readCount(view.get(childrenKey(parent))) - 1)));
    }
    return next;
  },
});

/** Writes what a space's access policy becomes. @throws what `update` throws, `SPACE_GONE` */
export const accessChange = (
  id: SpaceId,
  update: (kept: AccessRecord | undefined) => AccessRecord,
): Change<SpaceRecord> => ({
  reads: [spaceKey(id)],
  size: RECORD_BYTES,
  apply: (view) => {
    const record = findRecord(view, id);
    if (record?.state !== 'alive') throw new StoaError('SPACE_GONE', `space ${id} has ended`);
    const next = { ...record, access: update(record.access) };
    view.put(spaceKey(id), writeSpaceRecord(next));
    return next;
  },
});

/** Forgets a space whose end was told for long enough. */
export const forgetChange = (id: SpaceId): Change<void> => ({
  reads: [],
  size: RECORD_BYTES,
  apply: (view) => {
    view.delete(spaceKey(id));
    view.delete(childrenKey(id));
  },
});

/** Writes the new ends of spaces that are still alive. */
export const renewSpacesChange = (
  batch: ReadonlyMap<SpaceId, PendingRenewal & { readonly extended?: boolean }>,
): Change<void> => ({
  reads: [...batch.keys()].map(spaceKey),
  size: batch.size * RECORD_BYTES,
  apply: (view) => {
    for (const [id, renewal] of batch) {
      const record = findRecord(view, id);
      if (record?.state !== 'alive') continue;
      const lease = { ...record.lease, extended: false, ...renewal };
      view.put(spaceKey(id), writeSpaceRecord({ ...record, lease }));
    }
  },
});
