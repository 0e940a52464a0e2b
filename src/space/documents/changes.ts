import type { DocumentId, LeaseId, SubjectId } from '../../base/index.js';
import { StoaError } from '../../base/index.js';
import type { ClientQuota } from '../access/model.js';
import type { SpaceKeys } from '../admission.js';
import { admitHolder } from '../admission.js';
import type { Content } from '../content/index.js';
import type { SpaceDefinition } from '../definition.js';
import type { Counters, DocumentRecord, LeaseRecord, LogEntry } from '../tables/index.js';
import {
  bodyKey,
  componentsNumberKey,
  COUNTERS_KEY,
  entryKey,
  readDocumentRecord,
  recordInEntry,
  writeBodyRecord,
  writeDocumentRecord,
} from '../tables/index.js';
import type { Change, View } from '../writer/index.js';
import { assertCounted, clientKeys, countForClient } from './client-counting.js';
import { append, countersOf, nextSequence, putCounters } from './counting.js';
import type { KeptTail } from './shared-parts.js';
import { keepShared } from './shared-parts.js';

/** The space that is changed. */
export interface ChangedSpace {
  readonly definition: SpaceDefinition;
  readonly keys: SpaceKeys;
}

/** A document as it was written. */
export interface Written {
  readonly record: DocumentRecord;
  readonly lease: LeaseRecord;
  readonly created: boolean;
}

/** A document as it is kept. */
export interface Kept {
  readonly record: DocumentRecord;
  readonly lease: LeaseRecord;
}

/** Bytes of an entry and a log entry beside the document's own, about, and of a component in a set. */
const RECORD_BYTES = 1024;
const COMPONENT_BYTES = 200;

/** Keys that a change to a document decides by. */
const keysOf = (id: DocumentId, publisher?: SubjectId): readonly string[] => [
  COUNTERS_KEY,
  entryKey(id),
  ...clientKeys(publisher),
];

/** Keys that a change decides by which gives a document content. */
const keysOfContent = (
  { id, publisher }: { readonly id: DocumentId; readonly publisher: SubjectId | undefined },
  content: Content,
): readonly string[] => [...keysOf(id, publisher), ...keysOfComponents(content)];

const keysOfComponents = ({ components }: Content): readonly string[] =>
  components.digest === '' ? [] : [componentsNumberKey(components.digest)];

/** About how many bytes a document takes with what is kept about it. */
const sizeOf = ({ bytes, components }: Content): number =>
  bytes.length + RECORD_BYTES + (components.record?.length ?? components.components.length * COMPONENT_BYTES);

const findKept = (view: View, id: DocumentId): Kept | undefined => {
  const bytes = view.get(entryKey(id));
  if (!bytes) return undefined;
  const { document, lease } = readDocumentRecord(bytes);
  return { record: document, lease };
};

const getKept = (view: View, id: DocumentId): Kept => {
  const kept = findKept(view, id);
  if (kept) return kept;
  throw new StoaError('DOCUMENT_NOT_FOUND', `there is no document ${id} in this space`);
};

export interface PublishPlan {
  readonly content: Content;
  /** Id of the document; when another publisher has it, `freshId` is taken. */
  readonly id: DocumentId;
  readonly freshId: DocumentId;
  readonly publisher: SubjectId;
  readonly shown: readonly string[];
  /** 0 when the space itself holds the document. */
  readonly periodMs: number;
  readonly atMs: number;
  /** What else goes into the same commit. */
  readonly note: Note | undefined;
  /** What the publisher may have at most. */
  readonly quota: ClientQuota | undefined;
}

/** Writes something beside a document, in the commit that makes or changes it. */
export type Note = (view: View, id: DocumentId) => void;

