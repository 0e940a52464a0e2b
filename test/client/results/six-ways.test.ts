import t from 'tap';
import type { Test } from 'tap';
import { systemClock } from '../../../src/base/index.js';
import { ServiceFault, connect, createResultSpawner } from '../../../src/client/index.js';
import type { CallContext, Handlers, ResultWay, ServiceOptions, TypedValue } from '../../../src/client/index.js';
import { PRINT, printerAdvertisement } from '../../gate/gate-house.js';
import { startHouse, startService } from '../space-house.js';

const WAYS: readonly ResultWay[] = [
  'message',
  'space',
  'space-event',
  'advertisement',
  'advertisement-space',
  'advertisement-space-event',
];

const LETTER = { title: 'letter', copies: 2 };

const setUp = async (
  t: Test,
  print: (value: TypedValue, context: CallContext) => Promise<TypedValue> | TypedValue,
  options: ServiceOptions = {},
) => {
  const house = await startHouse(t);
  const handlers: Handlers = { print, status: () => true, log: () => undefined };
  const advertisement = (uri: string): string =>
    printerAdvertisement({ endpoints: `<endpoint uri="${uri}" binding="stoa-http"/>` });
  // A client of its own, so that its requests are not among those that are looked at.
  const service = await startService(t, connect(house.url), { handlers, advertisement, options });
  const prefer = () => house.requests.map(({ headers }) => headers.get('prefer')).filter((value) => value !== null);
  return { ...house, service, prefer };
};

/** Whether a way is made of these requests; subscriptions and looks tell the ways apart. */
const shapeOf = (requests: readonly { readonly body: string; readonly url: string }[], home: string) => {
  const sentTo = (isHome: boolean, pattern: RegExp): boolean =>
    requests.some(({ url, body }) => (url === home) === isHome && pattern.test(body));
  return {
    looksInSpace: sentTo(false, /<lookup /),
    followsSpace: sentTo(false, /<subscribe /),
    readsDocument: sentTo(false, /<read /),
    looksAtHome: sentTo(true, /<lookup /),
    followsHome: sentTo(true, /<subscribe /),
  };
};

const NOTHING = {
  looksInSpace: false,
  followsSpace: false,
  readsDocument: false,
  looksAtHome: false,
  followsHome: false,
};

const SHAPES: Readonly<Record<ResultWay, typeof NOTHING>> = {
  message: NOTHING,
  space: { ...NOTHING, looksInSpace: true, readsDocument: true },
  'space-event': { ...NOTHING, looksInSpace: true, followsSpace: true, readsDocument: true },
  advertisement: { ...NOTHING, readsDocument: true },
  'advertisement-space': { ...NOTHING, looksAtHome: true, readsDocument: true },
  'advertisement-space-event': { ...NOTHING, looksAtHome: true, followsHome: true, readsDocument: true },
};

const PARAMETERS: Partial<Record<ResultWay, string>> = {
  advertisement: '; advertise=message',
  'advertisement-space': '; advertise=space',
  'advertisement-space-event': '; advertise=space',
};

/** The document of the answer, whatever stands before its root. */
const withoutProlog = (xml: string): string => xml.slice(xml.lastIndexOf('<printed'));

/** What a way does before the results are there. */
const WAITS: Partial<Record<ResultWay, keyof typeof NOTHING>> = {
  space: 'looksInSpace',
  'space-event': 'followsSpace',
  'advertisement-space': 'looksAtHome',
  'advertisement-space-event': 'followsHome',
};

const until = async (isSo: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 100_000 && !isSo(); turn++) await new Promise((resolve) => setImmediate(resolve));
};

for (const carry of ['direct', 'relay'] as const) {
  t.test(`[results:six] the same method gives equal data in all six ways (${carry})`, async (t) => {
    const begun = { tell: (_finish: () => void): void => undefined };
    const { client, url, requests, service, prefer } = await setUp(t, async () => {
      await new Promise<void>((resolve) => begun.tell(resolve));
      return { sheets: 2 };
    });
    const gate = await client.openGate(service.id, { carry });
    const answers = new Map<ResultWay, unknown>();
    for (const way of WAYS) {
      requests.length = 0;
      const working = new Promise<() => void>((resolve) => (begun.tell = resolve));
      const called = gate.callAsync('print', LETTER, { way });
      const waiting = called.then((handle) => Promise.all([handle.final(), handle.answer().then(({ xml }) => xml)]));
      // The work goes on while results are waited for.
      const finish = await working;
      const waits = WAITS[way];
      await until(() => waits === undefined || shapeOf(requests, url)[waits]);
      finish();
      const [[value, xml], handle] = await Promise.all([waiting, called]);
      answers.set(way, { value, xml: withoutProlog(xml) });
      t.equal(handle.way, way);
      t.same(shapeOf(requests, url), SHAPES[way], way);
      t.same(prefer(), way === 'message' ? [] : [`respond-async${PARAMETERS[way] ?? ''}`]);
      const names: string[] = [];
      for await (const { name } of handle.documents()) names.push(name);
      t.same(names, ['printed'], 'and the same documents');
      await handle.cancel();
    }
    t.match(answers.get('message'), { value: { sheets: 2 }, xml: /<printed/ });
    for (const way of WAYS) t.same(answers.get(way), answers.get('message'), way);
  });
}

