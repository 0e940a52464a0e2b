import t from 'tap';
import { StoaError } from '../../../src/base/index.js';
import type { DocumentId } from '../../../src/base/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { HOUR_MS, probed, setUpLiveness as setUp, unreachable } from '../support/liveness.js';
import { caller, createRig, declareMain, service } from '../support/spaces.js';

const SECOND_MS = 1000;

t.test(
  '[lease:stale] a service that asks to be asked after is suspect when it is silent, and stale half a second later',
  async (t) => {
    const { clock, network, events, publish, stateOf, freshNames } = await setUp();
    const { id } = await publish();
    await clock.advance(10 * SECOND_MS);
    t.same(network.asked, ['http://service.example/health'], 'relative to its endpoint');
    await clock.advance(60 * SECOND_MS);
    t.equal(network.asked.length, 4, 'every 20 seconds, as it wants');
    network.down();
    while ((await stateOf(id)) === 'fresh') await clock.advance(100);
    t.equal(await stateOf(id), 'suspect');
    t.same(await freshNames(), ['lamp'], 'what is suspect is still found');
    await clock.advance(400);
    t.equal(await stateOf(id), 'suspect');
    await clock.advance(100);
    t.equal(await stateOf(id), 'stale');
    t.same(await freshNames(), []);
    t.same(events, ['published', 'stale']);
    network.up();
    await clock.advance(20 * SECOND_MS);
    t.equal(await stateOf(id), 'fresh', 'with the same id');
    t.same(events, ['published', 'stale', 'renewed']);
  },
);

t.test('one silence is forgiven as soon as it answers', async (t) => {
  const { clock, network, events, publish, stateOf } = await setUp();
  const { id } = await publish();
  await clock.advance(10 * SECOND_MS);
  network.down();
  while ((await stateOf(id)) === 'fresh') await clock.advance(100);
  network.up();
  await clock.advance(500);
  t.equal(await stateOf(id), 'fresh');
  t.same(events, ['published']);
});

t.test(
  '[lease:stale] a renewal by its holder makes it fresh again, with the same id, and it is asked on',
  async (t) => {
    const { clock, network, events, publish, stateOf, renew } = await setUp();
    const held = await publish();
    network.down();
    await clock.advance(30 * SECOND_MS);
    t.equal(await stateOf(held.id), 'stale');
    const { expiresAtMs } = await renew(held);
    t.equal(expiresAtMs, clock.nowMs() + HOUR_MS);
    t.equal(await stateOf(held.id), 'fresh');
    t.same(events, ['published', 'stale', 'renewed']);
    await clock.advance(60 * SECOND_MS);
    t.equal(await stateOf(held.id), 'stale', 'though nobody answers');
  },
);

t.test('a renewal of what is suspect, or just being made stale, counts', async (t) => {
  const { clock, network, store, publish, stateOf, renew } = await setUp();
  const held = await publish();
  network.down();
  while ((await stateOf(held.id)) === 'fresh') await clock.advance(100);
  await renew(held);
  t.equal(await stateOf(held.id), 'fresh');
  // Renewed between the decision and the commit: whichever comes last in the log holds.
  const commit = store.commit.bind(store);
  let renewal: Promise<unknown> | undefined;
  store.commit = (...input) => {
    renewal ??= renew(held);
    return commit(...input);
  };
  while (renewal === undefined) await clock.advance(100);
  store.commit = commit;
  network.up();
  await clock.settle();
  await renewal;
  t.equal(await stateOf(held.id), 'fresh');
});

