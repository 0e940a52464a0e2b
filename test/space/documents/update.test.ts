import t from 'tap';
import type { Caller, DocumentId, SubjectId } from '../../../src/base/index.js';
import { caller, createRig, plain, service } from '../support/spaces.js';

const ID = 'urn:example:printer';

t.test('an advertisement with a URN of its own is brought up to date by publishing it again', async (t) => {
  const { main, clock } = await createRig();
  const first = await main().publish(caller(), { bytes: service({ name: 'one', id: ID }), periodMs: 5000 });
  t.equal(first.entry.id, ID);
  await clock.advance(1000);
  const again = service({ name: 'two', id: ID });
  await t.rejects(main().publish(caller(), { bytes: again }), { code: 'CREDENTIAL_REQUIRED' });
  await t.rejects(main().publish(caller('x'), { bytes: again }), { code: 'CREDENTIAL_INVALID' });
  const second = await main().publish(caller(first.lease.credential ?? ''), { bytes: again, periodMs: 7000 });
  t.notOk(second.created);
  t.match(second.entry, { id: ID, name: 'two', version: 2, sequence: 1, publishedAtMs: first.entry.publishedAtMs });
  t.equal(second.lease.id, first.lease.id);
  t.equal(second.lease.expiresAtMs, clock.nowMs() + 7000, 'publishing again is also a renewal');
  t.same((await main().lookup(caller(), { name: 'one' })).hits, []);
  const [hit] = (await main().lookup(caller(), { name: 'two' })).hits;
  t.match(hit?.advertisement, '<name>two</name>');
  t.same(Buffer.from((await main().read(caller(), first.entry.id)).bytes), Buffer.from(again));
});

t.test('the same URN under another publisher is a new document with a fresh id', async (t) => {
  const { main } = await createRig();
  const other: Caller = { subject: 'other' as SubjectId, credentials: [], authenticated: true, groups: [] };
  const bytes = service({ name: 'mine', id: ID });
  const first = await main().publish(caller(), { bytes });
  const second = await main().publish(other, { bytes });
  t.equal(first.entry.id, ID);
  t.match(second.entry.id, /^urn:uuid:/);
  t.ok(second.created);
  t.equal((await main().lookup(caller(), { name: 'mine' })).hits.length, 2);
  t.same(
    (await main().lookup(caller(), { publisher: 'other' })).hits.map(({ entry }) => entry.id),
    [second.entry.id],
  );
});

t.test('a URN that was given back can be taken, and the old lease opens nothing', async (t) => {
  const { main } = await createRig();
  const bytes = service({ name: 'mine', id: ID });
  const first = await main().publish(caller(), { bytes });
  const shown = caller(first.lease.credential ?? '');
  await main().remove(shown, { id: first.entry.id });
  const second = await main().publish(caller(), { bytes });
  t.equal(second.entry.id, ID);
  t.equal(second.entry.version, 1);
  await t.rejects(main().remove(shown, { id: second.entry.id }), { code: 'CREDENTIAL_INVALID' });
  await t.rejects(main().renew(shown, { lease: first.lease.id }), { code: 'LEASE_NOT_FOUND' });
});

t.test('an update makes the next version, keeps the lease, and is refused for another version', async (t) => {
  const { main, clock } = await createRig();
  const { entry, lease } = await main().publish(caller(), { bytes: plain('<a/>'), name: 'paper', periodMs: 9000 });
  const shown = caller(lease.credential ?? '');
  await clock.advance(1000);
  const id = entry.id;
  await t.rejects(main().update(caller(), { id, bytes: plain('<b/>') }), { code: 'CREDENTIAL_REQUIRED' });
  await t.rejects(main().update(shown, { id, bytes: plain('<b/>'), version: 2 }), { code: 'VERSION_CONFLICT' });
  const held = await main().update(shown, { id, bytes: plain('<bb/>'), version: 1 });
  t.match(held.entry, {
    version: 2,
    name: 'paper',
    byteLength: 5,
    updatedAtMs: clock.nowMs(),
    expiresAtMs: lease.expiresAtMs,
  });
  t.equal(held.lease.credential, undefined, 'the credential was given with the lease');
  await t.rejects(main().update(shown, { id: 'urn:x:y' as DocumentId, bytes: plain('<b/>') }), {
    code: 'DOCUMENT_NOT_FOUND',
  });
});