t.test('[results:six] a fault and a failure are told in all six ways as in a message', async (t) => {
  const { client, service } = await setUp(t, (value) => {
    if ((value as { copies: number }).copies > 100)
      throw new ServiceFault({ element: { namespace: PRINT, local: 'jam' }, value: { tray: 3 } });
    throw new TypeError('on fire');
  });
  const gate = await client.openGate(service.id);
  for (const way of WAYS) {
    const call = async (copies: number) => (await gate.callAsync('print', { title: 'x', copies }, { way })).final();
    const fault = await call(101).catch((thrown: unknown) => thrown);
    t.ok(fault instanceof ServiceFault, way);
    t.match(fault, { value: { tray: 3 } });
    await t.rejects(call(1), { code: 'SERVICE_FAILED' }, way);
  }
});

t.test('the advertisement of results leads to them, and holds no credential', async (t) => {
  const { client, service } = await setUp(t, () => ({ sheets: 2 }));
  const gate = await client.openGate(service.id);
  const handle = await gate.callAsync('print', LETTER, { way: 'advertisement-space' });
  await handle.final();
  const [hit] = (await client.lookup({ kinds: ['result'] })).hits;
  t.match(hit?.entry, { kind: 'result', name: 'results of print' });
  t.match(hit?.advertisement, `uri="${handle.space?.url ?? ''}/documents/`);
  const uri = /uri="([^"]+)"/.exec(hit?.advertisement ?? '')?.[1] ?? '';
  const refused = await fetch(uri);
  t.equal(refused.status, 401, 'who finds it cannot read it');
  await refused.body?.cancel();
  const { headers } = { headers: { authorization: `Bearer ${/reader="([^"]+)"/.exec(handle.share())?.[1] ?? ''}` } };
  t.match(await (await fetch(uri, { headers })).text(), /<(\w+:)?printed/);
});

t.test('where a service makes no space, or advertises nothing, the results come in a way that it can', async (t) => {
  const inline = await setUp(t, () => ({ sheets: 2 }), { results: false });
  const results = createResultSpawner({ space: connect(inline.url), clock: systemClock });
  const silent = await setUp(t, () => ({ sheets: 2 }), {
    results: async (call) => {
      const { accepted, publish, advertise, ended, release } = await results(call);
      return { accepted, publish, advertise, ended, release };
    },
  });
  for (const [{ client, service }, way] of [
    [inline, 'message'],
    [silent, 'space-event'],
  ] as const) {
    const gate = await client.openGate(service.id);
    const handle = await gate.callAsync('print', LETTER, { way: 'advertisement-space' });
    t.equal(handle.way, way);
    t.same(await handle.final(), { sheets: 2 });
  }
});

t.test('an advertisement that leads out of the space of results is not followed with their credential', async (t) => {
  const late: { spawner?: ReturnType<typeof createResultSpawner> } = {};
  const { client, url, service, requests } = await setUp(t, () => ({ sheets: 2 }), {
    results: async (call) => {
      if (late.spawner === undefined) throw new TypeError('too early');
      const space = await late.spawner(call);
      return { ...space, advertise: (uri) => space.advertise(uri.replace('127.0.0.1', 'elsewhere.example')) };
    },
  });
  late.spawner = createResultSpawner({ space: connect(url), clock: systemClock });
  const gate = await client.openGate(service.id);
  for (const way of ['advertisement', 'advertisement-space', 'advertisement-space-event'] as const) {
    const handle = await gate.callAsync('print', LETTER, { way });
    t.equal(handle.way, way);
    await t.rejects(handle.final(), { code: 'ANSWER_INVALID', message: /no document of their space/ }, way);
    await handle.cancel();
  }
  t.notOk(requests.some((request) => request.url.includes('elsewhere')));
});