t.test(
  'a lease that was made stale ends when it would have ended, and its document is deleted after that',
  async (t) => {
    const { clock, network, main, publish, stateOf } = await setUp({ limits: { staleKeptMs: 60_000 } });
    const { id } = await publish(probed(), 120 * SECOND_MS);
    const startMs = clock.nowMs();
    network.down();
    await clock.advance(60 * SECOND_MS);
    t.equal(await stateOf(id), 'stale');
    await clock.advanceTo(startMs + 179 * SECOND_MS);
    t.equal(await stateOf(id), 'stale');
    network.up();
    await clock.advanceTo(startMs + 179_999);
    t.equal(await stateOf(id), 'stale', 'its lease has run out: only its holder can renew it');
    await clock.advance(1);
    await t.rejects(main().read(caller(), id), { code: 'DOCUMENT_NOT_FOUND' });
  },
);

t.test('that it is stale outlasts a restart; so does that it is asked', async (t) => {
  const { rig, clock, network, publish, stateOf } = await setUp();
  const { id } = await publish();
  network.down();
  await clock.advance(30 * SECOND_MS);
  await rig.restart();
  t.equal(await stateOf(id), 'stale');
  network.up();
  await clock.advance(30 * SECOND_MS);
  t.equal(await stateOf(id), 'fresh');
  await rig.restart();
  network.down();
  await clock.advance(30 * SECOND_MS);
  t.equal(await stateOf(id), 'stale');
});

t.test('with a probe only a good answer means alive, without one any answer', async (t) => {
  const { clock, network, publish, stateOf } = await setUp();
  const well = await publish(probed('probe="/health"', 'a'));
  const any = await publish(probed('', 'b'));
  network.up(503);
  await clock.advance(60 * SECOND_MS);
  t.equal(await stateOf(well.id), 'stale');
  t.equal(await stateOf(any.id), 'fresh');
  t.ok(network.asked.includes('http://service.example/'));
});

t.test(
  'an answer that takes too long is none; trouble of our own, or what may not be asked, says nothing',
  async (t) => {
    const { clock, network, publish, stateOf } = await setUp();
    const { id } = await publish();
    for (const code of ['DESTINATION_FORBIDDEN', 'INTERNAL'] as const) {
      network.answer(() => {
        throw new StoaError(code, 'not asked');
      });
      await clock.advance(60 * SECOND_MS);
      t.equal(await stateOf(id), 'fresh', code);
    }
    network.answer(
      () => new Promise<never>((_, reject) => clock.callAt(clock.nowMs() + 3_000, () => reject(unreachable()))),
    );
    await clock.advance(60 * SECOND_MS);
    t.equal(await stateOf(id), 'stale');
  },
);

t.test('what stays silent is asked less and less often', async (t) => {
  const { clock, network, publish } = await setUp();
  await publish(probed('every="PT10S"'));
  network.down();
  await clock.advance(30 * SECOND_MS);
  const before = network.asked.length;
  await clock.advance(1800 * SECOND_MS);
  t.ok(network.asked.length - before < 15, String(network.asked.length - before));
});

t.test(
  'a service that calls cannot reach is suspect at once, and stale after a second failure or a question',
  async (t) => {
    const { clock, network, main, publish, stateOf, events } = await setUp();
    const { id } = await publish(service({ name: 'lamp' }));
    await clock.advance(HOUR_MS / 2);
    t.same(network.asked, [], 'nobody asked for that');
    network.down();
    const fail = (sinceMs = clock.nowMs()) => main().noteUnreached(id, sinceMs);
    const sinceMs = clock.nowMs();
    await clock.advance(5);
    fail(sinceMs);
    fail(sinceMs);
    t.equal(await stateOf(id), 'suspect', 'calls that were under way together met the same silence');
    await clock.advance(5);
    fail();
    await clock.settle();
    t.equal(await stateOf(id), 'stale');
    network.up();
    await clock.advance(30 * SECOND_MS);
    t.equal(await stateOf(id), 'fresh', 'asked at its endpoint, since nobody else would notice');
    const asked = network.asked.length;
    await clock.advance(300 * SECOND_MS);
    t.equal(network.asked.length, asked, 'and asked no more after that');
    network.down();
    fail();
    await clock.advance(500);
    t.equal(await stateOf(id), 'stale');
    t.same(events, ['published', 'stale', 'renewed', 'stale']);
  },
);

