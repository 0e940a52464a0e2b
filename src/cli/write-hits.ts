import { toDateTime } from '../base/index.js';
import type { Hit, LookupPage } from '../client/index.js';
import { OWN_NAMESPACES, ownSchemas } from '../protocol/index.js';
import type { EntryValue } from '../protocol/index.js';
import { parseXml, toNameKey } from '../xml/index.js';

const toEntryValue = ({ entry }: Hit): EntryValue => ({
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
});

/** The `lookupResponse` message that says what all pages together said. */
export const writeHits = ({ sequence, hits }: Pick<LookupPage, 'sequence' | 'hits'>): string =>
  ownSchemas.space.encode(
    {
      name: { namespace: OWN_NAMESPACES.space, local: 'lookupResponse' },
      value: {
        '@sequence': sequence,
        hit: hits.map((hit) => ({
          entry: { ...toEntryValue(hit) },
          advertisement: { [toNameKey(parseXml(hit.advertisement).root.name)]: [hit.advertisement] },
        })),
      },
    },
    { declaration: true, indent: true, trusted: true },
  );
