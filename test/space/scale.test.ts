import t from 'tap';
import { toUtf8 } from '../../src/base/index.js';
import { readAdvertisement } from '../../src/advertisement/index.js';
import type { SchemaPart } from '../../src/advertisement/index.js';
import { openLmdbStore } from '../../src/store/index.js';
import { parseXml } from '../../src/xml/index.js';
import { createServiceMaker } from '../support/distinct-services.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import type { Rig } from './support/spaces.js';
import { caller, createRig, declareMain, open } from './support/spaces.js';

const DOCUMENTS = 5000;
const SCHEMAS = 200;
const BATCH = 500;
const HOUR_MS = 3_600_000;

const maker = createServiceMaker({ seed: 7, own: true });
const nameOf = (at: number): string => `service-${String(at).padStart(16, '0')}`;
const schemasOf = (text: string): readonly SchemaPart[] => {
  const { root, source } = parseXml(text);
  return readAdvertisement(root, source).interface?.schemas ?? [];
};

/** Publishes every document; those of odd schemas are held longer. */
const publishAll = async ({ main }: Rig): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let from = 0; from < DOCUMENTS; from += BATCH) {
    const held = await Promise.all(
      Array.from({ length: BATCH }, (_, at) => {
        const schema = (from + at) % SCHEMAS;
        const bytes = toUtf8(maker.make(nameOf(from + at), schema));
        return main().publish(caller(), { bytes, periodMs: schema % 2 === 0 ? HOUR_MS : 3 * HOUR_MS });
      }),
    );
    ids.push(...held.map(({ entry }) => entry.id));
  }
  return ids;
};

t.test(
  'thousands of documents with hundreds of schemas are found right, before and after a restart and after the end of half of the leases',
  async (t) => {
    const clock = createVirtualClock();
    const random = createSeededRandom(2);
    const path = t.testdir();
    const limits = { maxLeaseMs: 24 * HOUR_MS, staleKeptMs: HOUR_MS };
    const store = await openLmdbStore({ path });
    const rig = await createRig({ store, clock, random, limits });
    const ids = await publishAll(rig);
    t.equal(new Set(ids).size, DOCUMENTS);

    const expectDocuments = async (
      space: ReturnType<Rig['main']>,
      isStale: (schema: number) => boolean,
    ): Promise<void> => {
      for (let round = 0; round < 20; round++) {
        const at = random.int(DOCUMENTS);
        const { hits } = await space.lookup(caller(), { name: nameOf(at) });
        t.same(
          hits.map(({ entry: { id, name, stale } }) => ({ id, name, stale })),
          [{ id: ids[at], name: nameOf(at), stale: isStale(at % SCHEMAS) }],
        );
        t.equal(hits[0]?.advertisement.includes(nameOf(at)), true);
      }
      for (let round = 0; round < 5; round++) {
        const schema = random.int(SCHEMAS);
        const schemas = schemasOf(maker.make('any', schema));
        const { hits } = await space.lookup(caller(), { schemas, grade: 'exact', limit: 100 });
        const expected = ids.filter((_, at) => at % SCHEMAS === schema);
        t.same(
          hits.map(({ entry }) => entry.id),
          expected,
          `the documents of schema ${schema} and no others, in the order of publishing`,
        );
      }
      const none = await space.lookup(caller(), { name: nameOf(DOCUMENTS) });
      t.same(none.hits, []);
    };

    await expectDocuments(rig.main(), () => false);
    await rig.spaces.close();
    await store.close();

    const again = await openLmdbStore({ path });
    const spaces = await open(again, clock, { random, limits });
    const main = await spaces.declare(declareMain());
    // The disk takes its own time, and the ends are written in batches with a pause between them.
    const untilSequence = async (sequence: number): Promise<void> => {
      while ((await again.sequence(main.id)) < sequence) await clock.advance(50);
    };
    await expectDocuments(main, () => false);
    await clock.advance(1.5 * HOUR_MS);
    await untilSequence(DOCUMENTS * 1.5);
    await expectDocuments(main, (schema) => schema % 2 === 0);
    await clock.advance(HOUR_MS);
    await untilSequence(DOCUMENTS * 2);
    let fresh = 0;
    for (let cursor: string | undefined; ;) {
      const page = await main.lookup(caller(), { limit: 500, ...(cursor !== undefined && { cursor }) });
      fresh += page.hits.length;
      t.notOk(page.hits.some(({ entry }) => entry.stale));
      cursor = page.next;
      if (cursor === undefined) break;
    }
    t.equal(fresh, DOCUMENTS / 2, 'what was stale for long enough is gone');
    await spaces.close();
    await again.close();
  },
);
