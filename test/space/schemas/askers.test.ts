import t from 'tap';
import type { Caller, SubjectId } from '../../../src/base/index.js';
import { StoaError, DEFAULT_SCHEMA_LIMITS, SERVER_SUBJECT, localCaller, toUtf8 } from '../../../src/base/index.js';
import { createInterfaceCompiler, createSchemaTasks, createSchemaWorker, runTask } from '../../../src/space/index.js';
import type { Asker, SchemaWorkers } from '../../../src/space/index.js';
import { readAdvertisement } from '../../../src/advertisement/index.js';
import { parseXml } from '../../../src/xml/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { createRig, declareMain } from '../support/spaces.js';

const NAMESPACE = 'urn:test:asked';

/** A schema that is too large for the event loop. */
const LARGE = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${NAMESPACE}" elementFormDefault="qualified">${Array.from(
  { length: 700 },
  (_, at) => `<xs:element name="e${at}"><xs:complexType/></xs:element>`,
).join('')}</xs:schema>`;

const service = (name: string): string =>
  `<advertisement xmlns="urn:stoa:advertisement:1" xmlns:t="${NAMESPACE}" kind="service"><name>${name}</name>` +
  '<endpoint uri="http://x.example/" binding="stoa-http"/><interface><method name="one"><request element="t:e1"/></method>' +
  `<method name="two"><request element="t:e2"/></method><schema>${LARGE}</schema></interface></advertisement>`;

const user = (subject: string): Caller => ({
  ...localCaller(),
  subject: subject as SubjectId,
  authenticated: true,
});

/** Workers that note what is asked for, and by whom. */
const createNotingWorkers = (): { readonly noted: string[]; readonly workers: SchemaWorkers } => {
  const tasks = createSchemaTasks(DEFAULT_SCHEMA_LIMITS);
  const noted: string[] = [];
  const createWorker = (asker: Asker) =>
    createSchemaWorker((task, ...input) => {
      noted.push(`${asker}: ${task}`);
      return new Promise((resolve) => resolve(runTask(tasks, task, input)));
    });
  return { noted, workers: { for: createWorker } };
};

const asked = async (noted: string[], work: () => Promise<unknown>): Promise<readonly string[]> => {
  noted.length = 0;
  await work();
  return [...new Set(noted)].sort();
};

t.test('what is worked on outside the event loop counts for the caller whom it is done for', async (t) => {
  const { noted, workers } = createNotingWorkers();
  const policy =
    '<policy xmlns="urn:stoa:policy:1"><access><grant to="authenticated" actions="lookup read publish spawn"/>' +
    '<grant to="subject:ann" actions="open"/><grant to="subject:bob" actions="open" methods="one"/></access></policy>';
  const { main } = await createRig({
    authenticates: true,
    declaration: declareMain(policy, [{ name: 'declared.xml', bytes: toUtf8(service('declared')) }]),
    schemaWorkers: workers,
  });
  t.same([...new Set(noted)], [`${SERVER_SUBJECT}: readDocument`], 'what the server declares counts for itself');
  const space = main();
  const publish = () => space.publish(user('ann'), { bytes: toUtf8(service('asked')) });
  t.same(await asked(noted, publish), ['ann: readDocument']);
  const [entry] = (await space.lookup(user('ann'), { name: 'asked' })).hits;
  t.ok(entry);
  if (!entry) return;
  const wanted = (body: string) => ({
    schemas: [{ location: '', xml: LARGE.replace('<xs:complexType/>', body) }],
    grade: 'overlap' as const,
  });
  const body = '<xs:complexType><xs:attribute name="a"/></xs:complexType>';
  t.same(await asked(noted, () => space.lookup(user('carl'), wanted(body))), ['carl: compare', 'carl: describe']);
  t.same(
    await asked(noted, () => space.readAdvertisement(user('bob'), entry.entry.id)),
    ['bob: tailor'],
    'the part that somebody may see is made for that one',
  );
  const openAs = (name: string) => space.findService(user(name), entry.entry.id);
  t.same(await asked(noted, () => openAs('ann')), ['ann: openAdvertisement'], 'a gate reads none in the event loop');
  t.same(await asked(noted, () => openAs('ann')), [], 'and what was read is kept');
  const { readSeen } = await openAs('bob');
  t.ok(readSeen);
  await asked(noted, async () => t.equal((await readSeen?.())?.methods.length, 1));
  const other = body.replace('"a"', '"b"');
  t.same(await asked(noted, () => space.subscribe(user('dora'), wanted(other))), ['dora: compare', 'dora: describe']);
});

t.test('what gates check counts for the client whose gate it is, whoever had the interface compiled', async (t) => {
  const { noted, workers } = createNotingWorkers();
  const compile = createInterfaceCompiler({ limits: DEFAULT_SCHEMA_LIMITS, workers });
  const { interface: description } = readAdvertisement(parseXml(service('asked')).root);
  t.ok(description);
  if (!description) return;
  const compiled = await compile(description, 'ann');
  const { root, source } = parseXml(`<e1 xmlns="${NAMESPACE}"/>`);
  await compiled.for('bob').checkRequest(root, source);
  await compiled.for('carl').checkRequest(root, source);
  await compiled.checkRequest(root, source);
  t.same(noted, ['ann: describe', 'bob: check', 'carl: check', `${SERVER_SUBJECT}: check`]);
  t.equal(compiled.for('bob'), compiled.for('bob'));
  t.same(compiled.for('bob').methods, compiled.methods);
  t.same(compiled.for('bob').components(), compiled.components());
});

t.test(
  'a message of a small schema that takes long counts for its client; where there was no room, there may be later',
  async (t) => {
    const { noted, workers } = createNotingWorkers();
    let isFull = true;
    const busy: SchemaWorkers = {
      for: (asker) => {
        const worker = workers.for(asker);
        const full = () => Promise.reject(new StoaError('TOO_MANY_TASKS', 'full'));
        return { ...worker, describe: (texts) => (isFull ? full() : worker.describe(texts)) };
      },
    };
    const compile = createInterfaceCompiler({ limits: DEFAULT_SCHEMA_LIMITS, workers: busy });
    const costly =
      '<xs:element name="e1"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="(a|b)*a(a|b){60}"/></xs:restriction></xs:simpleType></xs:element><xs:element name="e2"/>';
    const small = service('small').replace(LARGE, LARGE.replace(/(?<=>)<xs:element.*(?=<\/xs:schema>)/s, costly));
    const { interface: description } = readAdvertisement(parseXml(small).root);
    t.ok(description);
    if (!description) return;
    const compiled = await compile(description, 'ann');
    const code = [...createSeededRandom(5).bytes(40_000)].map((byte) => (byte % 2 === 0 ? 'a' : 'b')).join('');
    const { root, source } = parseXml(`<e1 xmlns="${NAMESPACE}">${code}a${'b'.repeat(60)}</e1>`);
    const check = async () => compiled.for('bob').checkRequest(root, source);
    await t.rejects(check(), { code: 'TOO_MANY_TASKS' });
    isFull = false;
    t.match(await check(), { name: 'one' });
    t.same(noted, ['bob: describe', 'bob: check']);
  },
);
