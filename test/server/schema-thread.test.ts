import t from 'tap';
import type { Test } from 'tap';
import { DEFAULT_SCHEMA_LIMITS, silentLog } from '../../src/base/index.js';
import type { StoaError } from '../../src/base/index.js';
import { createSchemaThread } from '../../src/server/schema-thread/index.js';
import { createSchemaTasks } from '../../src/space/index.js';
import { unpackKeys } from '../../src/space/schemas/packed-keys.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { schemaThreadProgram } from '../support/compiled.js';

const program = schemaThreadProgram;

const schemaOf = (body: string): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:large" xmlns="urn:large" elementFormDefault="qualified">${body}</xs:schema>`;

const elements = (count: number): string =>
  Array.from({ length: count }, (_, at) => `<xs:element name="e${at}" type="xs:int"/>`).join('\n');

const large = [{ location: '', xml: schemaOf(elements(2000)) }];

const open = (t: Test, limits = DEFAULT_SCHEMA_LIMITS) => {
  const clock = createVirtualClock();
  const thread = createSchemaThread({ limits, clock, log: silentLog, program });
  t.teardown(thread.close);
  return { ...thread, worker: thread.workers.for('alice'), clock };
};

t.test('a thread of schemas gives what the same work gives here, findings and errors included', async (t) => {
  const { worker } = open(t);
  const here = createSchemaTasks(DEFAULT_SCHEMA_LIMITS);
  const keys = await worker.describe(large);
  t.same(keys, here.describe(large));
  const wanted = [{ location: '', xml: schemaOf('<xs:element name="e7" type="xs:short"/>') }];
  const [key] = unpackKeys(here.describe(wanted).components);
  const other = unpackKeys(keys.components).find(({ name }) => name === '{urn:large}e7');
  if (!key || !other) throw new TypeError('a component is missing');
  const pair = { wanted: { documents: wanted, key }, advertised: { documents: large, key: other } };
  t.match(await worker.compare({ ...pair, direction: 'in' }), { verdict: 'compatible' });
  t.same(await worker.compare({ ...pair, direction: 'out' }), here.compare({ ...pair, direction: 'out' }));
  const document = '<e7 xmlns="urn:large">many</e7>';
  const findings = await worker.check(large, document);
  t.equal(findings.length, 1);
  t.same(findings, here.check(large, document));
  const wrong = [{ location: '', xml: schemaOf('\n<xs:element name="a" type="missing"/>') }];
  const error = await worker.describe(wrong).catch((thrown: StoaError) => thrown);
  t.match(error, { code: 'SCHEMA_INVALID', findings: [{ rule: 'src-resolve', line: 2 }] });
});

t.test('an advertisement is cut in the thread as it is here', async (t) => {
  const { worker } = open(t);
  const schema = schemaOf(`${elements(500)}<xs:element name="two" type="xs:int"/>`);
  const text = `<advertisement xmlns="urn:stoa:advertisement:1" xmlns:l="urn:large" kind="service"><name>x</name><endpoint uri="http://x.example/" binding="stoa-http"/><interface><method name="one"><request element="l:e7"/></method><method name="two"><request element="l:two"/></method><schema>${schema}</schema></interface></advertisement>`;
  const cut = await worker.tailor(text, ['two']);
  t.equal(cut, createSchemaTasks(DEFAULT_SCHEMA_LIMITS).tailor(text, ['two']));
  t.match(cut, 'name="two"');
  t.notMatch(cut, 'name="e7"');
  await t.rejects(worker.tailor('<', []), { code: 'XML_NOT_WELL_FORMED' });
});

t.test('a limit met in the thread is told by its name, and the thread goes on', async (t) => {
  const { worker } = open(t, { ...DEFAULT_SCHEMA_LIMITS, maxComponents: 100 });
  await t.rejects(worker.describe(large), { code: 'SCHEMA_LIMIT_EXCEEDED', limit: 'maxComponents' });
  const small = [{ location: '', xml: schemaOf(elements(3)) }];
  t.equal(unpackKeys((await worker.describe(small)).components).length, 3);
});

t.test('a task that takes too long is ended with an error, and the next one gets a new thread', async (t) => {
  const { worker, clock } = open(t);
  const first = t.rejects(worker.describe(large), { code: 'SCHEMA_LIMIT_EXCEEDED', limit: 'maxTaskMs' });
  await clock.advance(30_000);
  await first;
  t.equal(unpackKeys((await worker.describe(large)).components).length, 2000);
});

t.test(
  'a client has no more tasks waiting than its share, all together no more than there are places, and closing ends them',
  async (t) => {
    const { workers, close, count } = open(t);
    const ask = (name: string) => workers.for(name).describe(large);
    const waiting = ['alice', 'bob'].flatMap((name) => Array.from({ length: 100 }, () => ask(name)));
    const ended = Promise.allSettled(waiting);
    const ofClient = { code: 'TOO_MANY_TASKS', limit: 'maxWaitingSchemasOfClient', retryAfterSeconds: 1 };
    await t.rejects(ask('alice'), { ...ofClient, message: /100 large schemas of one client/ });
    t.equal(count(), 200);
    const late = t.rejects(ask('carol'), { code: 'SHUTTING_DOWN' }, 'who has none gets the place of one of many');
    t.equal(count(), 200);
    await close();
    const reasons = (await ended).flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as StoaError] : [],
    );
    t.equal(reasons.length, 200);
    t.equal(reasons.filter(({ limit }) => limit === 'maxWaitingSchemas').length, 1);
    await late;
    await t.rejects(ask('alice'), { code: 'SHUTTING_DOWN' });
    t.equal(count(), 0);
  },
);

t.test('clients have their turns, however many tasks one of them has', async (t) => {
  const { workers } = open(t);
  const done: string[] = [];
  const small = [{ location: '', xml: schemaOf(elements(3)) }];
  const ask = (name: string) =>
    workers
      .for(name)
      .describe(small)
      .then(() => done.push(name));
  const first = Array.from({ length: 20 }, () => ask('alice'));
  await Promise.all([...first, ask('bob'), ask('bob'), ask('carol')]);
  // Two of the first were with the thread before anybody else came.
  t.same(done.slice(0, 8), ['alice', 'alice', 'alice', 'bob', 'carol', 'alice', 'bob', 'alice']);
});

t.test('a task that ends the thread takes only itself along', async (t) => {
  const { workers, clock } = open(t);
  const slow = t.rejects(workers.for('mallory').describe(large), { code: 'SCHEMA_LIMIT_EXCEEDED', limit: 'maxTaskMs' });
  const others = ['alice', 'bob', 'mallory'].map((name) => workers.for(name).describe(large));
  await clock.advance(30_000);
  await slow;
  t.same(
    (await Promise.all(others)).map(({ components }) => unpackKeys(components).length),
    [2000, 2000, 2000],
  );
});
