import t from 'tap';
import { DEFAULT_SCHEMA_LIMITS, isStoaError, fromUtf8, toUtf8 } from '../../../src/base/index.js';
import type { Caller, DocumentId } from '../../../src/base/index.js';
import { compileInterface, isProtected, readAdvertisement } from '../../../src/advertisement/index.js';
import type { SchemaWorker, Space } from '../../../src/space/index.js';
import { createLocalSchemaWorker } from '../../../src/space/schemas/index.js';
import { childElements, findAttribute, findChild, parseXml } from '../../../src/xml/index.js';
import {
  AUTHENTICATION,
  accessPolicy,
  caller,
  createRig,
  declareMain,
  elementOf,
  parts,
  plain,
  schemaText,
  service,
  user,
} from '../support/spaces.js';

const NAMESPACE = 'urn:test:print';
const SCHEMA = schemaText(
  NAMESPACE,
  '<xs:complexType name="Job"><xs:sequence><xs:element name="pages" type="xs:int"/></xs:sequence></xs:complexType>' +
    '<xs:simpleType name="State"><xs:restriction base="xs:token"/></xs:simpleType>' +
    '<xs:element name="print" type="Job"/><xs:element name="printed" type="xs:int"/>' +
    '<xs:element name="status" type="xs:int"/><xs:element name="state" type="State"/>' +
    elementOf('reset', 'reason'),
);
const METHODS = { print: ['print', 'printed'], status: ['status', 'state'], reset: ['reset'] } as const;
const printer = (name = 'printer'): Uint8Array =>
  service({ name, namespace: NAMESPACE, schema: SCHEMA, methods: METHODS });

/** The same, asking to be shown whole only to who proved who they are. */
const guarded = (name = 'printer'): Uint8Array =>
  toUtf8(
    fromUtf8(printer(name)).replace('kind="service"', 'kind="service" xmlns:p="urn:stoa:policy:1" p:protected="true"'),
  );

const read = (text: string) => readAdvertisement(parseXml(text).root);
const namesIn = (text: string): readonly string[] =>
  (read(text).interface?.schemas ?? []).flatMap(({ root }) =>
    childElements(root).map((each) => findAttribute(each, 'name') ?? ''),
  );
const methodsIn = (text: string): readonly string[] => (read(text).interface?.methods ?? []).map(({ name }) => name);
const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'none',
    (thrown: unknown) => (isStoaError(thrown) ? thrown.code : String(thrown)),
  );
const messageOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'none',
    (thrown: unknown) => (isStoaError(thrown) ? `${thrown.code} ${thrown.message}` : String(thrown)),
  );
const UNKNOWN = 'urn:uuid:0192d5e0-7f7a-7000-8000-00000000dead' as DocumentId;

const GRANTS =
  '<grant to="anyone" actions="lookup"/><grant to="authenticated" actions="read publish"/>' +
  '<grant to="subject:ann" actions="open"/>' +
  '<grant to="subject:bob" actions="open" name="printer*" methods="status"/>' +
  '<grant to="group:ops" actions="open" methods="re*"/>';
const ann = user('ann');
const bob = user('bob');
const carl = user('carl');

interface PrinterOptions {
  readonly bytes?: Uint8Array;
  readonly policy?: string;
  readonly schemaWorker?: SchemaWorker;
}

const openPrinter = async (options: PrinterOptions = {}) => {
  const declaration = declareMain(options.policy ?? accessPolicy(GRANTS));
  const { schemaWorker } = options;
  const rig = await createRig({ authenticates: true, declaration, ...(schemaWorker && { schemaWorker }) });
  const space = rig.main();
  const held = await space.publish(ann, { bytes: options.bytes ?? printer() });
  return { rig, space, held, id: held.entry.id };
};

const find = async (space: Space, who: Caller, element: string, grade: 'compatible' | 'overlap' = 'compatible') =>
  (await space.lookup(who, { schemas: parts(schemaText(NAMESPACE, ELEMENTS[element] ?? '')), grade })).hits;

