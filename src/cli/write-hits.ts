import { toDateTime } from '../base/index.js';
import type { Hit, LookupPage, Match, WantedReport } from '../client/index.js';
import { OWN_NAMESPACES, ownSchemas } from '../protocol/index.js';
import type { EntryValue } from '../protocol/index.js';
import { parseXml, toNameKey } from '../xml/index.js';

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
});

const toWantedValue = ({ kind, name, verdict, found, role, mismatches }: WantedReport) => ({
  '@kind': kind,
  '@name': name,
  '@verdict': verdict,
  ...(found !== undefined && { '@found': found }),
  ...(role !== undefined && { '@role': role }),
  ...(mismatches.length > 0 && {
    mismatch: mismatches.map(({ path, rule, message, change }) => ({
      '@path': path,
      '@rule': rule,
      '@message': message,
      '@change': change,
    })),
  }),
});

const toMatchValue = ({ grade, share, wanted }: Match) => ({
  '@grade': grade,
  '@share': share,
  ...(wanted.length > 0 && { wanted: wanted.map(toWantedValue) }),
});

/** The `lookupResponse` message that says what all pages together said. */
export const writeHits = ({ sequence, hits, nearMisses }: Omit<LookupPage, 'next'>): string =>
  ownSchemas.space.encode(
    {
      name: { namespace: OWN_NAMESPACES.space, local: 'lookupResponse' },
      value: {
        '@sequence': sequence,
        hit: hits.map((hit) => ({
          entry: { ...toEntryValue(hit) },
          advertisement: { [toNameKey(parseXml(hit.advertisement).root.name)]: [hit.advertisement] },
          ...(hit.match && { match: toMatchValue(hit.match) }),
        })),
        nearMiss: nearMisses.map((miss) => ({
          entry: { ...toEntryValue(miss) },
          match: toMatchValue(miss.match),
        })),
      },
    },
    { declaration: true, indent: true, trusted: true },
  );