t.test(
  'of many updates at once each makes a version, and of those that name one version only the first wins',
  async (t) => {
    const { main, store } = await createRig();
    const { entry, lease } = await main().publish(caller(), { bytes: plain('<a/>') });
    const shown = caller(lease.credential ?? '');
    const id = entry.id;
    const all = await Promise.all(Array.from({ length: 20 }, () => main().update(shown, { id, bytes: plain('<b/>') })));
    t.same(
      all.map((held) => held.entry.version),
      Array.from({ length: 20 }, (_, at) => at + 2),
    );
    const raced = await Promise.allSettled(
      Array.from({ length: 5 }, () => main().update(shown, { id, bytes: plain('<c/>'), version: 21 })),
    );
    t.same(
      raced.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'rejected', 'rejected'],
    );
    t.equal((await main().read(caller(), id)).entry.version, 22);
    t.equal(await store.sequence(main().id), 22);
  },
);

t.test('an update while a renewal waits to be written does not undo the renewal', async (t) => {
  const rig = await createRig();
  const { entry, lease } = await rig.main().publish(caller(), { bytes: plain('<a/>'), periodMs: 10_000 });
  const shown = caller(lease.credential ?? '');
  await rig.clock.advance(5000);
  const updating = rig.main().update(shown, { id: entry.id, bytes: plain('<b/>') });
  const renewed = await rig.main().renew(shown, { lease: lease.id, periodMs: 50_000_000 });
  await updating;
  t.equal((await rig.main().read(caller(), entry.id)).entry.expiresAtMs, renewed.expiresAtMs);
  await rig.restart();
  t.equal((await rig.main().read(caller(), entry.id)).entry.expiresAtMs, renewed.expiresAtMs);
});

t.test('what is not a good document is refused with the reason, and nothing of it is stored', async (t) => {
  const { main, store } = await createRig({ limits: { maxDocumentBytes: 2000, maxNameLength: 20 } });
  const cases: readonly (readonly [Uint8Array, { readonly code: string; readonly limit?: string }, string?])[] = [
    [plain('<a>'), { code: 'XML_NOT_WELL_FORMED' }],
    [plain('<!DOCTYPE a><a/>'), { code: 'XML_DOCTYPE_FORBIDDEN' }],
    [plain(''), { code: 'XML_NOT_WELL_FORMED' }],
    [plain(`<a>${'x'.repeat(2000)}</a>`), { code: 'QUOTA_EXCEEDED', limit: 'maxDocumentBytes' }],
    [plain(`<${'a'.repeat(21)}/>`), { code: 'QUOTA_EXCEEDED', limit: 'maxNameLength' }],
    [plain('<advertisement xmlns="urn:stoa:advertisement:1" kind="service"/>'), { code: 'ADVERTISEMENT_INVALID' }],
    [service({ name: 'x', request: 'missing' }), { code: 'ADVERTISEMENT_INVALID' }],
    [
      service({
        name: 'x',
        schema: '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="b"/></xs:schema>',
      }),
      { code: 'SCHEMA_INVALID' },
    ],
    [plain('<a/>'), { code: 'PARAMETER_INVALID' }, ''],
    [plain('<a/>'), { code: 'PARAMETER_INVALID' }, ' a'],
    [plain('<a/>'), { code: 'PARAMETER_INVALID' }, 'a\nb'],
    [plain('<a/>'), { code: 'PARAMETER_INVALID' }, '\ud800'],
  ];
  for (const [bytes, error, name] of cases) {
    await t.rejects(
      main().publish(caller(), { bytes, ...(name !== undefined && { name }) }),
      error,
      JSON.stringify(error),
    );
  }
  t.equal(await store.sequence(main().id), 0);
  t.same((await main().lookup(caller(), {})).hits, []);
});

t.test('two methods with one request element are refused', async (t) => {
  const { main } = await createRig();
  const text = Buffer.from(service({ name: 'x' })).toString();
  const method = /<method.*<\/method>/.exec(text)?.[0] ?? '';
  const bytes = plain(text.replace(method, method + method.replace('"call"', '"again"')));
  await t.rejects(main().publish(caller(), { bytes }), { code: 'METHOD_AMBIGUOUS' });
});

t.test('a service is found for a gate, what has no methods is not one', async (t) => {
  const { main } = await createRig();
  const { entry } = await main().publish(caller(), { bytes: service({ name: 'echo' }) });
  const found = await main().findService(caller(), entry.id);
  t.equal(found.advertisement.interface?.methods[0]?.name, 'call');
  t.same(found.entry, entry);
  const letter = await main().publish(caller(), { bytes: plain('<letter/>') });
  await t.rejects(main().findService(caller(), letter.entry.id), { code: 'NOT_A_SERVICE' });
});
