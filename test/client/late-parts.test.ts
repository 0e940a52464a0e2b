import { register } from 'node:module';
import t from 'tap';
import type { Test } from 'tap';
import { ServiceFault, connect, createClientKey, failureOf, isStoaError } from '../../src/client/index.js';
import type { ConnectOptions, Gate, Handlers } from '../../src/client/index.js';
import { createContractGate } from '../../src/client/contract/contract-gate.js';
import { StoaError, silentLog } from '../../src/base/index.js';
import { writeProblem } from '../../src/protocol/index.js';
import { FILE, fileAdvertisement } from '../gate/file-house.js';
import { readSourceFiles } from '../support/source-files.js';
import { hurried, namesOf, publishAll, take } from './events/event-house.js';
import { startHouse, startService } from './space-house.js';

// The hook is for the whole process, so this file has one for itself.
t.setTimeout(30_000);

const NAMES = [
  ...['further', 'events', 'closures', 'describe', 'explain', 'described-gate', 'call-for-results', 'results'],
  ...['problems', 'whole-xml', 'whole-codec', 'raw-message', 'call-prover', 'bound-prover', 'turns', 'narrow'],
  ...['accepted', 'retries'],
] as const;
type Name = (typeof NAMES)[number];

const memory = new SharedArrayBuffer(4 * NAMES.length);
const missing = new Int32Array(memory);
register('./fixtures/late-parts-hooks.mjs', import.meta.url, { data: { names: NAMES, missing: memory } });

/** From now on these parts cannot be loaded, and all others can. */
const lose = (...names: readonly Name[]): void => {
  for (const [at, name] of NAMES.entries()) Atomics.store(missing, at, names.includes(name) ? 1 : 0);
};

t.beforeEach(() => lose());

const startFile = async (t: Test, options: ConnectOptions = {}) => {
  const house = await startHouse(t);
  const handlers: Handlers = {
    open: (name) => {
      if (name !== 'notes')
        throw new ServiceFault({ element: { namespace: FILE, local: 'missing' }, value: String(name) });
      return {};
    },
    write: (text) => String(text).length,
    close: () => undefined,
    free: () => 7,
  };
  const advertisement = (uri: string): string => fileAdvertisement({ access: 'restricted', uri });
  const { id } = await startService(t, house.client, { handlers, advertisement });
  const client = connect(house.url, { key: await createClientKey(), ...options });
  return { ...house, client, id };
};

/** What is asked for cannot be had without a part; with it, it can. */
const losesOnce = async (t: Test, names: readonly Name[], ask: () => Promise<unknown>): Promise<void> => {
  for (const name of names) {
    lose(name);
    const thrown: unknown = await ask().catch((error: unknown) => error);
    t.ok(isStoaError(thrown, 'SERVICE_UNREACHABLE'), `${name}: ${String(thrown)}`);
    t.match(thrown, { message: /a part of the program cannot be loaded/, hint: /try again/, cause: TypeError });
    t.equal(failureOf(thrown)?.kind, 'unreachable');
    lose();
    await t.resolves(ask(), `${name} is loaded after all`);
  }
};

t.test(
  'a part that cannot be loaded is a failure of the kind unreachable, and is loaded by the next try',
  async (t) => {
    const { client, id } = await startFile(t);
    const gateOf = (): Promise<Gate> => client.openGate(id, { shared: false });
    const ending = new AbortController();
    t.teardown(() => ending.abort());
    await losesOnce(t, ['further'], () => client.publish('<a/>'));
    await losesOnce(t, ['events'], () => client.subscribe({}, { signal: ending.signal }));
    await losesOnce(t, ['describe'], () => client.describe());
    await losesOnce(t, ['explain'], () => client.lookup({ explain: true }));
    await losesOnce(t, ['whole-xml'], () => client.publish('<?a b?><a/>'));
    await losesOnce(t, ['described-gate'], gateOf);
    for (const name of ['bound-prover', 'turns'] as const) {
      const gate = await gateOf();
      await losesOnce(t, [name], () => gate.call('open', 'notes'));
    }
    const { thumbprint } = await createClientKey();
    await losesOnce(t, ['narrow'], async () => (await gateOf()).narrow({ to: thumbprint, methods: ['open'] }));
    await losesOnce(t, ['raw-message'], async () => (await gateOf()).callMessage(`<free xmlns="${FILE}"/>`));
  },
);

