import t from 'tap';
import { StoaError, fromUtf8, toUtf8 } from '../../../src/base/index.js';
import type { SpaceId } from '../../../src/base/index.js';
import { ServiceFault, createServiceGate } from '../../../src/gate/index.js';
import type { MessageHandler, ResultSink, ResultSpawner } from '../../../src/gate/index.js';
import { ownSchemas } from '../../../src/protocol/index.js';
import { childElements, findAttribute, parseXml } from '../../../src/xml/index.js';
import { createVirtualClock } from '../../support/virtual-clock.js';
import { PRINT, createHouse, jam, printMessage, printed, printerAdvertisement, readText } from '../gate-house.js';

const AD =
  '<advertisement xmlns="urn:stoa:advertisement:1" kind="result" id="urn:uuid:00000000-0000-7000-8000-0000000000dd"><name>results of print</name></advertisement>';

/** A spawner over an array: what was published, in order. */
const createResults = () => {
  const published: { name: string; xml: string }[] = [];
  const ended = new AbortController();
  const state = { spawned: 0, released: 0, fail: undefined as Error | undefined };
  const results: ResultSpawner = async ({ method }) => {
    if (state.fail) throw state.fail;
    state.spawned++;
    return {
      accepted: {
        space: 'urn:uuid:00000000-0000-7000-8000-0000000000dd' as SpaceId,
        uri: 'http://space.example/spaces/dd',
        root: 'root-credential',
        expiresAtMs: Date.UTC(2026, 0, 1, 0, 10),
        advertisement: AD.replace('print', method.name),
      },
      publish: async (xml, name) => {
        await new Promise((resolve) => setImmediate(resolve));
        if (ended.signal.aborted) throw new StoaError('SPACE_GONE', 'gone');
        const text = typeof xml === 'string' ? xml : fromUtf8(xml);
        published.push({ name: name ?? parseXml(text).root.name.local, xml: text });
        return `http://space.example/spaces/dd/documents/${String(published.length)}`;
      },
      advertise: (uri) => AD.replace('</name>', `</name><endpoint uri="${uri}" binding="stoa-http"/>`),
      ended: ended.signal,
      release: () => state.released++,
    };
  };
  return { results, published, ended, state };
};

const setUp = async (handle: MessageHandler) => {
  const spawner = createResults();
  const house = await createHouse({ handle, service: { results: spawner.results } });
  const call = async (carry: 'direct' | 'relay' = 'direct', message = printMessage()) =>
    (await house.openHeld({ carry })).send(message, { respondAsync: true });
  /** The last document says how the work ended. */
  const status = () => {
    const last = spawner.published.at(-1);
    if (last?.name !== 'status') return undefined;
    const { root, source } = parseXml(last.xml);
    t.same(ownSchemas.result.check(root, source), []);
    return {
      state: findAttribute(root, 'state'),
      code: findAttribute(root, 'code'),
      note: childElements(root)[0]?.children[0],
    };
  };
  return { ...house, ...spawner, call, status };
};

for (const carry of ['direct', 'relay'] as const) {
  t.test(
    `[space:results] a call that asks for it gets 202 and a space, with progress, the answer, and the status at last (${carry})`,
    async (t) => {
      const house = await setUp(async ({ results }) => {
        // Not awaited on purpose: documents appear in the order of the calls all the same.
        void results?.progress(0, 2, 'warming up');
        void results?.publish(`<page xmlns="urn:x">1</page>`);
        void results?.publish(`<page xmlns="urn:x">2</page>`, 'second page');
        await results?.progress(2.5e-7);
        return { bytes: toUtf8(printed(2)) };
      });
      const answer = await house.call(carry);
      t.match(answer, {
        kind: 'accepted',
        accepted: { uri: 'http://space.example/spaces/dd', root: 'root-credential', advertisement: AD },
      });
      await house.clock.settle();
      await house.clock.settle();
      t.same(
        house.published.map(({ name }) => name),
        ['progress', 'page', 'second page', 'progress', 'printed', 'status'],
      );
      t.same(house.status(), { state: 'completed', code: undefined, note: undefined });
      t.equal(house.published[4]?.xml, printed(2));
      t.equal(house.state.released, 1);
    },
  );
}

t.test('where no space can be made, the answer comes inline and Preference-Applied is absent', async (t) => {
  const house = await setUp(async ({ results }) => {
    t.equal(results, undefined);
    return { bytes: toUtf8(printed(2)) };
  });
  house.state.fail = new StoaError('QUOTA_EXCEEDED', 'full');
  t.equal((await house.call()).kind, 'response');
  const plain = await createHouse();
  const answer = await plain.serviceGate({
    method: 'POST',
    headers: { 'content-type': 'application/xml', prefer: 'respond-async' },
    body: toUtf8(printMessage()),
    signal: new AbortController().signal,
  });
  t.match(answer, { status: 200 });
  t.equal(answer.headers['preference-applied'], undefined);
});

