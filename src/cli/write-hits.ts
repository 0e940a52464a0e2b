import { given, toDateTime } from '../base/index.js';
import type { Hit, LookupPage } from '../client/index.js';
import { encodeSpaceResponse, toMatchValue } from '../protocol/index.js';
import type { EntryValue } from '../protocol/index.js';
import { parseXml, toNameKey } from '../xml/index.js';

const toUseValue = ({ use }: Hit['entry']) => ({
  ...(use?.lastCallAtMs !== undefined && { '@lastCallAt': toDateTime(use.lastCallAtMs) }),
  ...(use?.lastFailureAtMs !== undefined && { '@lastFailureAt': toDateTime(use.lastFailureAtMs) }),
  ...given('@lastFailure', use?.lastFailure),
  ...given('@suspect', use?.suspect),
});

const toEntryValue = ({ entry }: Pick<Hit, 'entry'>): EntryValue => ({
  '@id': entry.id,
  '@kind': entry.kind,
  '@name': entry.name,
  '@version': entry.version,
  '@sequence': entry.sequence,
  '@publisher': entry.publisher,
  '@published': toDateTime(entry.publishedAtMs),
  '@updated': toDateTime(entry.updatedAtMs),
  '@expires': toDateTime(entry.expiresAtMs),
  '@stale': entry.stale,
  '@bytes': entry.byteLength,
  ...toUseValue(entry),
});

/** The `lookupResponse` message that says what all pages together said. */
export const writeHits = ({ sequence, hits, nearMisses }: Omit<LookupPage, 'next'>): string =>
  encodeSpaceResponse('lookup', {
    '@sequence': sequence,
    hit: hits.map((hit) => ({
      entry: toEntryValue(hit),
      advertisement: { [toNameKey(parseXml(hit.advertisement).root.name)]: [hit.advertisement] },
      ...(hit.match && { match: toMatchValue(hit.match) }),
    })),
    nearMiss: nearMisses.map((miss) => ({ entry: toEntryValue(miss), match: toMatchValue(miss.match) })),
  });