t.test('a refusal that cannot be read for want of a part says so, and not that the service failed', async (t) => {
  const { client } = await startHouse(t);
  const read = async (): Promise<unknown> =>
    client.read('urn:uuid:00000000-0000-7000-8000-000000000001').catch((thrown: unknown) => thrown);
  lose('problems');
  t.match(await read(), { code: 'SERVICE_UNREACHABLE', message: /a part of the program/ });
  lose();
  t.match(await read(), { code: 'DOCUMENT_NOT_FOUND' });
});

t.test('an answer that cannot be read for want of a part is not told to be a wrong one', async (t) => {
  const { client } = await startHouse(t);
  const { entry } = await client.publish('<été/>');
  await losesOnce(t, ['whole-xml'], () => client.read(entry.id));
});

t.test('results whose parts cannot be loaded have not begun, and begin with the next try', async (t) => {
  const { client, id } = await startFile(t);
  const gate = await client.openGate(id);
  const method = { name: 'free', request: { element: `{${FILE}}free`, encode: () => '', decode: () => undefined } };
  for (const name of ['results', 'call-for-results'] as const) {
    lose(name);
    const results = createContractGate(gate).results(method, {});
    await t.rejects(results.final(), { code: 'SERVICE_UNREACHABLE', hint: /try again/ });
    lose();
    t.equal(await results.final(), 7);
  }
});

const isStream = (init: RequestInit | undefined): boolean =>
  new Headers(init?.headers).get('accept')?.startsWith('text/event-stream') === true;

/** A subscriber who finds all parts again when it is told that events do not come. */
const createSubscriber = (url: string, fetched: typeof fetch) => {
  const told: string[] = [];
  const warn = (_fields: unknown, message: string): void => {
    told.push(message);
    lose();
  };
  return { told, client: connect(url, { fetch: fetched, clock: hurried, log: { ...silentLog, warn } }) };
};

/** A `fetch` whose events stand behind a processing instruction, which only the whole parser reads. */
const unusual: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (!isStream(init) || response.body === null) return response;
  const change = new TransformStream<string, string>({
    transform: (text, controller) => controller.enqueue(text.replaceAll('<event ', '<?a b?><event ')),
  });
  return new Response(
    response.body.pipeThrough(new TextDecoderStream()).pipeThrough(change).pipeThrough(new TextEncoderStream()),
  );
};

t.test(
  '[events] an event that cannot be read for want of a part comes when it can, once and in its place',
  async (t) => {
    const { client, url } = await startHouse(t);
    await publishAll(client, ['n1', 'n2', 'n3']);
    const subscriber = createSubscriber(url, unusual);
    const subscription = await subscriber.client.subscribe({ after: '0' });
    lose('whole-xml');
    t.same(namesOf(await take(subscription, 3)), ['n1', 'n2', 'n3']);
    t.equal(subscriber.told.length, 1, 'it could not be loaded once');
  },
);

t.test('[events] a subscription that is made anew while nothing can be loaded goes on', async (t) => {
  const { client, url } = await startHouse(t);
  let refusals = 0;
  const refusing: typeof fetch = (input, init) => {
    if (!isStream(init) || refusals === 2) return fetch(input, init);
    refusals++;
    const problem = writeProblem(new StoaError('RESUME_GONE', 'gone'), { format: 'xml' });
    const headers = { 'content-type': 'application/problem+xml' };
    return Promise.resolve(new Response(problem.slice(), { status: 410, headers }));
  };
  const subscriber = createSubscriber(url, refusing);
  const onGap = (): void => void client.publish('<a/>', { name: 'after' });
  const subscription = await subscriber.client.subscribe({}, { onGap });
  lose(...NAMES);
  t.same(namesOf(await take(subscription, 1)), ['after']);
  t.equal(subscriber.told.length, 1, 'the refusal could not be read once');
});

t.test('whatever is loaded late is loaded by loadPart, which says what to do when that fails', (t) => {
  const folders = /^(?:base|xml|schema|protocol|security|gate|client)\//;
  for (const { path, text } of readSourceFiles()) {
    if (!folders.test(path)) continue;
    for (const [line] of text.matchAll(/^.*\bimport\('.*$/gm))
      t.match(line, /loadPart\(|\.catch\(|Promise\.all/, `${path}: ${line.trim()}`);
  }
  t.end();
});
