import t from 'tap';
import type { HeldDocument, LookupInput, Space } from '../../../src/space/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { caller, createRig, plain } from '../support/spaces.js';

const publish = (space: Space, name: string) => space.publish(caller(), { bytes: plain('<a/>'), name });

/** Names of all pages; `between` runs after each page. */
const readPages = async (space: Space, input: LookupInput, between: () => Promise<unknown> = async () => undefined) => {
  const names: string[] = [];
  for (let cursor: string | undefined; ;) {
    const answer = await space.lookup(caller(), { ...input, ...(cursor !== undefined && { cursor }) });
    names.push(...answer.hits.map(({ entry }) => entry.name));
    cursor = answer.next;
    if (cursor === undefined) return names;
    await between();
  }
};

t.test('pages follow one another in the order of publishing, and the last says that it is the last', async (t) => {
  const { main } = await createRig();
  const names = Array.from({ length: 7 }, (_, at) => `n${at}`);
  for (const name of names) await publish(main(), name);
  for (const limit of [1, 2, 3, 6, 7, 8]) t.same(await readPages(main(), { limit }), names, `limit ${limit}`);
  t.same(await readPages(main(), { limit: 2, name: 'n*' }), names);
  const full = await main().lookup(caller(), { limit: 7 });
  t.equal(full.next, undefined);
});

t.test(
  'nothing comes twice and nothing that stays is missed while documents come, go and change between pages',
  async (t) => {
    const { main } = await createRig();
    const random = createSeededRandom(20261121);
    for (let round = 0; round < 5; round++) {
      const held: HeldDocument[] = [];
      for (let at = 0; at < 40; at++) held.push(await publish(main(), `doc-${round}-${at}`));
      const removed = new Set<string>();
      const between = async (): Promise<void> => {
        const one = random.pick(held);
        const shown = caller(one.lease.credential ?? '');
        if (removed.has(one.entry.name)) return;
        if (random.int(2) === 0) {
          removed.add(one.entry.name);
          await main().remove(shown, { id: one.entry.id });
        } else {
          await main().update(shown, { id: one.entry.id, bytes: plain('<b/>') });
        }
        await publish(main(), `new-${round}`);
      };
      const seen = await readPages(main(), { limit: random.intBetween(1, 9), name: `doc-${round}-*` }, between);
      t.equal(new Set(seen).size, seen.length, 'nothing twice');
      for (const { entry } of held) if (!removed.has(entry.name)) t.ok(seen.includes(entry.name), entry.name);
    }
  },
);

t.test('a cursor belongs to the query that gave it', async (t) => {
  const { main } = await createRig();
  for (const name of ['a', 'b', 'c']) await publish(main(), name);
  const { next: cursor = '' } = await main().lookup(caller(), { limit: 1 });
  const again = await main().lookup(caller(), { limit: 2, cursor });
  t.same(
    again.hits.map(({ entry }) => entry.name),
    ['b', 'c'],
    'another page size is the same query',
  );
  for (const input of [
    { name: 'a', cursor },
    { fresh: true, cursor },
    { kinds: ['device' as const], cursor },
  ]) {
    await t.rejects(main().lookup(caller(), input), { code: 'CURSOR_INVALID' });
  }
  for (const bad of ['', 'x', 'AAAA', '%%%', `${cursor}AA`, 'A'.repeat(20)]) {
    await t.rejects(main().lookup(caller(), { cursor: bad }), { code: 'CURSOR_INVALID' }, bad);
  }
});

t.test('a page is never larger than the space allows', async (t) => {
  const { main } = await createRig({ limits: { maxPageHits: 2 } });
  for (const name of ['a', 'b', 'c']) await publish(main(), name);
  const answer = await main().lookup(caller(), { limit: 500 });
  t.equal(answer.hits.length, 2);
  t.ok(answer.next);
});
