import t from 'tap';
import { DEFAULT_SCHEMA_LIMITS } from '../../../src/base/index.js';
import { createSchemaTasks, createSchemaWorker, runTask } from '../../../src/space/index.js';
import type { SchemaTask } from '../../../src/space/index.js';
import { caller, createRig, parts, schemaText, service } from '../support/spaces.js';

const NS = 'urn:test:large';

/** So many elements that the schema is not read in the event loop: every comparison is then asked of the worker. */
const schemaOf = (type: string): string =>
  schemaText(
    NS,
    Array.from({ length: 900 }, (_, at) => `<xs:element name="e${at}" type="xs:${at === 0 ? type : 'int'}"/>`).join(
      '\n',
    ),
  );

const fragment = (type: string): string => schemaText(NS, `<xs:element name="e0" type="xs:${type}"/>`);

/** A worker that counts what it is asked. */
const createCountingWorker = () => {
  const tasks = createSchemaTasks(DEFAULT_SCHEMA_LIMITS);
  const asked: Partial<Record<SchemaTask, number>> = {};
  const worker = createSchemaWorker(async (task, ...input) => {
    asked[task] = (asked[task] ?? 0) + 1;
    return runTask(tasks, task, input);
  });
  return { worker, asked };
};

t.test('[is-a] what is equal needs no comparison, anything else needs one, and yes and no are both kept', async (t) => {
  const { worker, asked } = createCountingWorker();
  const { main } = await createRig({ schemaWorker: worker });
  await main().publish(caller(), {
    bytes: service({ name: 'a', namespace: NS, schema: schemaOf('int'), request: 'e0' }),
  });
  const isA = async (type: string) => {
    const { hits } = await main().lookup(caller(), { schemas: parts(fragment(type)) });
    return hits[0]?.match?.grade ?? 'none';
  };
  t.same(asked, { readDocument: 1 }, 'the advertisement was read as a whole');
  t.equal(await isA('int'), 'exact');
  t.equal(asked.compare, undefined, 'equal fingerprints are the same');
  t.equal(await isA('short'), 'compatible');
  t.equal(await isA('string'), 'none');
  t.equal(asked.compare, 2);
  t.same([await isA('short'), await isA('string'), await isA('int')], ['compatible', 'none', 'exact']);
  await main().publish(caller(), {
    bytes: service({ name: 'b', namespace: NS, schema: schemaOf('int'), request: 'e0' }),
  });
  t.equal(await isA('string'), 'none');
  t.same(
    asked,
    { compare: 2, readDocument: 2 },
    'and nothing is compared twice, not even for another document with the interface',
  );
});