/** Makes a document, or the next version of it when the publisher has published one with this id before. */
export const publishChange = (context: ChangedSpace, plan: PublishPlan): Change<Written> => ({
  // Nothing stands under an id that was made for this document.
  reads:
    plan.id === plan.freshId
      ? [COUNTERS_KEY, ...clientKeys(plan.publisher), ...keysOfComponents(plan.content)]
      : keysOfContent(plan, plan.content),
  size: sizeOf(plan.content),
  apply: (view) => {
    const counters = countersOf(view);
    assertNotComplete(counters);
    const kept = findKept(view, plan.id);
    if (kept?.record.publisher === plan.publisher) {
      admitHolder(context.keys, plan.shown, kept.record.lease);
      plan.note?.(view, plan.id);
      return updateKept(view, context, { kept, ...plan, lease: newLease(plan) });
    }
    const id = kept ? plan.freshId : plan.id;
    plan.note?.(view, id);
    return create(view, context, { plan, id });
  },
});

/** A lease granted now; a period of 0 leaves the document to the space itself. */
export const newLease = ({ periodMs, atMs }: Pick<PublishPlan, 'periodMs' | 'atMs'>): LeaseRecord => ({
  periodMs,
  grantedAtMs: atMs,
  expiresAtMs: periodMs === 0 ? 0 : atMs + periodMs,
  stale: false,
  extended: false,
});

interface NewDocument {
  readonly plan: PublishPlan;
  readonly id: DocumentId;
}

const create = (view: View, { definition }: ChangedSpace, { plan, id }: NewDocument): Written => {
  const { content, freshId, atMs, publisher } = plan;
  const before = countersOf(view);
  const { sets, components, tail } = keepShared(view, before, content);
  const record: DocumentRecord = {
    id,
    kind: content.kind,
    plain: content.plain,
    guarded: content.guarded,
    probed: content.probed,
    name: content.name,
    version: 1,
    sequence: before.sequence + 1,
    publisher,
    publishedAtMs: atMs,
    updatedAtMs: atMs,
    byteLength: content.bytes.length,
    // A fresh id is used once, so a document that has one shares it with its lease.
    lease: freshId as string as LeaseId,
    components,
  };
  const lease = newLease(plan);
  const counted = {
    ...before,
    sequence: record.sequence,
    sets,
    documents: before.documents + 1,
    bytes: before.bytes + record.byteLength,
    complete: content.completes,
  };
  putCounters(view, counted, definition.limits);
  countForClient(view, { subject: publisher, quota: plan.quota, documents: 1, bytes: record.byteLength });
  putDocument(view, { event: 'published', atMs, document: record, lease }, { content, tail });
  return { record, lease, created: true };
};

/** Puts a version of a document and appends the entry of the log that tells of it: it has the same record as the index. */
const putDocument = (view: View, entry: LogEntry, { content, tail }: { content: Content; tail: KeptTail }): void => {
  const { id, version } = entry.document;
  const { bytes, rootStart, rootEnd } = content;
  const body = { bytes: tail ? bytes.subarray(0, tail.start) : bytes, rootStart, rootEnd, tail };
  view.put(entryKey(id), recordInEntry(append(view, entry)));
  view.put(bodyKey(id, version), writeBodyRecord(body, view.allocate));
};

interface NextVersion {
  readonly kept: Kept;
  readonly content: Content;
  readonly lease: LeaseRecord;
  readonly atMs: number;
  readonly quota?: ClientQuota | undefined;
}

const updateKept = (view: View, { definition }: ChangedSpace, version: NextVersion): Written => {
  const { kept, content, lease, atMs, quota } = version;
  const before = nextSequence(countersOf(view));
  const { sets, components, tail } = keepShared(view, before, content);
  const record: DocumentRecord = {
    ...kept.record,
    kind: content.kind,
    plain: content.plain,
    guarded: content.guarded,
    probed: content.probed,
    name: content.name,
    version: kept.record.version + 1,
    updatedAtMs: atMs,
    byteLength: content.bytes.length,
    components,
  };
  const added = record.byteLength - kept.record.byteLength;
  const counted = { ...before, sets, bytes: before.bytes + added, complete: content.completes };
  putCounters(view, counted, definition.limits);
  countForClient(view, { subject: record.publisher, quota, bytes: added });
  putDocument(view, { event: 'updated', atMs, document: record, lease }, { content, tail });
  view.delete(bodyKey(record.id, kept.record.version));
  return { record, lease, created: false };
};

