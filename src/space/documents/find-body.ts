import type { DocumentId } from '../../base/index.js';
import { SERVER_SUBJECT, toUtf8 } from '../../base/index.js';
import type { SpaceParts } from '../parts.js';
import type { Projection, Row } from '../projection/index.js';
import type { Asker } from '../schemas/index.js';
import type { BodyRecord, Key } from '../tables/index.js';
import { bodyKey, readBodyRecord, tailKey } from '../tables/index.js';

/** A space whose documents can be read. */
export interface ReadableSpace extends SpaceParts {
  readonly projection: Projection;
  /** For whom it is read: what has to be worked on outside the event loop counts for that one. Default: the server itself. */
  readonly asker?: Asker;
}

/** For whom a space is read. */
export const askerOf = ({ asker = SERVER_SUBJECT }: Pick<ReadableSpace, 'asker'>): Asker => asker;

/** A row with the body of its version. */
export interface FoundBody {
  readonly row: Row;
  readonly body: BodyRecord;
}

/** How often a read starts again because the document changed between the heap and the store. */
const MAX_ATTEMPTS = 5;

const concat = (head: Uint8Array, tail: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
};

/** A body of which the key is known; `undefined` when it, or the tail that it shares, is gone. */
const readBody = async ({ shared, definition }: ReadableSpace, key: Key): Promise<BodyRecord | undefined> => {
  const { store } = shared.collaborators;
  const found = await store.get(definition.id, toUtf8(key));
  if (!found) return undefined;
  const { bytes, tail, ...root } = readBodyRecord(found.value);
  if (!tail) return { bytes, ...root };
  const kept = await store.get(definition.id, toUtf8(tailKey(tail)));
  return kept && { bytes: concat(bytes, kept.value), ...root };
};

/** A document's row and the body of just that version, or `undefined` when it was removed. */
export const findBody = async (space: ReadableSpace, id: DocumentId): Promise<FoundBody | undefined> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const row = space.projection.find(id);
    if (!row) return undefined;
    const body = await readBody(space, bodyKey(id, row.version));
    if (body) return { row, body };
  }
  return undefined;
};