const ELEMENTS: Readonly<Record<string, string>> = {
  status: '<xs:element name="status" type="xs:int"/>',
  reset: elementOf('reset', 'reason'),
  both: '<xs:element name="status" type="xs:int"/>' + elementOf('reset', 'reason'),
};

t.test(
  '[ad:tailored] two users fetch the complete advertisement of one service: the schemas differ exactly by their grants',
  async (t) => {
    const { space, id } = await openPrinter();
    const whole = (await space.readAdvertisement(ann, id)).advertisement;
    const cut = (await space.readAdvertisement(bob, id)).advertisement;
    t.same(methodsIn(whole), ['print', 'status', 'reset']);
    t.same(methodsIn(cut), ['status']);
    t.same(namesIn(whole), ['Job', 'State', 'print', 'printed', 'status', 'state', 'reset']);
    t.same(namesIn(cut), ['State', 'status', 'state']);
    t.same(read(cut).endpoints, read(whole).endpoints);
    const [wholeFace, cutFace] = [read(whole).interface, read(cut).interface];
    t.ok(wholeFace && cutFace);
    if (!wholeFace || !cutFace) return;
    const fingerprints = new Map(
      compileInterface(wholeFace)
        .components()
        .map((each) => [each.name, each.fingerprint]),
    );
    for (const { name, fingerprint } of compileInterface(cutFace).components())
      t.equal(fingerprint, fingerprints.get(name), `${name} is what it is in the whole`);
    t.same(methodsIn((await space.readAdvertisement(user('bob', 'ops'), id)).advertisement), ['status', 'reset']);
  },
);

/** A worker that counts what it tailors, as a thread would. */
const createCountingWorker = () => {
  const tailored: string[] = [];
  const worker = createLocalSchemaWorker(DEFAULT_SCHEMA_LIMITS);
  const tailor: SchemaWorker['tailor'] = (text, methods) => {
    tailored.push(methods.join(' '));
    return worker.tailor(text, methods);
  };
  return { tailored, schemaWorker: { ...worker, tailor } };
};

for (const [what, more, outside] of [
  ['in the event loop, a small schema', 0, 0],
  ['outside of it, a larger one', 150, 1],
  ['outside of it, one whose reading is large', 1000, 1],
] as const)
  t.test(`[ad:tailored] advertisements are cut once for equal grants: ${what}`, async (t) => {
    const { tailored, schemaWorker } = createCountingWorker();
    const elements = Array.from({ length: more }, (_, at) => elementOf(`more${at}`, `reason${at}`)).join('');
    const schema = SCHEMA.replace('</xs:schema>', `${elements}</xs:schema>`);
    const bytes = service({ name: 'printer', namespace: NAMESPACE, schema, methods: METHODS });
    const { space, id } = await openPrinter({ bytes, schemaWorker });
    const asked = [bob, bob, user('bob', 'others')].map((who) => space.readAdvertisement(who, id));
    const [first, ...others] = await Promise.all(asked);
    t.same(namesIn(first?.advertisement ?? ''), ['State', 'status', 'state']);
    for (const other of [...others, await space.readAdvertisement(bob, id)]) t.same(other, first);
    t.equal((await find(space, bob, 'status')).length, 1);
    t.equal((await find(space, bob, 'reset')).length, 0, 'a lookup decides by the same cut');
    t.equal(tailored.length, outside);
    const both = await space.readAdvertisement(user('bob', 'ops'), id);
    t.same(methodsIn(both.advertisement), ['status', 'reset'], 'other grants are another cut');
    t.equal(tailored.length, outside * 2);
    const found = await space.findService(bob, id);
    t.match(await found.readText(), first?.advertisement);
  });

