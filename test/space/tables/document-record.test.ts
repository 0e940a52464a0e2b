import { formatUuidUrn } from '../../../src/base/index.js';
import fc from 'fast-check';
import t from 'tap';
import type { DocumentId, LeaseId, SubjectId } from '../../../src/base/index.js';
import type { KeptDocument } from '../../../src/space/tables/index.js';
import {
  readDocumentRecord,
  readLogEntry,
  readUuidUrn,
  UUID_BYTES,
  writeDocumentRecord,
  writeLeaseInto,
  writeLogEntry,
} from '../../../src/space/tables/index.js';

const timeMs = fc.integer({ min: 0, max: 2 ** 48 });
const count = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const uuid = fc.uuid().map((text) => `urn:uuid:${text.toLowerCase()}`);
const urn = fc.oneof(
  uuid,
  fc.constantFrom('urn:example:a', 'urn:uuid:0189ABCD-0000-7000-8000-000000000000', 'urn:x:é'),
);

const lease = fc.record({
  periodMs: timeMs,
  grantedAtMs: timeMs,
  expiresAtMs: timeMs,
  stale: fc.boolean(),
  extended: fc.boolean(),
});

const kept: fc.Arbitrary<KeptDocument> = fc
  .record({
    document: fc.record({
      id: urn as fc.Arbitrary<DocumentId>,
      kind: fc.constantFrom(
        'service' as const,
        'device' as const,
        'space' as const,
        'result' as const,
        'document' as const,
      ),
      plain: fc.boolean(),
      guarded: fc.boolean(),
      probed: fc.boolean(),
      name: fc.string({ unit: 'grapheme', maxLength: 80 }),
      version: count,
      sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      publisher: fc.string() as fc.Arbitrary<string> as fc.Arbitrary<SubjectId>,
      publishedAtMs: timeMs,
      updatedAtMs: timeMs,
      byteLength: count,
      lease: urn as fc.Arbitrary<string> as fc.Arbitrary<LeaseId>,
      components: count,
    }),
    lease,
    ownLease: fc.boolean(),
  })
  .map(({ document, lease: own, ownLease }) => ({
    document: ownLease ? document : { ...document, lease: document.id as string as LeaseId },
    lease: own,
  }));

t.test('a document with its lease is the same after it was written and read, alone and in a log entry', (t) => {
  fc.assert(
    fc.property(kept, timeMs, (given, atMs) => {
      t.same(readDocumentRecord(writeDocumentRecord(given)), given);
      const entry = { event: 'stale' as const, atMs, ...given };
      t.same(readLogEntry(writeLogEntry(entry)), entry);
      return true;
    }),
    { seed: 4, numRuns: 200 },
  );
  t.end();
});

t.test('a lease written into a record changes nothing but the lease', (t) => {
  fc.assert(
    fc.property(kept, lease, (given, other) => {
      const record = writeDocumentRecord(given);
      const before = record.slice();
      t.same(readDocumentRecord(writeLeaseInto(record, other)), { ...given, lease: other });
      t.same(record, before, 'the record itself stays');
      return true;
    }),
    { seed: 5, numRuns: 100 },
  );
  t.end();
});

t.test('records and entries of another version are refused', (t) => {
  const [given] = fc.sample(kept, { seed: 6, numRuns: 1 });
  if (!given) throw new RangeError('no sample');
  const record = writeDocumentRecord(given);
  const entry = writeLogEntry({ event: 'removed', atMs: 1, ...given });
  for (const version of [0, 1, 2, 4, 0x5b]) {
    record[0] = version;
    entry[0] = version;
    t.throws(() => readDocumentRecord(record), { code: 'STORE_VERSION_UNSUPPORTED' });
    t.throws(() => readLogEntry(entry), { code: 'STORE_VERSION_UNSUPPORTED' });
  }
  t.end();
});

t.test('only a lower-case urn:uuid is kept as bytes', (t) => {
  const bytes = new Uint8Array(UUID_BYTES + 2);
  fc.assert(
    fc.property(uuid, (text) => readUuidUrn(text, bytes, 1) && formatUuidUrn(bytes, 1) === text),
    { seed: 7, numRuns: 100 },
  );
  const good = 'urn:uuid:01890000-abcd-7000-8000-0000000000ff';
  const bad = [good.toUpperCase(), good.slice(0, -1), `${good}0`, good.replace('a', 'g'), good.replace('-', '0'), ''];
  for (const text of [...bad, good.replace('a', 'A'), good.replace('a', 'é')])
    t.notOk(readUuidUrn(text, bytes, 1), text);
  t.end();
});
