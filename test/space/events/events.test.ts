import t from 'tap';
import { isStoaError } from '../../../src/base/index.js';
import type { SubscriptionId } from '../../../src/base/index.js';
import type { Space, SpaceEvent } from '../../../src/space/index.js';
import { caller, createRig, parts, plain, schemaText, service } from '../support/spaces.js';

const bytes = plain('<a/>');

/** Listens in the background; `seen` grows, `done` settles when the stream ends, with an error unless the server is shut down. */
const listen = (space: Space, subscription: SubscriptionId, after?: number) => {
  const stopping = new AbortController();
  const seen: SpaceEvent[] = [];
  const run = async (): Promise<void> => {
    const input = { subscription, signal: stopping.signal, ...(after !== undefined && { after }) };
    try {
      for await (const event of space.events(caller(), input)) seen.push(event);
    } catch (thrown) {
      if (!isStoaError(thrown, 'SHUTTING_DOWN')) throw thrown;
    }
  };
  return { seen, done: run(), stop: () => stopping.abort() };
};

const kinds = (events: readonly SpaceEvent[]): readonly string[] => events.map(({ event, name }) => `${event} ${name}`);

const publish = (space: Space, name: string, periodMs?: number) =>
  space.publish(caller(), { bytes, name, ...(periodMs !== undefined && { periodMs }) });

t.test('[events] publish and remove give one event each to a matching subscriber and none to others', async (t) => {
  const { main, clock } = await createRig();
  const matching = await main().subscribe(caller(), { name: 'print*', kinds: ['document'] });
  const other = await main().subscribe(caller(), { name: 'scan*' });
  const devices = await main().subscribe(caller(), { kinds: ['device'] });
  const [one, two, three] = [matching, other, devices].map(({ id }) => listen(main(), id));
  const { entry, lease } = await publish(main(), 'printer');
  await publish(main(), 'lamp');
  await main().remove(caller(lease.credential ?? ''), { id: entry.id });
  await main().publish(caller(), { bytes: service({ name: 'tv', kind: 'device' }) });
  await clock.settle();
  t.same(one?.seen, [
    {
      event: 'published',
      sequence: 1,
      id: entry.id,
      kind: 'document',
      name: 'printer',
      version: 1,
      atMs: clock.nowMs(),
    },
    { event: 'removed', sequence: 3, id: entry.id, kind: 'document', name: 'printer', version: 1, atMs: clock.nowMs() },
  ]);
  t.same(two?.seen, []);
  t.same(kinds(three?.seen ?? []), ['published tv']);
});

t.test('[events] every change has its event: published, updated, stale, renewed after stale, removed', async (t) => {
  const { main, clock } = await createRig({ limits: { staleKeptMs: 10_000 } });
  const { id } = await main().subscribe(caller(), { periodMs: 3_600_000 });
  const { seen } = listen(main(), id);
  const { entry, lease } = await publish(main(), 'a', 1000);
  const shown = caller(lease.credential ?? '');
  await main().update(shown, { id: entry.id, bytes });
  await main().renew(shown, { lease: lease.id });
  await clock.advance(1500);
  await main().renew(shown, { lease: lease.id });
  await clock.advance(11_000);
  t.same(
    seen.map(({ event, version }) => [event, version]),
    [
      ['published', 1],
      ['updated', 2],
      ['stale', 2],
      ['renewed', 2],
      ['stale', 2],
      ['removed', 2],
    ],
  );
});

t.test('[events] resuming after an event loses nothing and repeats nothing, over a restart too', async (t) => {
  const rig = await createRig();
  const { id, after } = await rig.main().subscribe(caller(), { periodMs: 3_600_000 });
  for (const name of ['a', 'b']) await publish(rig.main(), name);
  const first = listen(rig.main(), id);
  await rig.clock.settle();
  t.same(kinds(first.seen), ['published a', 'published b']);
  t.ok((first.seen[0]?.sequence ?? 0) > after);
  first.stop();
  await first.done;
  for (const name of ['c', 'd']) await publish(rig.main(), name);
  const second = listen(rig.main(), id, first.seen[1]?.sequence);
  await rig.restart();
  await second.done;
  await publish(rig.main(), 'e');
  const third = listen(rig.main(), id, second.seen.at(-1)?.sequence ?? first.seen[1]?.sequence);
  await rig.clock.settle();
  t.same(
    kinds([...first.seen, ...second.seen, ...third.seen]),
    ['a', 'b', 'c', 'd', 'e'].map((name) => `published ${name}`),
  );
});

t.test('lookup and then subscribe misses nothing', async (t) => {
  const { main, clock } = await createRig();
  await publish(main(), 'before');
  const { sequence } = await main().lookup(caller(), {});
  await publish(main(), 'between');
  const { id } = await main().subscribe(caller(), { after: sequence });
  const { seen } = listen(main(), id);
  await clock.settle();
  t.same(kinds(seen), ['published between']);
});

