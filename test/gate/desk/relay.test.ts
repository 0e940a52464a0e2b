import t from 'tap';
import { StoaError, fromUtf8, toUtf8 } from '../../../src/base/index.js';
import type { GateId } from '../../../src/base/index.js';
import { compileInterface } from '../../../src/advertisement/index.js';
import type { CallHeaders, Carrier } from '../../../src/gate/index.js';
import type { CallableService } from '../../../src/gate/desk/parts.js';
import { createRelayOrders } from '../../../src/gate/desk/relay-orders.js';
import { fileAdvertisement } from '../file-house.js';
import type { FileOptions } from '../file-house.js';
import { PRINT, PRINTER, SPACE, createHouse, printMessage, printed, rawAnswer, readText } from '../gate-house.js';
import type { HouseOptions } from '../gate-house.js';

const setUp = async (options: HouseOptions = {}) => {
  const house = await createHouse(options);
  const gate = await house.open({ carry: 'relay' });
  const relay = (
    message = printMessage(),
    { headers = {}, signal = new AbortController().signal }: { headers?: CallHeaders; signal?: AbortSignal } = {},
  ) =>
    house.desk.relay(SPACE, {
      address: gate.uri.slice('relay/'.length),
      headers: { 'content-type': 'application/xml', ...headers },
      body: toUtf8(message),
      signal,
    });
  return { ...house, gate, relay };
};

const unreachable = (code?: string) =>
  new StoaError('SERVICE_UNREACHABLE', 'down', { cause: Object.assign(new TypeError('x'), { code }) });

t.test('a relay passes body and answer on byte for byte, and of the headers what concerns the message', async (t) => {
  const answer = `<?xml version="1.0"?>\n<p:printed xmlns:p="${PRINT}" ><p:sheets> 2 </p:sheets></p:printed>\n`;
  const house = await setUp({
    at: async () =>
      rawAnswer(200, answer, {
        'content-type': 'text/xml',
        'set-cookie': 'a=b',
        connection: 'close',
        'x-powered-by': 'x',
      }),
  });
  const message = `<!-- c -->${printMessage()}\n`;
  const got = await house.relay(message, {
    headers: {
      prefer: 'wait=5',
      cookie: 'c=d',
      authorization: 'Bearer other',
      'stoa-credential': 'root',
      'x-forwarded-for': '1.2.3.4',
    },
  });
  t.equal(fromUtf8(got.body), answer);
  t.same(got.headers, { 'content-type': 'text/xml' });
  const sent = house.outbound.calls[0];
  t.equal(fromUtf8(sent?.body ?? new Uint8Array()), message);
  t.same(
    sent?.headers,
    { 'content-type': 'application/xml', prefer: 'wait=5', 'stoa-timeout': '30000', 'stoa-relays': '1' },
    'an unrestricted service gets no credential either',
  );
});

t.test('a relay counts itself, and refuses what has come through too many, or says that in no number', async (t) => {
  const house = await setUp();
  const relay = (relays: string) =>
    house.relay(printMessage(), { headers: { 'content-type': 'application/xml', 'stoa-relays': relays } });
  await relay('7');
  t.equal(house.outbound.calls.at(-1)?.headers['stoa-relays'], '8');
  for (const relays of ['8', '999', '-1', '1e1', '', 'x'.repeat(1000)])
    await t.rejects(relay(relays), { code: 'DESTINATION_FORBIDDEN' }, relays.slice(0, 10));
  t.equal(house.outbound.calls.length, 1);
});

t.test('what is not XML, or says that it is something else, is not relayed', async (t) => {
  const house = await setUp();
  await t.rejects(house.relay(''), { code: 'BODY_REQUIRED' });
  for (const type of ['text/plain', 'application/json', 'application/xml; charset=utf-16', '']) {
    await t.rejects(
      house.relay(printMessage(), { headers: { 'content-type': type } }),
      { code: 'CONTENT_TYPE_UNSUPPORTED' },
      type,
    );
  }
  t.equal(house.outbound.calls.length, 0);
});

t.test('a restricted service is relayed to only with a credential, which goes on unchanged', async (t) => {
  const house = await setUp({ access: 'restricted' });
  await t.rejects(house.relay(), { code: 'CREDENTIAL_REQUIRED' });
  t.equal(house.outbound.calls.length, 0);
  const authorization = `Bearer ${house.gate.credential ?? ''}`;
  t.equal((await house.relay(printMessage(), { headers: { authorization } })).status, 200);
  t.equal(house.outbound.calls[0]?.headers['authorization'], authorization);
});