t.test('a call that is answered ends the suspicion', async (t) => {
  const { clock, main, publish, stateOf } = await setUp();
  const { id } = await publish(service({ name: 'lamp' }));
  main().noteUnreached(id, clock.nowMs());
  t.equal(await stateOf(id), 'suspect');
  main().noteCall(id);
  t.equal(await stateOf(id), 'fresh');
});

t.test('where nothing is asked, two calls that fail make it stale, and its holder fresh again', async (t) => {
  const { main, clock } = await createRig();
  const { entry, lease } = await main().publish(caller(), { bytes: service({ name: 'lamp' }), periodMs: HOUR_MS });
  for (let time = 0; time < 2; time++) {
    main().noteUnreached(entry.id, clock.nowMs());
    await clock.advance(10);
  }
  t.ok((await main().read(caller(), entry.id)).entry.stale);
  await main().renew(caller(lease.credential ?? ''), { lease: lease.id });
  t.notOk((await main().read(caller(), entry.id)).entry.stale);
});

t.test('whoever doubts a service makes nothing of it but a question, and not many', async (t) => {
  const { clock, network, main, publish, stateOf } = await setUp();
  const { id } = await publish(service({ name: 'lamp' }));
  for (let time = 0; time < 40; time++) {
    main().doubt(id);
    await clock.advance(100);
  }
  t.equal(await stateOf(id), 'fresh');
  t.ok(network.asked.length <= 2, String(network.asked.length));
  await clock.advance(10 * SECOND_MS);
  network.down();
  main().doubt(id);
  await clock.advance(600);
  t.equal(await stateOf(id), 'stale', 'it really is not there');
  main().doubt('urn:example:nobody' as DocumentId);
});

t.test('no more services are asked after than the policy of the space says', async (t) => {
  const policy = '<policy xmlns="urn:stoa:policy:1"><limits probes="2"/></policy>';
  const { clock, network, publish } = await setUp({ declaration: declareMain(policy) });
  for (const name of ['a', 'b', 'c', 'd']) await publish(probed(`probe="/${name}"`, name));
  await clock.advance(60 * SECOND_MS);
  t.same(new Set(network.asked), new Set(['http://service.example/a', 'http://service.example/b']));
});

t.test('services with equal interfaces are each asked after, and so are those of large advertisements', async (t) => {
  const { clock, network, publish, stateOf } = await setUp();
  const after = '<liveness xmlns="urn:stoa:liveness:1" probe="/health"/>';
  const names = ['one', 'two', `three${'e'.repeat(200)}`];
  const same = await Promise.all(names.map((name) => publish(service({ name, after }))));
  const large = await publish(service({ name: 'large', after: `<x xmlns="urn:x">${'x'.repeat(40_000)}</x>${after}` }));
  network.down();
  await clock.advance(30 * SECOND_MS);
  for (const { id } of [...same, large]) t.equal(await stateOf(id), 'stale');
});

t.test('one server is asked one question at a time, and few are asked at once', async (t) => {
  const { clock, network, publish } = await setUp();
  let now = 0;
  let most = 0;
  network.answer(async () => {
    most = Math.max(most, ++now);
    await new Promise<void>((resolve) => clock.callAt(clock.nowMs() + 50, resolve));
    now--;
    return 200;
  });
  for (let each = 0; each < 5; each++) await publish(probed(`probe="/${each}"`, `same ${each}`));
  await clock.advance(60 * SECOND_MS);
  t.equal(most, 1);
  for (let each = 0; each < 40; each++) await publish(probed(`probe="http://host-${each}.example/"`, `other ${each}`));
  await clock.advance(60 * SECOND_MS);
  t.ok(most <= 16, String(most));
  t.ok(network.asked.length > 80);
});

