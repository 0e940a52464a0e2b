import t from 'tap';
import type { DocumentId } from '../../../src/base/index.js';
import type { LookupInput } from '../../../src/space/index.js';
import { caller, createRig, elementOf, parts, schemaText, service } from '../support/spaces.js';

const NS = 'urn:test:one';
const schemaOf = (...elements: readonly string[]): string => schemaText(NS, elements.join(''));
const ORDER = elementOf('order', 'code');

t.test('a lookup restricted to a document says whether that one is a hit, and nothing of others', async (t) => {
  const main = (await createRig()).main();
  const publish = async (name: string, schema: string): Promise<DocumentId> => {
    const bytes = service({ name, namespace: NS, schema, request: 'order' });
    return (await main.publish(caller(), { bytes })).entry.id;
  };
  const [one, twin] = [await publish('one', schemaOf(ORDER)), await publish('twin', schemaOf(ORDER))];
  const half = await publish('half', schemaOf(ORDER, elementOf('extra', 'code')));
  const other = await publish('other', schemaOf(elementOf('order', 'number')));
  const names = async (input: LookupInput): Promise<readonly (readonly [string, string | undefined])[]> =>
    (await main.lookup(caller(), input)).hits.map(({ entry, match }) => [entry.name, match?.grade]);

  const schemas = parts(schemaOf(ORDER));
  t.same(await names({ id: one, schemas }), [['one', 'exact']]);
  t.same(await names({ id: twin, schemas }), [['twin', 'exact']], 'the second of one rank');
  t.same(await names({ id: half, schemas }), [['half', 'exact']], 'what it has besides does not matter');
  t.same(await names({ id: other, schemas }), []);
  const byName = (await names({ schemas, name: 'oth*' })).filter(([name]) => name === 'other');
  t.same(await names({ id: other, schemas, name: 'oth*' }), byName, 'a hit by name');
  t.same(await names({ id: one }), [['one', undefined]]);
  t.same(await names({ id: one, name: 'one' }), [['one', undefined]]);
  t.same(await names({ id: one, name: 'two' }), []);
  t.same(await names({ id: one, kinds: ['space'] }), [], 'restrictions hold');
  t.same(await names({ id: 'urn:uuid:00000000-0000-7000-8000-000000000000' as DocumentId, schemas }), []);
  const [first] = (await main.lookup(caller(), { schemas, limit: 1 })).next ?? [];
  t.ok(first);
  await t.rejects(main.lookup(caller(), { schemas, limit: 1, id: one, cursor: String(first) }), {
    code: 'CURSOR_INVALID',
  });
});