t.test('[events] a dead subscriber is dropped after its lease, a cancelled one at once', async (t) => {
  const { main, clock } = await createRig({ limits: { maxSubscriptions: 2 } });
  const dead = await main().subscribe(caller(), { periodMs: 5000 });
  const kept = await main().subscribe(caller(), { periodMs: 5000 });
  await t.rejects(main().subscribe(caller(), {}), { code: 'QUOTA_EXCEEDED', limit: 'maxSubscriptions' });
  const [one, two] = [listen(main(), dead.id), listen(main(), kept.id)];
  const deadEnd = t.rejects(one.done, { code: 'SUBSCRIPTION_NOT_FOUND' });
  const keptEnd = t.rejects(two.done, { code: 'SUBSCRIPTION_NOT_FOUND' });
  await clock.advance(4000);
  await t.rejects(main().renew(caller(), { lease: kept.lease.id }), { code: 'CREDENTIAL_REQUIRED' });
  const shown = caller(kept.lease.credential ?? '');
  const renewed = await main().renew(shown, { lease: kept.lease.id });
  t.equal(renewed.expiresAtMs, clock.nowMs() + 5000);
  await clock.advance(1000);
  await deadEnd;
  t.throws(() => main().events(caller(), { subscription: dead.id, signal: AbortSignal.timeout(1) }), {
    code: 'SUBSCRIPTION_NOT_FOUND',
  });
  await main().cancel(shown, { lease: kept.lease.id });
  await keptEnd;
  await main().subscribe(caller(), {});
});

t.test('a subscription and its end are still there after a restart', async (t) => {
  const rig = await createRig();
  const { id } = await rig.main().subscribe(caller(), { name: 'a', periodMs: 100_000 });
  await rig.restart();
  await publish(rig.main(), 'a');
  await publish(rig.main(), 'b');
  const { seen, done } = listen(rig.main(), id);
  await rig.clock.settle();
  t.same(kinds(seen), ['published a']);
  const ended = t.rejects(done, { code: 'SUBSCRIPTION_NOT_FOUND' });
  await rig.clock.advance(100_000);
  await ended;
});

t.test('an older resume point than the log keeps is refused, and trimming goes by age and by number', async (t) => {
  const { main, clock, store } = await createRig({ limits: { logKeptMs: 24_000, logKeptEntries: 3, staleKeptMs: 1 } });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await publish(main(), name, 3_600_000);
  const { id } = await main().subscribe(caller(), { after: 0, periodMs: 3_600_000 });
  await clock.advance(1000);
  await t.rejects(listen(main(), id).done, { code: 'RESUME_GONE' }, 'two of five were trimmed');
  const kept = listen(main(), id, 2);
  await clock.settle();
  t.same(kinds(kept.seen), ['published c', 'published d', 'published e']);
  await clock.advance(30_000);
  await t.rejects(listen(main(), id, 4).done, { code: 'RESUME_GONE' }, 'all are too old');
  t.equal(await store.sequence(main().id), 5);
  await publish(main(), 'f');
  const fresh = listen(main(), id, 5);
  await clock.settle();
  t.same(kinds(fresh.seen), ['published f']);
});

t.test('a slow subscriber is cut off with its resume point and never holds a writer', async (t) => {
  const { main, clock } = await createRig({ limits: { maxEventBacklog: 5 } });
  const { id } = await main().subscribe(caller(), {});
  const signal = new AbortController().signal;
  const events = main().events(caller(), { subscription: id, signal })[Symbol.asyncIterator]();
  const first = events.next();
  await publish(main(), 'n0');
  t.equal((await first).value.sequence, 1);
  for (let at = 1; at <= 20; at++) await publish(main(), `n${at}`);
  await clock.settle();
  await t.rejects(events.next(), { code: 'SUBSCRIBER_TOO_SLOW', limit: 'maxEventBacklog', message: /resume after 1$/ });
  const resumed = listen(main(), id, 1);
  await clock.settle();
  t.equal(resumed.seen.length, 20, 'who resumes from far behind is not too slow');
});

t.test('what is asked for is checked', async (t) => {
  const { main } = await createRig();
  for (const input of [{ after: 1 }, { after: -1 }, { after: 0.5 }, { name: '' }, { periodMs: 0 }]) {
    await t.rejects(main().subscribe(caller(), input), { code: 'PARAMETER_INVALID' }, JSON.stringify(input));
  }
});