t.test('[ad:tailored] what is read of a document is what the caller sees; its ETag is another', async (t) => {
  const { space, id } = await openPrinter();
  const whole = await space.read(ann, id);
  t.same(whole.bytes, Buffer.from(printer()), 'the bytes that were published');
  t.equal(whole.view, undefined);
  const cut = await space.read(bob, id);
  t.ok(cut.view);
  t.same(methodsIn(fromUtf8(cut.bytes)), ['status']);
  t.equal((await space.read(bob, id)).view, cut.view, 'the same as long as it is');
  t.not((await space.read(user('eve', 'ops'), id)).view, cut.view);
  t.equal(cut.entry.version, whole.entry.version);
});

t.test('[ad:tailored] a hit has the advertisement as the caller sees it', async (t) => {
  const { space } = await openPrinter();
  const hitOf = async (who: Caller) => (await space.lookup(who, { name: 'printer' })).hits[0]?.advertisement ?? '';
  for (let time = 0; time < 2; time++) {
    t.same(methodsIn(await hitOf(ann)), ['print', 'status', 'reset']);
    t.same(methodsIn(await hitOf(bob)), ['status']);
    t.ok(isProtected(read(await hitOf(caller()))));
  }
});

t.test('[ad:tailored] a gate opens for the methods granted, and its answer has no more of the schema', async (t) => {
  const { space, id } = await openPrinter();
  t.equal((await space.findService(ann, id)).grantedMethods, undefined);
  const found = await space.findService(bob, id);
  t.same(found.grantedMethods, ['status']);
  t.same(methodsIn(await found.readText()), ['status']);
  t.equal(await codeOf(space.findService(carl, id)), 'ACCESS_DENIED');
  t.equal(await codeOf(space.findService(caller(), id)), 'AUTHENTICATION_REQUIRED');
});

t.test('[ad:protected] a protected advertisement holds only what is needed to get the complete one', async (t) => {
  const { space, id } = await openPrinter();
  for (const who of [caller(), carl]) {
    const { advertisement, view } = await space.readAdvertisement(who, id);
    t.ok(view);
    const { root } = parseXml(advertisement);
    const made = readAdvertisement(root);
    t.match(made, { kind: 'service', name: 'printer', id, endpoints: [] });
    t.equal(made.interface, undefined);
    const element = findChild(root, { namespace: 'urn:stoa:policy:1', local: 'protected' });
    t.ok(element);
    if (!element) return;
    t.equal(findAttribute(element, 'complete'), `http://example.org/spaces/main/documents/${id}/advertisement`);
    t.equal(findAttribute(element, 'authentication'), AUTHENTICATION);
    t.equal(childElements(root).length, 2, 'its name and that');
  }
});

t.test('[ad:protected] it makes no gate; the error names the authentication URI', async (t) => {
  const { space, id } = await openPrinter({ bytes: guarded(), policy: '' });
  t.ok(
    isProtected(read((await space.readAdvertisement(carl, id)).advertisement)) === false,
    'whoever proved who it is',
  );
  const open = await createRig({ declaration: declareMain() });
  const held = await open.main().publish(caller(), { bytes: guarded() });
  const { advertisement } = await open.main().readAdvertisement(caller(), held.entry.id);
  t.ok(isProtected(read(advertisement)), 'even where everybody may read everything');
  t.equal(await codeOf(open.main().findService(caller(), held.entry.id)), 'ACCESS_DENIED');
  const {
    rig,
    space: restricted,
    id: other,
  } = await openPrinter({
    bytes: guarded(),
    policy: accessPolicy(
      '<grant to="anyone" actions="lookup read open"/><grant to="authenticated" actions="publish"/>',
    ),
  });
  const refused = await restricted.findService(caller(), other).catch((thrown: unknown) => thrown);
  t.ok(isStoaError(refused, 'AUTHENTICATION_REQUIRED'));
  t.ok(isStoaError(refused) && refused.message.includes(AUTHENTICATION));
  const root = caller(rig.spaces.root(restricted.id));
  t.same(methodsIn((await restricted.readAdvertisement(root, other)).advertisement), ['print', 'status', 'reset']);
  t.same((await restricted.findService(root, other)).grantedMethods, undefined, 'relays go as the space itself');
});

