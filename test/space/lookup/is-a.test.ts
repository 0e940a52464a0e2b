import t from 'tap';
import { DEFAULT_SCHEMA_LIMITS } from '../../../src/base/index.js';
import { createSchemaTasks } from '../../../src/space/index.js';
import type { SchemaWorker } from '../../../src/space/index.js';
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
  const asked = { compare: 0, describe: 0 };
  const worker: SchemaWorker = {
    describe: async (documents) => {
      asked.describe++;
      return tasks.describe(documents);
    },
    compare: async (task) => {
      asked.compare++;
      return tasks.compare(task);
    },
    check: async (documents, document) => tasks.check(documents, document),
  };
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
  t.equal(asked.describe, 1, 'the advertised schema was read once');
  t.equal(await isA('int'), 'exact');
  t.equal(asked.compare, 0, 'equal fingerprints are the same');
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
    { compare: 2, describe: 1 },
    'and nothing is asked twice, not even for another document with the interface',
  );
});
