import t from 'tap';
import { caller, createRig, declareMain, plain } from '../support/spaces.js';

const of = (bytes: number) => plain(`<a>${'x'.repeat(bytes - 7)}</a>`);

t.test('maxDocuments holds however many are published at once, and counts again when some go', async (t) => {
  const { main, clock } = await createRig({ limits: { maxDocuments: 10, staleKeptMs: 1000 } });
  const publishing = Array.from({ length: 25 }, () => main().publish(caller(), { bytes: of(20), periodMs: 1000 }));
  const all = await Promise.allSettled(publishing);
  t.equal(all.filter(({ status }) => status === 'fulfilled').length, 10);
  for (const one of all)
    if (one.status === 'rejected') t.match(one.reason, { code: 'QUOTA_EXCEEDED', limit: 'maxDocuments' });
  await clock.advance(1000);
  await t.rejects(
    main().publish(caller(), { bytes: of(20) }),
    { code: 'QUOTA_EXCEEDED', limit: 'maxDocuments' },
    'stale ones count',
  );
  await clock.advance(1500);
  await main().publish(caller(), { bytes: of(20) });
});

t.test('maxBytes counts the bytes of the present versions', async (t) => {
  const { main } = await createRig({ limits: { maxBytes: 1000 } });
  const { entry, lease } = await main().publish(caller(), { bytes: of(600) });
  const shown = caller(lease.credential ?? '');
  await t.rejects(main().publish(caller(), { bytes: of(401) }), { code: 'QUOTA_EXCEEDED', limit: 'maxBytes' });
  await main().update(shown, { id: entry.id, bytes: of(1000) });
  await t.rejects(main().update(shown, { id: entry.id, bytes: of(1001) }), {
    code: 'QUOTA_EXCEEDED',
    limit: 'maxBytes',
  });
  await main().update(shown, { id: entry.id, bytes: of(900) });
  await main().publish(caller(), { bytes: of(100) });
  await main().remove(shown, { id: entry.id });
  await main().publish(caller(), { bytes: of(900) });
});

t.test('a policy sets limits; one lowered below what is there refuses only what adds', async (t) => {
  const policy = (documents: number) =>
    declareMain(`<policy xmlns="urn:stoa:policy:1"><limits documents="${documents}" lease="PT30S"/></policy>`);
  const rig = await createRig({ declaration: policy(3) });
  const held = [];
  for (let at = 0; at < 3; at++) held.push(await rig.main().publish(caller(), { bytes: of(10), periodMs: 3_600_000 }));
  t.equal(held[0]?.lease.periodMs, 30_000);
  await rig.restart({ declaration: policy(1) });
  t.equal(rig.main().limits.maxDocuments, 1);
  await t.rejects(rig.main().publish(caller(), { bytes: of(10) }), { code: 'QUOTA_EXCEEDED', limit: 'maxDocuments' });
  for (const { entry, lease } of held) await rig.main().remove(caller(lease.credential ?? ''), { id: entry.id });
  await rig.main().publish(caller(), { bytes: of(10) });
});

t.test('a policy that is not one is refused', async (t) => {
  const declare = (body: string) =>
    createRig({ declaration: declareMain(`<policy xmlns="urn:stoa:policy:1">${body}</policy>`) });
  for (const body of ['<limits documents="many"/>', '<limits lease="P1Y"/>', '<limits lease="PT0S"/>', '<other/>']) {
    await t.rejects(declare(body), { code: 'ADVERTISEMENT_INVALID' }, body);
  }
});