t.test('who holds the lease of a document reads it whole', async (t) => {
  const { space, held, id } = await openPrinter({ bytes: guarded() });
  const holder = caller(held.lease.credential ?? '');
  t.same((await space.read(holder, id)).bytes, Buffer.from(guarded()));
  t.same(methodsIn((await space.readAdvertisement(holder, id)).advertisement), ['print', 'status', 'reset']);
});

t.test('what a caller may not see does not find the service: matching is decided on what it sees', async (t) => {
  const { space } = await openPrinter();
  t.equal((await find(space, ann, 'reset')).length, 1);
  t.equal((await find(space, bob, 'reset')).length, 0, 'by the schema of a method that is not granted');
  t.match(await find(space, bob, 'status'), [{ match: { grade: 'exact', share: 1 } }]);
  t.equal((await find(space, carl, 'status')).length, 0, 'a protected one is found by its name alone');
  t.equal((await find(space, caller(), 'status')).length, 0);
  t.match(await find(space, ann, 'both', 'overlap'), [{ match: { share: 1 } }]);
  t.match(await find(space, bob, 'both', 'overlap'), [{ match: { grade: 'overlap', share: 0.5 } }]);
  const methods = [{ name: 'reset' }];
  t.equal((await space.lookup(ann, { methods })).hits.length, 1);
  t.equal((await space.lookup(bob, { methods })).hits.length, 0);
});

t.test('by name and schema together, a hit by name says no more of the match than the caller sees', async (t) => {
  const { space } = await openPrinter();
  const schemas = parts(schemaText(NAMESPACE, ELEMENTS['reset'] ?? ''));
  const [byAnn] = (await space.lookup(ann, { name: 'printer', schemas })).hits;
  t.match(byAnn, { match: { grade: 'exact' } });
  const [byBob] = (await space.lookup(bob, { name: 'printer', schemas })).hits;
  t.match(byBob, { match: { grade: 'none', share: 0 } });
  const { hits } = await space.lookup(caller(), { name: 'printer', schemas });
  t.equal(hits.length, 1);
  t.equal(hits[0]?.match, undefined);
  const explained = await space.lookup(bob, { schemas, explain: true });
  t.same(explained.hits, []);
  t.same(explained.nearMisses, [], 'nor do near misses tell of it');
});

t.test('pages of a caller that sees parts have each document once, whatever the page', async (t) => {
  const { space } = await openPrinter();
  for (let number = 0; number < 20; number++) {
    await space.publish(ann, { bytes: printer(`printer-${number}`) });
    await space.publish(ann, { bytes: printer(`door-${number}`) });
  }
  const schemas = parts(schemaText(NAMESPACE, ELEMENTS['status'] ?? ''));
  const names: string[] = [];
  for (let cursor: string | undefined, page = 0; page < 50; page++) {
    const answer = await space.lookup(bob, { schemas, limit: 3, ...(cursor !== undefined && { cursor }) });
    names.push(...answer.hits.map(({ entry }) => entry.name));
    cursor = answer.next;
    if (cursor === undefined) break;
  }
  t.equal(names.length, 21);
  t.equal(new Set(names).size, 21);
  t.ok(names.every((name) => name.startsWith('printer')));
});

t.test('names of which nothing is granted are in no answer, and no event tells of them', async (t) => {
  const policy = accessPolicy(
    '<grant to="subject:ann" actions="publish lookup read open"/><grant to="subject:bob" actions="lookup read" name="public-*"/>' +
      '<grant to="subject:dora" actions="lookup read open" name="public-*"/>',
  );
  const opener = user('dora');
  const rig = await createRig({ authenticates: true, declaration: declareMain(policy) });
  const space = rig.main();
  const subscription = await space.subscribe(bob, {});
  const events = space.events(bob, { subscription: subscription.id, signal: AbortSignal.timeout(2000) });
  const secret = await space.publish(ann, { bytes: plain('<a/>'), name: 'secret' });
  await space.publish(ann, { bytes: plain('<b/>'), name: 'public-note' });
  t.same(
    (await space.lookup(bob, {})).hits.map(({ entry }) => entry.name),
    ['public-note'],
  );
  t.same((await space.lookup(bob, { name: 'secret' })).hits, []);
  t.same((await space.lookup(bob, { name: '*' })).hits.length, 1);
  for (const ask of [space.read, space.readAdvertisement, space.findService])
    t.equal(
      await messageOf(ask(opener, secret.entry.id)),
      await messageOf(ask(opener, UNKNOWN)).then((message) => message.replace(UNKNOWN, secret.entry.id)),
      'nor told to be there, or by which name',
    );
  t.equal(await codeOf(space.assertHolder(opener, { id: secret.entry.id })), 'DOCUMENT_NOT_FOUND');
  for await (const event of events) {
    t.equal(event.name, 'public-note', 'the first event that comes');
    break;
  }
});