t.test('a service that is slow ends the call on time with SERVICE_TIMEOUT, and its place is free again', async (t) => {
  let aborted = 0;
  const slow: Carrier = ({ signal }) => new Promise(() => signal.addEventListener('abort', () => aborted++));
  const house = await setUp({
    at: slow,
    desk: { callTimeoutMs: 5_000, limitsOf: () => ({ maxGateMs: 60_000, maxOpenCalls: 2 }) },
  });
  const calls = [house.relay(), house.relay()].map((call) => t.rejects(call, { code: 'SERVICE_TIMEOUT' }));
  await house.clock.settle();
  await t.rejects(house.relay(), { code: 'TOO_MANY_CALLS' });
  await house.clock.advance(5_000);
  await Promise.all(calls);
  t.equal(aborted, 2, 'the carrier was told');
  const again = t.rejects(house.relay(), { code: 'SERVICE_TIMEOUT' });
  await house.clock.advance(5_000);
  await again;
  t.equal(house.clock.pending(), 0);
});

t.test('a caller that hangs up ends the call at the service as well', async (t) => {
  const caller = new AbortController();
  let aborted = false;
  const house = await setUp({
    at: ({ signal }) => new Promise(() => signal.addEventListener('abort', () => (aborted = true))),
  });
  const call = t.rejects(house.relay(printMessage(), { signal: caller.signal }), { code: 'ABORTED' });
  await house.clock.settle();
  caller.abort();
  await call;
  t.ok(aborted);
});

const ENDPOINTS = ['c', 'a', 'b']
  .map((host, at) => `<endpoint uri="http://${host}.example/" binding="stoa-http" priority="${[3, 1, 2][at]}"/>`)
  .join('');
const hostsOf = (house: { outbound: { calls: readonly { uri: string }[] } }) =>
  house.outbound.calls.map(({ uri }) => new URL(uri).hostname[0]).join('');

t.test('endpoints are tried in the order of their priority while none was reached', async (t) => {
  const house = await setUp({
    endpoints: ENDPOINTS + '<endpoint uri="http://soap.example/" binding="soap-1.1" priority="0"/>',
    at: async ({ uri }) => {
      if (!uri.includes('c.example')) throw unreachable('ECONNREFUSED');
      return rawAnswer(200, printed(2));
    },
  });
  t.equal((await house.relay()).status, 200);
  t.equal(hostsOf(house), 'abc');
});

t.test(
  'a connection that broke after sending is tried elsewhere only for a method that may be called twice',
  async (t) => {
    const broken = (): Promise<never> => Promise.reject(unreachable('ECONNRESET'));
    const house = await setUp({ endpoints: ENDPOINTS, at: broken });
    await t.rejects(house.relay(), { code: 'SERVICE_UNREACHABLE' });
    t.equal(hostsOf(house), 'a', 'printing twice is not the same as printing once');
    await t.rejects(house.relay(`<status xmlns="${PRINT}"/>`), { code: 'SERVICE_UNREACHABLE' });
    t.equal(hostsOf(house), 'aabc', 'asking for the status is');
  },
);

t.test('no other failure leads to another endpoint', async (t) => {
  for (const code of ['SERVICE_TIMEOUT', 'SERVICE_FAILED', 'DESTINATION_FORBIDDEN'] as const) {
    const house = await setUp({ endpoints: ENDPOINTS, at: () => Promise.reject(new StoaError(code, 'no')) });
    await t.rejects(house.relay(), { code });
    t.equal(hostsOf(house), 'a', code);
  }
});

t.test(
  'a problem document of the service goes on as it is; a status that does not go with its code is told as a failure',
  async (t) => {
    const problem = (code: string) =>
      `<problem xmlns="urn:ietf:rfc:7807"><code>${code}</code><detail>no paper</detail></problem>`;
    const type = { 'content-type': 'application/problem+xml', 'retry-after': '7' };
    const house = await setUp({ at: async () => rawAnswer(429, problem('TOO_MANY_CALLS'), type) });
    t.match(await house.relay(), { status: 429, headers: { 'retry-after': '7' } });
    const lying = await setUp({ at: async () => rawAnswer(200, problem('TOO_MANY_CALLS'), type) });
    await t.rejects(lying.relay(), { code: 'ANSWER_INVALID' });
    const odd = await setUp({ at: async () => rawAnswer(400, problem('TOO_MANY_CALLS'), type) });
    await t.rejects(odd.relay(), { code: 'TOO_MANY_CALLS' });
  },
);