t.test('an update is asked at its new address, and stays stale until that answers', async (t) => {
  const { clock, network, main, publish, stateOf } = await setUp();
  const { id, credential } = await publish(probed('probe="http://old.example/"'));
  network.answer((url) => {
    if (url.includes('old')) throw unreachable();
    return 200;
  });
  await clock.advance(30 * SECOND_MS);
  t.equal(await stateOf(id), 'stale');
  await main().update(caller(credential), { id, bytes: probed('probe="http://new.example/"') });
  t.equal(await stateOf(id), 'stale');
  await clock.advance(10 * SECOND_MS);
  t.equal(await stateOf(id), 'fresh');
});

t.test('a document that the space itself holds is stale as long as it is silent', async (t) => {
  const documents = [{ name: 'lamp.xml', bytes: probed() }];
  const { clock, network, freshNames } = await setUp({ declaration: declareMain('', documents) });
  network.down();
  await clock.advance(30 * SECOND_MS);
  t.same(await freshNames(), []);
  network.up();
  await clock.advance(90 * SECOND_MS);
  t.same(await freshNames(), ['lamp']);
});

t.test('a liveness that cannot be asked for is refused with the advertisement', async (t) => {
  const { main } = await setUp();
  for (const attributes of [
    'probe="ftp://service.example/"',
    'probe="http://user:secret@service.example/"',
    'probe=""',
    'probe="http://[/"',
    'every="P1M"',
    'every="PT0S"',
    'every="often"',
    'sometimes="true"',
  ])
    await t.rejects(
      main().publish(caller(), { bytes: probed(attributes) }),
      { code: 'ADVERTISEMENT_INVALID', message: /^the liveness: / },
      attributes,
    );
});

t.test('closing leaves no timer and no question behind', async (t) => {
  const { rig, clock, network, publish } = await setUp();
  network.answer(() => new Promise<never>(() => undefined));
  await publish();
  await clock.advance(11 * SECOND_MS);
  await rig.spaces.close();
  await clock.settle();
  t.equal(clock.pending(), 0);
});

t.test(
  'however silence, answers, calls, renewals, updates and restarts mix, in the end what answers is fresh and what does not is stale',
  async (t) => {
    for (const seed of [1, 2]) {
      const { rig, clock, main, network, publish, stateOf, renew } = await setUp({
        limits: { maxLeaseMs: 24 * HOUR_MS },
      });
      const random = createSeededRandom(seed);
      const pick = (count: number): number => (random.bytes(1)[0] ?? 0) % count;
      const up = new Set([0, 1, 2, 3]);
      network.answer((url) => {
        if (up.has(Number(url.slice(-1)))) return 200;
        throw unreachable();
      });
      const bytesOf = (at: number) => probed(`probe="/${at}" every="PT${10 + at}S"`, `lamp ${at}`);
      const held = await Promise.all([...up].map((at) => publish(bytesOf(at), 24 * HOUR_MS)));
      const acts: readonly ((one: (typeof held)[number], at: number) => unknown)[] = [
        (_, at) => up.delete(at),
        (_, at) => up.add(at),
        ({ id }) => main().noteUnreached(id, clock.nowMs()),
        ({ id }) => main().noteCall(id),
        ({ id }) => main().doubt(id),
        (one) => renew(one),
        ({ id, credential }, at) => main().update(caller(credential), { id, bytes: bytesOf(at) }),
        () => (pick(3) === 0 ? rig.restart() : undefined),
      ];
      for (let step = 0; step < 40; step++) {
        const at = pick(held.length);
        const [one, act] = [held[at], acts[pick(acts.length)]];
        if (one !== undefined) await act?.(one, at);
        await clock.advance(pick(40) * 250);
      }
      await clock.advance(1300 * SECOND_MS);
      for (const [at, { id }] of held.entries())
        t.equal(await stateOf(id), up.has(at) ? 'fresh' : 'stale', `${seed} ${at}`);
      await rig.spaces.close();
      await clock.settle();
      t.equal(clock.pending(), 0);
    }
  },
);
