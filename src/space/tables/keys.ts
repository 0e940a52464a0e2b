import type { DocumentId, SpaceId, SubjectId, SubscriptionId } from '../../base/index.js';
import { fromUtf8, toUtf8 } from '../../base/index.js';
import type { KeyRange } from '../../store/index.js';
import { digestBytes } from './declared-record.js';
import type { TailPlace } from './body-record.js';
import type { SetNumber } from './document-record.js';

/**
 * Keys of a space's tables: one letter, a slash, the id. As text in this folder, as UTF-8 in the store.
 *
 * In every space: `e/DOCUMENT` entry with its lease, `b/DOCUMENT/VERSION` body, `i/NUMBER` component set,
 * `m/DIGEST` number of a component set, `x/NUMBER/PLACE` a tail that documents with that set share, `n/SUBSCRIPTION`, `d/NAME` document of a declaration, `c` counters, `t` marks of
 * the log's age, `r` marks of restarts,
 * `q/SUBJECT` what a client has.
 * In the system space: `s/SPACE` space, `a/ALIAS` id of a declared space, `k/SPACE` number of its living children,
 * `q/SPACE SUBJECT` number of those of a client.
 */
export type Key = string;

/** Longest subject that is part of a key, in characters of at most three bytes. */
const MAX_SUBJECT_LENGTH = 128;

/** The space that holds what the server knows of all spaces. */
export const SYSTEM_SPACE = 'urn:stoa:system:1' as SpaceId;

/** One letter for each table that is read by range. */
export const TABLES = {
  entry: 'e',
  components: 'i',
  subscription: 'n',
  declared: 'd',
  space: 's',
} as const;

export const entryKey = (id: DocumentId): Key => `e/${id}`;
/** The version is part of the key, so that the bytes under a key never change. */
export const bodyKey = (id: DocumentId, version: number): Key => `b/${id}/${version}`;
export const componentsKey = (set: SetNumber): Key => `i/${set}`;
/** The number in the key of a component set. */
export const numberInKey = (key: Uint8Array): SetNumber => Number(fromUtf8(key).slice(componentsKey(0).length - 1));
export const componentsNumberKey = (digest: string): Key => `m/${digest}`;
/** The end of documents with one set of components, from their interface on; the bytes under a key never change. */
export const tailKey = ({ set, place }: TailPlace): Key => `x/${set}/${place}`;
export const subscriptionKey = (id: SubscriptionId): Key => `n/${id}`;
export const declaredKey = (name: string): Key => `d/${name}`;
export const COUNTERS_KEY: Key = 'c';
export const MARKS_KEY: Key = 't';
export const RESTARTS_KEY: Key = 'r';
export const spaceKey = (id: SpaceId): Key => `s/${id}`;
export const aliasKey = (alias: string): Key => `a/${alias}`;
/** A subject that is too long for a key is known by its digest. */
const toKeyPart = (subject: SubjectId): string =>
  subject.length <= MAX_SUBJECT_LENGTH && !subject.startsWith('#') ? subject : `#${digestBytes(toUtf8(subject))}`;

export const clientKey = (subject: SubjectId): Key => `q/${toKeyPart(subject)}`;
export const clientChildrenKey = (id: SpaceId, subject: SubjectId): Key => `q/${id} ${toKeyPart(subject)}`;
export const childrenKey = (id: SpaceId): Key => `k/${id}`;

/** The rows of a table after the key `after` (default: from the first), at most `limit`. */
export const tableRange = (table: string, after: Uint8Array | undefined, limit: number): KeyRange => ({
  from: after === undefined ? toUtf8(`${table}/`) : nextKey(after),
  // '0' is the character after '/'.
  to: toUtf8(`${table}0`),
  limit,
});

/** The first key after `key` in the order of keys. */
const nextKey = (key: Uint8Array): Uint8Array => {
  const next = new Uint8Array(key.length + 1);
  next.set(key);
  return next;
};