t.test('an answer above the limits of the parser is refused and not passed back', async (t) => {
  const house = await setUp({
    at: async () => rawAnswer(200, printed(`${' '.repeat(2_000)}2`)),
    desk: {
      xmlLimits: {
        maxBytes: 1_000,
        maxDepth: 9,
        maxElements: 99,
        maxAttributes: 9,
        maxNameLength: 99,
        maxAttributeLength: 99,
        maxNamespaces: 9,
      },
    },
  });
  await t.rejects(house.relay(), { code: 'ANSWER_INVALID' });
  await t.rejects(house.relay(printMessage('2', 'x'.repeat(2_000))), { code: 'XML_LIMIT_EXCEEDED' });
});

t.test('[order] a relay keeps to the order where it saw the conversation begin, and to none where it did not', (t) => {
  const toService = (options: FileOptions): CallableService => {
    const advertisement = readText(fileAdvertisement(options));
    const compiled = compileInterface(advertisement.interface ?? { methods: [], events: [], schemas: [] });
    const read = { readText: () => Promise.resolve(''), getSeen: () => compiled };
    return { id: PRINTER, stale: false, revision: '1', advertisement, compiled, ...read };
  };
  const file = toService({});
  const gate = (name: string) => `urn:uuid:${name}` as GateId;
  const orders = createRelayOrders(2);
  orders.open(gate('a'), file);
  t.throws(() => orders.begin(gate('a'), file, 'write'), { code: 'MESSAGE_OUT_OF_ORDER' });
  t.doesNotThrow(() => orders.begin(gate('of an earlier run'), file, 'write'));
  t.doesNotThrow(() => orders.begin(gate('a'), toService({}), 'write'), 'a later version has an order of its own');
  const restricted = toService({ access: 'restricted' });
  orders.open(gate('b'), restricted);
  t.doesNotThrow(() => orders.begin(gate('b'), restricted, 'write'), 'that service sees to it itself');
  orders.begin(gate('a'), file, 'open')('unknown');
  t.doesNotThrow(() => orders.begin(gate('a'), file, 'write')('undone'), 'whatever may come is let through');
  t.doesNotThrow(() => orders.begin(gate('a'), file, 'open')('done'));
  for (const name of ['c', 'd']) orders.open(gate(name), file);
  t.doesNotThrow(() => orders.begin(gate('a'), file, 'close')('done'), 'forgotten, it is held to none');
  t.doesNotThrow(() => orders.begin(gate('a'), file, 'write'));
  t.throws(() => orders.begin(gate('d'), file, 'write'), { code: 'MESSAGE_OUT_OF_ORDER' });
  t.end();
});

t.test(
  'a relay tells that it could not connect, and doubts what does not answer; what it cannot blame on the service it leaves',
  async (t) => {
    const noted = async (thrown: StoaError | (() => never)): Promise<string> => {
      const told: string[] = [];
      const house = await setUp({
        at: () => (thrown instanceof StoaError ? Promise.reject(thrown) : Promise.resolve().then(thrown)),
      });
      const { service } = house.entry;
      if (service)
        house.entry.service = {
          ...service,
          noteCall: (kind) => told.push(String(kind)),
          noteUnreached: () => told.push('unreached'),
          doubt: () => told.push('doubt'),
        };
      await t.rejects(house.relay());
      return told.join(' ');
    };
    for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH'])
      t.equal(await noted(unreachable(code)), 'unreachable unreached', code);
    for (const code of ['ECONNRESET', 'EPIPE', 'EAI_AGAIN', 'ENETUNREACH', undefined])
      t.equal(await noted(unreachable(code)), 'unreachable doubt', code ?? 'no code');
    t.equal(await noted(new StoaError('SERVICE_TIMEOUT', 'late')), 'timed-out doubt');
    t.equal(await noted(new StoaError('SERVICE_FAILED', 'on fire')), 'failed');
    t.equal(await noted(new StoaError('DESTINATION_FORBIDDEN', 'not there')), '');
  },
);

t.test(
  'what a service says of others that it could not reach is no reason to think that it is not there',
  async (t) => {
    const problem = `<problem xmlns="urn:ietf:rfc:7807"><type>urn:stoa:problem:SERVICE_UNREACHABLE</type><title>x</title><status>502</status><code>SERVICE_UNREACHABLE</code><finding rule="never-sent">x</finding></problem>`;
    const house = await setUp({
      at: async () => rawAnswer(502, problem, { 'content-type': 'application/problem+xml' }),
    });
    const told: string[] = [];
    const { service } = house.entry;
    if (service)
      house.entry.service = {
        ...service,
        noteUnreached: () => told.push('unreached'),
        doubt: () => told.push('doubt'),
      };
    t.equal((await house.relay()).status, 502);
    t.same(told, []);
  },
);