export interface UpdatePlan {
  readonly content: Content;
  readonly id: DocumentId;
  /** The version that must be there. */
  readonly version: number | undefined;
  readonly shown: readonly string[];
  readonly atMs: number;
  /** The lease as it is now, with a renewal that was not written yet. */
  readonly currentLease: (kept: LeaseRecord) => LeaseRecord;
  /** Who published it, as far as is known. */
  readonly publisher: SubjectId | undefined;
  /** What its publisher may have at most. */
  readonly quota?: ClientQuota | undefined;
  /** What else goes into the same commit. */
  readonly note?: Note;
}

/** Makes the next version of a document; its lease goes on as it is. */
export const updateChange = (context: ChangedSpace, plan: UpdatePlan): Change<Written> => ({
  reads: keysOfContent(plan, plan.content),
  size: sizeOf(plan.content),
  apply: (view) => {
    assertNotComplete(countersOf(view));
    const kept = getKept(view, plan.id);
    admitHolder(context.keys, plan.shown, kept.record.lease);
    assertCounted(kept.record.publisher, plan.publisher);
    const found = kept.record.version;
    if (plan.version !== undefined && plan.version !== found) {
      throw new StoaError(
        'VERSION_CONFLICT',
        `expected version ${plan.version} of document ${plan.id}, it has ${found}`,
      );
    }
    plan.note?.(view, plan.id);
    return updateKept(view, context, { kept, ...plan, lease: plan.currentLease(kept.lease) });
  },
});

export interface RemovePlan {
  readonly id: DocumentId;
  /** Who published it, as far as is known. */
  readonly publisher: SubjectId | undefined;
  readonly atMs: number;
  readonly allow: (kept: Kept) => boolean;
}

/** Deletes a document; `allow` throws when the caller may not. Returns nothing when there is none. */
export const removeChange = (
  { definition }: Pick<ChangedSpace, 'definition'>,
  { id, publisher, atMs, allow }: RemovePlan,
): Change<Kept | undefined> => ({
  reads: keysOf(id, publisher),
  size: RECORD_BYTES,
  apply: (view) => {
    const kept = findKept(view, id);
    if (!kept || !allow(kept)) return undefined;
    assertCounted(kept.record.publisher, publisher);
    const counters = nextSequence(countersOf(view));
    const { byteLength, version } = kept.record;
    const counted = { ...counters, documents: counters.documents - 1, bytes: counters.bytes - byteLength };
    putCounters(view, counted, definition.limits);
    countForClient(view, { subject: kept.record.publisher, documents: -1, bytes: -byteLength });
    for (const key of [entryKey(id), bodyKey(id, version)]) view.delete(key);
    append(view, { event: 'removed', atMs, document: kept.record, lease: kept.lease });
    return kept;
  },
});

/** A lease to be written, and what the log says about it; without an event it is no log entry. */
export interface NextLease {
  readonly lease: LeaseRecord;
  readonly event?: 'stale' | 'renewed';
}

/** Changes the lease of a document; `next` gives the lease, or `undefined` to leave it. Returns what was written. */
export const leaseChange = (
  { definition }: Pick<ChangedSpace, 'definition'>,
  plan: {
    readonly id: DocumentId;
    readonly atMs: number;
    readonly next: (kept: Kept) => NextLease | undefined;
  },
): Change<NextLease | undefined> => ({
  reads: keysOf(plan.id),
  size: RECORD_BYTES,
  apply: (view) => {
    const kept = findKept(view, plan.id);
    const next = kept && plan.next(kept);
    if (!kept || !next) return undefined;
    view.put(entryKey(plan.id), writeDocumentRecord({ document: kept.record, lease: next.lease }));
    if (next.event !== undefined) {
      putCounters(view, nextSequence(countersOf(view)), definition.limits);
      append(view, { event: next.event, atMs: plan.atMs, document: kept.record, lease: next.lease });
    }
    return next;
  },
});

const assertNotComplete = ({ complete }: Counters): void => {
  if (!complete) return;
  throw new StoaError('RESULT_COMPLETE', 'the space of results has its status; nothing more is published into it');
};
