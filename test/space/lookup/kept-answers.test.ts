import t from 'tap';
import type { LookupAnswer } from '../../../src/space/index.js';
import { caller, createRig, declareMain, elementOf, parts, schemaText, service } from '../support/spaces.js';

const NAMESPACE = 'urn:test:kept';
const schema = schemaText(NAMESPACE, elementOf('print', 'text', 'copies'));
const printer = (name: string): Uint8Array => service({ name, namespace: NAMESPACE, schema, request: 'print' });

t.test('the same schema documents give the same answer until anything has changed', async (t) => {
  const rig = await createRig();
  const main = rig.main();
  const schemas = parts(schema);
  const find = (): LookupAnswer | undefined => main.findAnswer(caller(), { schemas });
  t.equal(find(), undefined, 'nothing was read or decided yet');
  const { lease, entry } = await main.publish(caller(), { bytes: printer('one'), periodMs: 600_000 });
  t.equal((await main.lookup(caller(), { schemas })).hits.length, 1);
  const holder = caller(lease.credential ?? '');
  const changes: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['publishing', () => main.publish(caller(), { bytes: printer('two'), periodMs: 3_600_000 })],
    ['publishing something else', () => main.publish(caller(), { bytes: new TextEncoder().encode('<a/>') })],
    [
      'renewing',
      async () => {
        await rig.clock.advance(1000);
        await main.renew(holder, { lease: lease.id });
      },
    ],
    ['updating', () => main.update(holder, { id: entry.id, bytes: printer('three') })],
    ['going stale', () => rig.clock.advance(700_000)],
    ['renewing what is stale', () => main.renew(holder, { lease: lease.id })],
    ['removing', () => main.remove(holder, { id: entry.id })],
  ];
  for (const [what, change] of changes) {
    await main.lookup(caller(), { schemas });
    const before = find();
    t.ok(before, `before ${what}`);
    t.equal(find(), before, 'the same object');
    t.equal(await main.lookup(caller(), { schemas }), before, 'in either way');
    await change();
    const after = await main.lookup(caller(), { schemas });
    t.not(after, before, what);
    t.same(after, await main.lookup(caller(), { schemas: parts(schema) }), `as one asked anew after ${what}`);
    t.notSame(after, before, `${what} shows`);
  }
});

t.test('other criteria, several hits more, and what the space itself holds make an answer anew', async (t) => {
  const documents = [{ name: 'held', bytes: printer('held') }];
  const rig = await createRig({ declaration: declareMain('', documents) });
  const main = rig.main();
  const schemas = parts(schema);
  const ask = () => main.lookup(caller(), { schemas });
  t.equal((await ask()).hits.length, 1);
  const before = await ask();
  await rig.clock.advance(1000);
  const [hit] = (await ask()).hits;
  t.ok((hit?.entry.expiresAtMs ?? 0) > (before.hits[0]?.entry.expiresAtMs ?? 0), 'its lease goes on');
  for (const name of ['a', 'b', 'c', 'd']) await main.publish(caller(), { bytes: printer(name) });
  t.equal((await main.lookup(caller(), { schemas, limit: 1 })).hits.length, 1);
  t.equal((await ask()).hits.length, 5);
  t.equal((await main.lookup(caller(), { schemas, name: 'a', kinds: ['device'] })).hits.length, 0);
  t.not(await ask(), await ask(), 'many hits');
});
