import t from 'tap';
import type { LookupAnswer, LookupInput } from '../../../src/space/index.js';
import { caller, createRig, elementOf, parts, schemaText, service } from '../support/spaces.js';

const NS = 'urn:test:shop';

/** An element whose child `code` is a text of at most `length` characters. */
const limited = (name: string, length: number): string =>
  `<xs:element name="${name}"><xs:complexType><xs:sequence><xs:element name="code"><xs:simpleType><xs:restriction base="xs:string">` +
  `<xs:maxLength value="${length}"/></xs:restriction></xs:simpleType></xs:element></xs:sequence></xs:complexType></xs:element>`;

const schemaOf = (...elements: readonly string[]): string => schemaText(NS, elements.join(''));

const hitsOf = ({ hits }: LookupAnswer) =>
  hits.map(({ entry, match }) => [entry.name, match?.grade, Math.round((match?.share ?? -1) * 100)]);

/** Services that answer `order(code up to 10)` and `cancel` to different degrees. */
const publishShops = async () => {
  const rig = await createRig();
  const main = rig.main();
  const publish = async (name: string, schema: string, request = 'order') =>
    main.publish(caller(), { bytes: service({ name, namespace: NS, schema, request }) });
  await publish('narrow', schemaOf(limited('order', 5), elementOf('cancel', 'id')));
  await publish('wide', schemaOf(limited('order', 20), elementOf('cancel', 'id')));
  await publish('same', schemaOf(limited('order', 10), elementOf('cancel', 'id')));
  await publish('half', schemaOf(limited('order', 10)));
  await publish(
    'other',
    schemaText('urn:test:weather', elementOf('forecast', 'day')).replaceAll('urn:test:weather', NS),
    'forecast',
  );
  const find = (input: LookupInput): Promise<LookupAnswer> => main.lookup(caller(), input);
  return { ...rig, main, find };
};

const WANTED = parts(schemaOf(limited('order', 10), elementOf('cancel', 'id')));

t.test(
  '[space:lookup-partial] hits come by grade, then share, and below the grade asked for they are no hits',
  async (t) => {
    const { find } = await publishShops();
    t.same(hitsOf(await find({ schemas: WANTED })), [
      ['same', 'exact', 100],
      ['wide', 'compatible', 100],
    ]);
    t.same(hitsOf(await find({ schemas: WANTED, grade: 'exact' })), [['same', 'exact', 100]]);
    t.same(hitsOf(await find({ schemas: WANTED, grade: 'overlap' })), [
      ['same', 'exact', 100],
      ['wide', 'compatible', 100],
      ['narrow', 'overlap', 50],
      ['half', 'overlap', 50],
    ]);
    t.equal((await find({})).hits[0]?.match, undefined, 'without a schema nothing is graded');
  },
);

t.test(
  '[space:lookup-partial] an explanation says why a hit is one, and of each near miss what would make it one',
  async (t) => {
    const { find } = await publishShops();
    const { hits, nearMisses } = await find({ schemas: WANTED, explain: true });
    t.same(
      hits.map(({ match }) => match?.wanted?.map(({ name, verdict }) => [name, verdict])),
      [
        [
          [`{${NS}}cancel`, 'exact'],
          [`{${NS}}order`, 'exact'],
        ],
        [
          [`{${NS}}cancel`, 'exact'],
          [`{${NS}}order`, 'compatible'],
        ],
      ],
    );
    t.same(
      nearMisses?.map(({ entry, match }) => [entry.name, match.grade]),
      [
        ['narrow', 'overlap'],
        ['half', 'overlap'],
      ],
    );
    const [narrow, half] = nearMisses ?? [];
    const order = narrow?.match.wanted?.find(({ name }) => name === `{${NS}}order`);
    t.match(order, { verdict: 'incompatible', role: 'request' });
    t.match(order?.mismatches[0], { path: 'code', message: /wanted/, change: /code/ });
    t.match(half?.match.wanted?.[0], { name: `{${NS}}cancel`, verdict: 'missing' });
  },
);

t.test('where nothing has a wanted name, an explanation tells of names that are close', async (t) => {
  const { find } = await publishShops();
  const schemas = parts(schemaOf(elementOf('orders', 'id'), elementOf('unheardOf', 'id')));
  const { hits, nearMisses } = await find({ schemas, explain: true });
  t.same(hits, []);
  const [first] = nearMisses ?? [];
  t.equal(first?.match.grade, 'none');
  const orders = first?.match.wanted?.find(({ name }) => name === `{${NS}}orders`);
  t.match(orders, { verdict: 'missing', found: `{${NS}}order` });
  t.match(orders?.mismatches[0]?.change, `{${NS}}order`);
});