t.test('[events] a partial schema, a method and a grade filter events, also of what was there before', async (t) => {
  const { main, clock, restart } = await createRig();
  const schemaOf = (length: number) =>
    schemaText(
      'urn:test:shop',
      `<xs:element name="order"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="${length}"/></xs:restriction></xs:simpleType></xs:element>`,
    );
  const publishOrder = (name: string, length: number) =>
    main().publish(caller(), {
      bytes: service({ name, namespace: 'urn:test:shop', schema: schemaOf(length), request: 'order' }),
    });
  const early = await publishOrder('early', 30);
  const schemas = parts(schemaOf(10));
  const fitting = await main().subscribe(caller(), { schemas });
  const equal = await main().subscribe(caller(), { schemas, grade: 'exact' });
  const named = await main().subscribe(caller(), { methods: [{ name: 'call' }], name: 'w*' });
  const [one, two, three] = [fitting, equal, named].map(({ id }) => listen(main(), id));
  await publishOrder('wide', 20);
  await publishOrder('narrow', 5);
  await publishOrder('same', 10);
  await publish(main(), 'plain');
  await main().remove(caller(early.lease.credential ?? ''), { id: early.entry.id });
  await clock.settle();
  t.same(kinds(one?.seen ?? []), ['published wide', 'published same', 'removed early']);
  t.same(kinds(two?.seen ?? []), ['published same']);
  t.same(kinds(three?.seen ?? []), ['published wide']);
  await restart();
  const again = listen(main(), fitting.id, 0);
  await clock.settle();
  t.same(
    kinds(again.seen).filter((event) => event !== 'published early'),
    ['published wide', 'published same', 'removed early'],
    'the subscription keeps its schema over a restart',
  );
});

t.test(
  '[events] the removal of what was never compared is told to those only whom its components may concern',
  async (t) => {
    const { main, clock } = await createRig();
    const schemaOf = (content: string) =>
      schemaText('urn:test:gone', `<xs:element name="order"><xs:complexType>${content}</xs:complexType></xs:element>`);
    const items = (...names: readonly string[]) =>
      schemaOf(
        `<xs:sequence>${names.map((name) => `<xs:element name="${name}" type="xs:int"/>`).join('')}</xs:sequence>`,
      );
    const wanted = items('a', 'b');
    const subscribe = (grade: 'exact' | 'compatible') => main().subscribe(caller(), { schemas: parts(wanted), grade });
    const [fitting, equal] = [await subscribe('compatible'), await subscribe('exact')];
    // Nobody listens while they come and go, so that nothing is compared.
    const schemas = {
      other: items('a', 'c'),
      same: wanted,
      // Told apart from what is wanted by its order alone, of which an outline knows nothing.
      order: items('b', 'a'),
      stranger: schemaText('urn:test:gone', '<xs:element name="other" type="xs:int"/>'),
    };
    for (const [name, schema] of Object.entries(schemas)) {
      const request = name === 'stranger' ? 'other' : 'order';
      const bytes = service({ name, namespace: 'urn:test:gone', schema, request });
      const { entry, lease } = await main().publish(caller(), { bytes });
      await main().remove(caller(lease.credential ?? ''), { id: entry.id });
    }
    const [one, two] = [listen(main(), fitting.id), listen(main(), equal.id)];
    await clock.settle();
    t.same(kinds(one.seen), ['published same', 'removed same', 'removed order']);
    t.same(kinds(two.seen), ['published same', 'removed same']);
  },
);

t.test('a subscription with a schema that cannot be read, or is too large, is refused', async (t) => {
  const { main } = await createRig();
  const dangling = parts(schemaText('urn:test:x', '<xs:element name="a" type="missing"/>'));
  await t.rejects(main().subscribe(caller(), { schemas: dangling }), { code: 'SCHEMA_INVALID' });
  const element = (at: number) => `<xs:element name="${'e'.repeat(200)}${at}" type="xs:string"/>`;
  const large = parts(schemaText('urn:test:x', Array.from({ length: 300 }, (_, at) => element(at)).join('')));
  await t.rejects(main().subscribe(caller(), { schemas: large }), {
    code: 'PARAMETER_INVALID',
    limit: 'maxSchemaCharacters',
  });
});

t.test('one subscription has a few streams at once, of which the newest go on', async (t) => {
  const { main, clock } = await createRig();
  const { id } = await main().subscribe(caller(), { periodMs: 3_600_000 });
  const listening = Array.from({ length: 10 }, () => listen(main(), id));
  await clock.settle();
  await Promise.all(listening.slice(0, 2).map(({ done }) => done));
  await publish(main(), 'a');
  await clock.settle();
  t.same(
    listening.map(({ seen }) => seen.length),
    [0, 0, 1, 1, 1, 1, 1, 1, 1, 1],
  );
  for (const { stop } of listening) stop();
  await Promise.all(listening.map(({ done }) => done));
  const again = listen(main(), id);
  await clock.settle();
  t.same(kinds(again.seen), ['published a']);
});