t.test('events by schema are for who sees what they are about', async (t) => {
  const { rig, space } = await openPrinter();
  const schemas = parts(schemaText(NAMESPACE, ELEMENTS['reset'] ?? ''));
  const follow = async (who: Caller) => {
    const { id } = await space.subscribe(who, { schemas });
    return space.events(who, { subscription: id, signal: AbortSignal.timeout(2000) })[Symbol.asyncIterator]();
  };
  const [byAnn, byBob, byOps] = [await follow(ann), await follow(bob), await follow(user('eve', 'ops'))];
  const waiting = byBob.next();
  await space.publish(ann, { bytes: printer('printer-2') });
  t.match(await byAnn.next(), { value: { name: 'printer-2' } });
  t.match(await byOps.next(), { value: { name: 'printer-2' } });
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  const root = caller(rig.spaces.root(space.id));
  await rig.spaces.policy(root, space.id, {
    access: [{ to: 'authenticated', actions: ['publish', 'lookup', 'read', 'open'] }],
  });
  await space.publish(ann, { bytes: printer('printer-3') });
  t.match(await waiting, { value: { name: 'printer-3' } }, 'the first that it may see, once it may');
});

t.test('an answer that is kept for who sees all is not given to others, nor the other way round', async (t) => {
  const open = await createRig({ declaration: declareMain() });
  const space = open.main();
  await space.publish(caller(), { bytes: guarded('secret'), periodMs: 60_000 });
  await space.publish(caller(), { bytes: printer('public'), periodMs: 60_000 });
  const schemas = parts(schemaText(NAMESPACE, ELEMENTS['status'] ?? ''));
  const namesFor = async (who: Caller) => (await space.lookup(who, { schemas })).hits.map(({ entry }) => entry.name);
  for (let time = 0; time < 3; time++) {
    t.same(await namesFor(caller()), ['public']);
    t.same(await namesFor(ann), ['secret', 'public']);
  }
});

t.test('a wrong wish to be protected is refused at publish', async (t) => {
  const { space } = await openPrinter();
  const bytes = toUtf8(fromUtf8(guarded()).replace('p:protected="true"', 'p:protected="yes"'));
  t.equal(await codeOf(space.publish(ann, { bytes })), 'ADVERTISEMENT_INVALID');
});

t.test(
  'the wish stays over a restart, an update, and for a document that is read elsewhere for its size',
  async (t) => {
    const { rig, held, id } = await openPrinter({
      bytes: guarded(),
      policy: accessPolicy('<grant to="anyone" actions="publish lookup read open"/>'),
    });
    const isHidden = async () => isProtected(read((await rig.main().readAdvertisement(caller(), id)).advertisement));
    t.ok(await isHidden());
    await rig.restart();
    t.ok(await isHidden());
    const credential = held.lease.credential ?? '';
    await rig.main().update(caller(), { id, bytes: printer(), credential });
    t.notOk(await isHidden());
    const large = fromUtf8(guarded()).replace('<name>', `<!--${'x'.repeat(40_000)}--><name>`);
    await rig.main().update(caller(), { id, bytes: toUtf8(large), credential });
    t.ok(await isHidden());
  },
);
