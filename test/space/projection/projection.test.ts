import t from 'tap';
import type { DocumentId, LeaseId } from '../../../src/base/index.js';
import { toUtf8 } from '../../../src/base/index.js';
import type { Entry } from '../../../src/space/index.js';
import { createProjection, toEntry } from '../../../src/space/projection/index.js';
import { readSet } from '../../../src/space/documents/component-sets.js';
import { COUNTERS_KEY, readCounters, readLogEntry } from '../../../src/space/tables/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import type { Rig } from '../support/spaces.js';
import { caller, createRig, plain, service } from '../support/spaces.js';

const STALE_KEPT_MS = 20_000;

/** What a document should be like. */
interface Expected {
  readonly id: DocumentId;
  readonly lease: LeaseId;
  readonly credential: string;
  name: string;
  version: number;
  periodMs: number;
  expiresAtMs: number;
  bytes: number;
}

/** What is compared of an entry: ends of leases that were extended by a restart are not. */
const toLine = ({ id, name, version, stale }: Pick<Entry, 'id' | 'name' | 'version' | 'stale'>): string =>
  `${id} ${name} ${version} ${stale ? 'stale' : 'fresh'}`;

const readAll = async ({ main }: Rig): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  for (let cursor: string | undefined; ;) {
    const answer = await main().lookup(caller(), { limit: 7, ...(cursor !== undefined && { cursor }) });
    entries.push(...answer.hits.map(({ entry }) => entry));
    cursor = answer.next;
    if (cursor === undefined) return entries;
  }
};

/** The index that the log alone gives. */
const rebuild = async (rig: Rig): Promise<readonly string[]> => {
  const projection = createProjection({ queue: { set: () => undefined, delete: () => undefined }, seed: [3, 5] });
  const stopping = new AbortController();
  const last = await rig.store.sequence(rig.main().id);
  if (last > 0) {
    for await (const { sequence, entry } of rig.store.changes(rig.main().id, 0, stopping.signal)) {
      const read = readLogEntry(entry);
      const { components } = read.document;
      projection.apply(read, await readSet({ store: rig.store, space: rig.main().id }, components));
      if (sequence === last) break;
    }
  }
  return [...projection.rows()].sort((a, b) => a.sequence - b.sequence).map((row) => toLine(toEntry(row, 0)));
};

const createModel = (rig: Rig) => {
  const documents = new Map<DocumentId, Expected>();
  const { random, clock } = rig;

  const publish = async (): Promise<void> => {
    const name = `n${random.int(6)}`;
    const periodMs = random.intBetween(1000, 60_000);
    const bytes = random.int(2) === 0 ? plain(`<a>${'x'.repeat(random.int(50))}</a>`) : service({ name });
    const { entry, lease } = await rig.main().publish(caller(), { bytes, name, periodMs });
    const credential = lease.credential ?? '';
    documents.set(entry.id, {
      id: entry.id,
      lease: lease.id,
      credential,
      name,
      version: 1,
      periodMs,
      expiresAtMs: lease.expiresAtMs,
      bytes: bytes.length,
    });
  };

  const update = async (one: Expected): Promise<void> => {
    const name = `n${random.int(6)}`;
    const bytes = service({ name });
    await rig.main().update(caller(one.credential), { id: one.id, bytes });
    Object.assign(one, { name, version: one.version + 1, bytes: bytes.length });
  };

  const renew = async (one: Expected): Promise<void> => {
    const periodMs = random.intBetween(1000, 60_000);
    await rig.main().renew(caller(one.credential), { lease: one.lease, periodMs });
    Object.assign(one, { periodMs, expiresAtMs: clock.nowMs() + periodMs });
  };

  const remove = async (one: Expected): Promise<void> => {
    await rig.main().remove(caller(one.credential), { id: one.id });
    documents.delete(one.id);
  };

  const advance = async (): Promise<void> => {
    await clock.advance(random.intBetween(1, 8000));
    for (const one of documents.values()) {
      if (one.expiresAtMs + STALE_KEPT_MS <= clock.nowMs()) documents.delete(one.id);
    }
  };

  return {
    documents,
    step: async (): Promise<void> => {
      const choice = random.int(10);
      const one = documents.size === 0 ? undefined : random.pick([...documents.values()]);
      if (choice < 3 || !one) await publish();
      else if (choice < 5) await update(one);
      else if (choice < 7) await renew(one);
      else if (choice < 8) await remove(one);
      else await advance();
    },
    lines: (): readonly string[] =>
      [...documents.values()].map((one) => toLine({ ...one, stale: one.expiresAtMs <= clock.nowMs() })),
  };
};

t.test(
  'after any operations the index is what the operations say, what the log says, and what a restart loads',
  async (t) => {
    for (const seed of [1, 2, 3]) {
      const rig = await createRig({ limits: { staleKeptMs: STALE_KEPT_MS }, random: createSeededRandom(seed) });
      const model = createModel(rig);
      for (let step = 1; step <= 150; step++) {
        await model.step();
        if (step % 15 !== 0) continue;
        const entries = await readAll(rig);
        t.same(entries.map(toLine), model.lines(), `seed ${seed}, step ${step}: the model`);
        t.same(
          entries.map(({ expiresAtMs }) => expiresAtMs),
          [...model.documents.values()].map((one) => one.expiresAtMs),
        );
      }
      const lines = model.lines();
      t.same(await rebuild(rig), lines, `seed ${seed}: the log`);
      const record = await rig.store.get(rig.main().id, toUtf8(COUNTERS_KEY));
      const counters = readCounters(record?.value);
      t.equal(counters.documents, model.documents.size);
      t.equal(
        counters.bytes,
        [...model.documents.values()].reduce((sum, { bytes }) => sum + bytes, 0),
      );
      t.equal(counters.sequence, await rig.store.sequence(rig.main().id));
      await rig.restart();
      t.same((await readAll(rig)).map(toLine), lines, `seed ${seed}: a restart`);
      await rig.spaces.close();
    }
  },
);