t.test('a one-way method has no results: no space is made for it', async (t) => {
  const house = await setUp(async () => undefined);
  t.equal((await house.call('direct', `<note xmlns="${PRINT}">x</note>`)).kind, 'taken');
  t.equal(house.state.spawned, 0);
});

t.test('work that fails ends with a status that says so, with its code and nothing of its inside', async (t) => {
  const house = await setUp(() => Promise.reject(new TypeError('password=hunter2')));
  await house.call();
  await house.clock.settle();
  await house.clock.settle();
  t.same(house.status(), { state: 'failed', code: 'SERVICE_FAILED', note: 'the service failed; its log says why' });
  t.notMatch(JSON.stringify(house.published), /hunter2/);
});

t.test('an answer that does not conform is not published', async (t) => {
  const house = await setUp(async () => ({ bytes: toUtf8(printed('many')) }));
  await house.call();
  await house.clock.settle();
  await house.clock.settle();
  t.same(
    house.published.map(({ name }) => name),
    ['status'],
  );
  t.match(house.status(), { state: 'failed', code: 'SERVICE_FAILED' });
});

t.test('a declared fault is published and then the status, thrown or returned', async (t) => {
  const handlers: readonly MessageHandler[] = [
    () => Promise.reject(new ServiceFault({ element: { namespace: PRINT, local: 'jam' }, value: { tray: 3 } })),
    async () => ({ bytes: toUtf8(jam(3)) }),
  ];
  for (const handle of handlers) {
    const house = await setUp(handle);
    await house.call();
    await house.clock.settle();
    await house.clock.settle();
    t.same(
      house.published.map(({ name }) => name),
      ['jam', 'status'],
    );
    t.match(house.status(), { state: 'failed' });
  }
});

t.test('the end of the space tells the service to stop, and nothing is published any more', async (t) => {
  let stopped = false;
  const house = await setUp(
    ({ signal, results }) =>
      new Promise((_fulfil, reject) => {
        t.equal(results?.signal, signal);
        signal.addEventListener('abort', () => {
          stopped = true;
          reject(new TypeError('stopped'));
        });
      }),
  );
  await house.call();
  house.ended.abort();
  await house.clock.settle();
  t.ok(stopped);
  t.same(house.published, []);
  t.equal(house.state.released, 1);
});

t.test('a caller that hangs up does not end work whose results go to a space', async (t) => {
  const spawner = createResults();
  let finish: () => void = () => undefined;
  let aborted: boolean | undefined;
  const house = await createHouse({
    service: { results: spawner.results },
    handle: async ({ signal }) => {
      await new Promise<void>((resolve) => (finish = resolve));
      aborted = signal.aborted;
      return { bytes: toUtf8(printed(2)) };
    },
  });
  const caller = new AbortController();
  const headers = { 'content-type': 'application/xml', prefer: 'respond-async' };
  t.match(await house.serviceGate({ method: 'POST', headers, body: toUtf8(printMessage()), signal: caller.signal }), {
    status: 202,
    headers: { 'preference-applied': 'respond-async' },
  });
  caller.abort();
  finish();
  await house.clock.settle();
  await house.clock.settle();
  t.equal(aborted, false);
  t.equal(spawner.published.at(-1)?.name, 'status');
});

t.test('after the answer nothing more is published', async (t) => {
  let sink: ResultSink | undefined;
  const house = await setUp(async ({ results }) => {
    sink = results;
    return { bytes: toUtf8(printed(2)) };
  });
  await house.call();
  await house.clock.settle();
  await house.clock.settle();
  await t.rejects(async () => sink?.publish('<late/>'), { code: 'SPACE_GONE' });
  t.equal(house.published.at(-1)?.name, 'status');
});

t.test(
  'no more calls than the limit publish results at once, also while their spaces are made; inline calls go on',
  async (t) => {
    const { results, state } = createResults();
    const finish: (() => void)[] = [];
    const clock = createVirtualClock();
    const gate = createServiceGate(
      {
        advertisement: readText(printerAdvertisement()),
        clock,
        results,
        handle: async ({ results: sink }) => {
          if (sink) await new Promise<void>((resolve) => finish.push(resolve));
          return { bytes: toUtf8(printed(2)) };
        },
      },
      { maxResultCalls: 2 },
    );
    const call = (headers = {}) =>
      gate({
        method: 'POST',
        headers: { 'content-type': 'application/xml', ...headers },
        body: toUtf8(printMessage()),
        signal: new AbortController().signal,
      });
    const asynchronously = { prefer: 'respond-async' };
    const answers = await Promise.all([1, 2, 3].map(() => call(asynchronously)));
    t.same(
      answers.map(({ status }) => status),
      [202, 202, 429],
    );
    t.equal(state.spawned, 2);
    t.equal((await call()).status, 200);
    finish.forEach((end) => end());
    await clock.settle();
    await clock.settle();
    t.equal((await call(asynchronously)).status, 202);
  },
);