t.test('pages go through ranks in order, and nothing comes twice', async (t) => {
  const { find } = await publishShops();
  const all = (await find({ schemas: WANTED, grade: 'overlap', name: '*' })).hits.map(({ entry }) => entry.name);
  t.same(all, ['same', 'wide', 'narrow', 'half', 'other']);
  for (const limit of [1, 2, 3, 4]) {
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const page: LookupAnswer = await find({
        schemas: WANTED,
        grade: 'overlap',
        name: '*',
        limit,
        ...(cursor !== undefined && { cursor }),
      });
      walked.push(...page.hits.map(({ entry }) => entry.name));
      cursor = page.next;
    } while (cursor !== undefined);
    t.same(walked, all, `pages of ${limit}`);
  }
  const { next = '' } = await find({ schemas: WANTED, grade: 'overlap', limit: 1 });
  await t.rejects(find({ schemas: WANTED, grade: 'exact', limit: 1, cursor: next }), { code: 'CURSOR_INVALID' });
});

t.test('an operation that takes an X and answers a Y is found whatever its name', async (t) => {
  const rig = await createRig();
  const main = rig.main();
  const schema = schemaOf(elementOf('order', 'id'), elementOf('receipt', 'total'), elementOf('refusal', 'why'));
  const publish = (name: string, methods: Readonly<Record<string, readonly [string, string?]>>) =>
    main.publish(caller(), { bytes: service({ name, namespace: NS, schema, methods }) });
  await publish('buys', { purchase: ['order', 'receipt'] });
  await publish('refuses', { reject: ['order', 'refusal'], refund: ['refusal', 'receipt'] });
  await publish('silent', { drop: ['order'] });
  const schemas = parts(schemaOf(elementOf('order', 'id'), elementOf('receipt', 'total')));
  const find = async (...methods: Exclude<LookupInput['methods'], undefined>) =>
    hitsOf(await main.lookup(caller(), { schemas, methods })).map(([name]) => name);
  const [order, receipt] = [`{${NS}}order`, `{${NS}}receipt`];
  t.same(await find({ input: order, output: receipt }), ['buys']);
  t.same(await find({ input: order }, { output: receipt }), ['buys', 'refuses'], 'of two methods, two may have it');
  t.same(await find({ input: order }, { name: 'drop' }), ['silent'], 'the receipt is then only to be declared');
  t.same(await find({ name: 'purchase', input: order, output: receipt }), ['buys']);
  t.same(await find({ name: 'sell', input: order, output: receipt }), []);
  const only = parts(schemaOf(elementOf('order', 'id')));
  const byInput = await main.lookup(caller(), { schemas: only, methods: [{ input: order }] });
  t.same(
    hitsOf(byInput).map(([name]) => name),
    ['buys', 'refuses', 'silent'],
  );
  const byName = await main.lookup(caller(), { methods: [{ name: 'drop' }] });
  t.same(hitsOf(byName), [['silent', 'exact', 100]], 'a name alone needs no schema');
  const { nearMisses } = await main.lookup(caller(), {
    schemas,
    methods: [{ input: order, output: receipt }],
    explain: true,
  });
  t.match(
    nearMisses?.find(({ entry }) => entry.name === 'refuses')?.match.wanted?.[0],
    { kind: 'method', verdict: 'missing', found: /reject|refund/ },
    'a near miss names the method that comes closest',
  );
});

t.test('the input of a method is compared as what is sent, its output as what comes back', async (t) => {
  const rig = await createRig();
  const main = rig.main();
  const schema = schemaOf(limited('ask', 10), limited('tell', 10));
  await main.publish(caller(), {
    bytes: service({ name: 'a', namespace: NS, schema, methods: { m: ['ask', 'tell'] } }),
  });
  const find = async (ask: number, tell: number) =>
    hitsOf(
      await main.lookup(caller(), {
        schemas: parts(schemaOf(limited('ask', ask), limited('tell', tell))),
        methods: [{ input: `{${NS}}ask`, output: `{${NS}}tell` }],
      }),
    ).length;
  t.equal(await find(5, 20), 1, 'sends less, takes more');
  t.equal(await find(20, 10), 0, 'sends more than is taken');
  t.equal(await find(10, 5), 0, 'takes less than may come');
});

t.test('what is asked of methods is checked', async (t) => {
  const { find } = await publishShops();
  await t.rejects(find({ schemas: WANTED, methods: [{}] }), { code: 'PARAMETER_INVALID' });
  await t.rejects(find({ schemas: WANTED, methods: [{ input: '{urn:x}y' }] }), {
    code: 'PARAMETER_INVALID',
    hint: /top level/,
  });
  await t.rejects(find({ methods: [{ output: `{${NS}}order` }] }), { code: 'PARAMETER_INVALID' });
});

t.test('the order of hits is the same again and again, and follows what is published and removed', async (t) => {
  const { find, main } = await publishShops();
  const ask = async () => (await find({ schemas: WANTED, grade: 'overlap' })).hits.map(({ entry }) => entry.name);
  const before = await ask();
  t.same(await ask(), before);
  const held = await main.publish(caller(), {
    bytes: service({
      name: 'again',
      namespace: NS,
      schema: schemaOf(limited('order', 10), elementOf('cancel', 'id')),
      request: 'order',
    }),
  });
  t.same(await ask(), ['same', 'again', 'wide', 'narrow', 'half']);
  await main.remove(caller(held.lease.credential ?? ''), { id: held.entry.id });
  t.same(await ask(), before);
});
