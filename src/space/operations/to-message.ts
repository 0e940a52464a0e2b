import { toDateTime, toDuration } from '../../base/index.js';
import type {
  EntryValue,
  EventValue,
  HeldResponse,
  HitValue,
  LeaseValue,
  LookupResponse,
  NearMissValue,
  ReadResponse,
  XmlFragment,
} from '../../protocol/index.js';
import { OWN_NAMESPACES, toMatchValue } from '../../protocol/index.js';
import { parseXml, toNameKey } from '../../xml/index.js';
import type {
  Entry,
  GrantedLease,
  HeldDocument,
  Hit,
  LookupAnswer,
  NearMiss,
  ReadDocument,
  ServiceUse,
  SpaceEvent,
} from '../model.js';

const ADVERTISEMENT_KEY = toNameKey({ namespace: OWN_NAMESPACES.advertisement, local: 'advertisement' });

const toUseValue = ({ lastCallAtMs, lastFailureAtMs, lastFailure, suspect }: ServiceUse): Partial<EntryValue> => ({
  ...(lastCallAtMs !== undefined && { '@lastCallAt': toDateTime(lastCallAtMs) }),
  ...(lastFailureAtMs !== undefined && { '@lastFailureAt': toDateTime(lastFailureAtMs) }),
  ...(lastFailure !== undefined && { '@lastFailure': lastFailure }),
  ...(suspect === true && { '@suspect': true }),
});

/** An entry as it stands in messages. */
export const toEntryValue = (entry: Entry): EntryValue => ({
  '@id': entry.id,
  '@kind': entry.kind,
  '@name': entry.name,
  '@version': entry.version,
  '@sequence': String(entry.sequence),
  '@publisher': entry.publisher,
  '@published': toDateTime(entry.publishedAtMs),
  '@updated': toDateTime(entry.updatedAtMs),
  '@expires': toDateTime(entry.expiresAtMs),
  '@stale': entry.stale,
  '@bytes': entry.byteLength,
  ...(entry.use && toUseValue(entry.use)),
});

/** A lease as it stands in messages. */
export const toLeaseValue = ({ id, periodMs, expiresAtMs, credential }: GrantedLease): LeaseValue => ({
  '@id': id,
  '@period': toDuration(periodMs),
  '@expires': toDateTime(expiresAtMs),
  ...(credential !== undefined && { '@credential': credential }),
});

/** An event as it stands in the stream. */
export const toEventValue = (event: SpaceEvent): EventValue => ({
  '@event': event.event,
  '@sequence': String(event.sequence),
  '@id': event.id,
  '@kind': event.kind,
  '@name': event.name,
  '@version': event.version,
  '@at': toDateTime(event.atMs),
});

/** The answer to publish and to update. */
export const toHeldResponse = ({ entry, lease }: HeldDocument): HeldResponse => ({
  entry: toEntryValue(entry),
  lease: toLeaseValue(lease),
});

/** An advertisement's text as a fragment. */
export const toAdvertisementFragment = (text: string): XmlFragment => ({ [ADVERTISEMENT_KEY]: [text] });

/** A hit of a lookup. */
export const toHitValue = ({ entry, advertisement, match }: Hit): HitValue => ({
  entry: toEntryValue(entry),
  advertisement: toAdvertisementFragment(advertisement),
  ...(match && { match: toMatchValue(match) }),
});

const toNearMissValue = ({ entry, match }: NearMiss): NearMissValue => ({
  entry: toEntryValue(entry),
  match: toMatchValue(match),
});

/** The answer to lookup. */
export const toLookupResponse = ({ sequence, hits, nearMisses = [], next }: LookupAnswer): LookupResponse => ({
  '@sequence': String(sequence),
  ...(hits.length > 0 && { hit: hits.map(toHitValue) }),
  ...(nearMisses.length > 0 && { nearMiss: nearMisses.map(toNearMissValue) }),
  ...(next !== undefined && { next }),
});

/** The answer to read: the document's root element as it was published. */
export const toReadResponse = ({ entry, bytes }: ReadDocument): ReadResponse => {
  const { root, source } = parseXml(bytes);
  return { entry: toEntryValue(entry), document: { [toNameKey(root.name)]: [source.slice(root.start, root.end)] } };
};
