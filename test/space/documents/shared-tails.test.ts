import t from 'tap';
import type { DocumentId } from '../../../src/base/index.js';
import { fromUtf8, toUtf8 } from '../../../src/base/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import type { Rig } from '../support/spaces.js';
import { caller, createRig, elementOf, schemaText, service } from '../support/spaces.js';

const HOUR_MS = 3_600_000;

const schemaWith = (field: string): string => schemaText('urn:test:echo', elementOf('echo', field));

/** A service whose text ends with `behind`, which is part of what it shares with others. */
const textOf = (name: string, field = 'text', behind = ''): Uint8Array =>
  toUtf8(fromUtf8(service({ name, schema: schemaWith(field) })) + behind);

const publish = (rig: Rig, bytes: Uint8Array) => rig.main().publish(caller(), { bytes, periodMs: 20 * HOUR_MS });

const rowsOf = async ({ store, main }: Rig, table: string) =>
  store.range(main().id, { from: toUtf8(`${table}/`), to: toUtf8(`${table}0`) });

const readText = async ({ main }: Rig, id: DocumentId): Promise<string> =>
  fromUtf8((await main().read(caller(), id)).bytes);

t.test(
  'documents with an interface that is written alike share it from the second on, and are served as they were published',
  async (t) => {
    const rig = await createRig();
    const texts = ['a', 'bä', 'c', 'd'].map((name) => textOf(name));
    const published = [];
    for (const bytes of texts) published.push(await publish(rig, bytes));
    const [tail] = await rowsOf(rig, 'x');
    const text = fromUtf8(tail?.value ?? new Uint8Array());
    t.ok(text.startsWith('<interface') && text.trimEnd().endsWith('</advertisement>'));
    t.equal((await rowsOf(rig, 'x')).length, 1);
    const lengths = (await rowsOf(rig, 'b')).map(({ value }) => value.length).sort((left, right) => right - left);
    const [whole = 0, ...others] = texts.map(({ length }) => length).sort((left, right) => right - left);
    t.ok((lengths[0] ?? 0) >= Math.min(whole, ...others), 'the first is kept whole');
    for (const length of lengths.slice(1)) t.ok(length < whole - text.length + 32, `${length} bytes`);
    for (const [at, { entry }] of published.entries()) {
      t.equal(await readText(rig, entry.id), fromUtf8(texts[at] ?? new Uint8Array()));
      t.equal(entry.byteLength, texts[at]?.length);
    }
    await rig.restart();
    for (const [at, { entry }] of published.entries()) {
      t.equal(await readText(rig, entry.id), fromUtf8(texts[at] ?? new Uint8Array()));
    }
  },
);

t.test('a document whose tail goes while it is read is read anew, and never served without it', async (t) => {
  const rig = await createRig();
  await publish(rig, textOf('a'));
  const { entry } = await publish(rig, textOf('b'));
  const { get } = rig.store;
  let missed = 0;
  rig.store.get = (space, key) =>
    fromUtf8(key).startsWith('x/') && missed++ === 0 ? Promise.resolve(undefined) : get(space, key);
  t.equal(await readText(rig, entry.id), fromUtf8(textOf('b')));
  t.equal(missed, 2);
});

t.test('no more than eight ways of writing one interface are kept; other documents are kept whole', async (t) => {
  const rig = await createRig();
  const texts: { readonly id: DocumentId; readonly text: string }[] = [];
  for (let round = 0; round < 3; round++) {
    for (let way = 0; way < 12; way++) {
      const bytes = textOf(`${round}-${way}`, 'text', `<!-- ${'w'.repeat(way)} -->`);
      texts.push({ id: (await publish(rig, bytes)).entry.id, text: fromUtf8(bytes) });
    }
  }
  t.equal((await rowsOf(rig, 'x')).length, 8);
  for (const { id, text } of texts) t.equal(await readText(rig, id), text);
});

t.test('what documents share goes when the last of them has gone and the log tells of it no more', async (t) => {
  const rig = await createRig({ limits: { logKeptMs: HOUR_MS, maxLeaseMs: 20 * HOUR_MS } });
  const held = [];
  for (const name of ['a', 'b', 'c']) held.push(await publish(rig, textOf(name)));
  await publish(rig, textOf('stays', 'other'));
  for (const { entry, lease } of held.slice(0, 2)) {
    await rig.main().remove(caller(lease.credential ?? ''), { id: entry.id });
  }
  await rig.clock.advance(3 * HOUR_MS);
  t.equal((await rowsOf(rig, 'x')).length, 1);
  t.equal(await readText(rig, held[2]?.entry.id ?? ('' as DocumentId)), fromUtf8(textOf('c')));
  const last = held[2];
  await rig.main().update(caller(last?.lease.credential ?? ''), {
    id: last?.entry.id ?? ('' as DocumentId),
    bytes: textOf('c', 'other'),
  });
  await rig.clock.advance(3 * HOUR_MS);
  t.same(
    (await rowsOf(rig, 'x')).map(({ value }) => fromUtf8(value).includes('name="other"')),
    [true],
    'that of the other interface stays',
  );
  t.equal((await rowsOf(rig, 'm')).length, 1);
});

t.test(
  'whatever is published, updated, removed and restarted, each document is served as it was published last',
  async (t) => {
    const rig = await createRig({ limits: { logKeptMs: HOUR_MS, maxLeaseMs: 100 * HOUR_MS } });
    const random = createSeededRandom(5);
    const there = new Map<DocumentId, { text: string; credential: string }>();
    const anyText = (at: number): Uint8Array =>
      textOf(`n${at}`, ['text', 'other', 'third'][random.int(3)], ['', '\n', '<!-- ä -->', '<?p?>'][random.int(4)]);
    for (let step = 0; step < 150; step++) {
      const ids = [...there.keys()];
      const id = ids[random.int(Math.max(1, ids.length))];
      const held = id && there.get(id);
      const action = random.int(10);
      if (action < 5 || !id || !held) {
        const bytes = anyText(step);
        const { entry, lease } = await rig.main().publish(caller(), { bytes, periodMs: 90 * HOUR_MS });
        there.set(entry.id, { text: fromUtf8(bytes), credential: lease.credential ?? '' });
      } else if (action < 7) {
        const bytes = anyText(step);
        await rig.main().update(caller(held.credential), { id, bytes });
        there.set(id, { ...held, text: fromUtf8(bytes) });
      } else if (action < 9) {
        await rig.main().remove(caller(held.credential), { id });
        there.delete(id);
      } else if (random.int(2) === 0) await rig.restart();
      else await rig.clock.advance(2 * HOUR_MS);
      if (step % 10 === 9) for (const [each, { text }] of there) t.equal(await readText(rig, each), text);
    }
    const tails = (await rowsOf(rig, 'x')).length;
    t.ok(tails > 0 && tails <= 12, `${tails} tails`);
  },
);
