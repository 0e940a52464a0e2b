import type { SpaceId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import { quotaExceeded } from '../documents/client-counting.js';
import type { PendingRenewal } from '../lease/renewal-buffer.js';
import type { AccessRecord, SpaceRecord, SpaceState } from '../tables/index.js';
import {
  aliasKey,
  childrenKey,
  clientChildrenKey,
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

/** How many spaces may be spawned from one, by all and by each client. */
export interface SpawnLimits {
  readonly maxSpaces: number;
  readonly maxClientSpaces: number | undefined;
}

type Owned = Pick<SpaceRecord, 'parent' | 'owner'>;

const clientChildrenKeys = ({ parent, owner }: Owned): readonly string[] =>
  parent === undefined || owner === undefined ? [] : [clientChildrenKey(parent, owner)];

const countClientChild = (
  view: View,
  owned: Owned,
  { by, most }: { readonly by: number; readonly most?: number | undefined },
): void => {
  for (const key of clientChildrenKeys(owned)) {
    const count = Math.max(0, readCount(view.get(key)) + by);
    if (most !== undefined && by > 0 && count > most) throw quotaExceeded('spaces', most);
    if (count === 0) view.delete(key);
    else view.put(key, writeCount(count));
  }
};

/** Keeps a spawned space and counts it with its parent. @throws `SPACE_GONE`, `QUOTA_EXCEEDED` for `maxSpaces`, `CLIENT_QUOTA_EXCEEDED` */
export const spawnChange = (
  record: SpaceRecord,
  parent: SpaceId,
  { maxSpaces, maxClientSpaces }: SpawnLimits,
): Change<void> => ({
  reads: [spaceKey(parent), childrenKey(parent), ...clientChildrenKeys(record)],
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
    countClientChild(view, record, { by: 1, most: maxClientSpaces });
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
  { id, parent, owner }: Pick<SpaceRecord, 'id' | 'parent' | 'owner'>,
  state: Exclude<SpaceState, 'alive'>,
  atMs: number,
): Change<SpaceRecord | undefined> => ({
  reads: [
    spaceKey(id),
    ...(parent === undefined ? [] : [childrenKey(parent)]),
    ...clientChildrenKeys({ parent, owner }),
  ],
  size: RECORD_BYTES,
  apply: (view) => {
    const record = findRecord(view, id);
    if (!record || record.state === state || record.state === 'dropped') return record;
    const next = { ...record, state, endedAtMs: record.state === 'alive' ? atMs : record.endedAtMs };
    view.put(spaceKey(id), writeSpaceRecord(next));
    if (record.state === 'alive' && parent !== undefined) {
      view.put(childrenKey(parent), writeCount(Math.max(0, readCount(view.get(childrenKey(parent))) - 1)));
      countClientChild(view, { parent, owner }, { by: -1 });
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
