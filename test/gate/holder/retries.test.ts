import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { StoaError } from '../../../src/base/index.js';
import type { Carrier } from '../../../src/gate/index.js';
import { PRINT, createHouse, printMessage, printed, rawAnswer } from '../gate-house.js';

const STATUS = `<status xmlns="${PRINT}"/>`;
const READY = rawAnswer(200, `<ready xmlns="${PRINT}">true</ready>`);

const refused = (): StoaError =>
  new StoaError('SERVICE_UNREACHABLE', 'refused', {
    cause: Object.assign(new TypeError('connect'), { code: 'ECONNREFUSED' }),
  });
const broken = (): StoaError =>
  new StoaError('SERVICE_UNREACHABLE', 'broken', {
    cause: Object.assign(new TypeError('other side closed'), { code: 'UND_ERR_SOCKET' }),
  });

/** Fails as told for so many times, then answers. */
const failing = (times: number, fail: () => StoaError, answer = READY): Carrier => {
  let left = times;
  return () => (left-- > 0 ? Promise.reject(fail()) : Promise.resolve(answer));
};

/** Runs a call; time goes on while something waits for it, and stands still while a module is loaded. */
const inTime = async <Result>(
  { clock }: Awaited<ReturnType<typeof createHouse>>,
  call: Promise<Result>,
): Promise<Result> => {
  let settled = false;
  const settle = (): void => {
    settled = true;
  };
  call.then(settle, settle);
  while (!settled) {
    await nextTurn();
    if (clock.pending() > 0) await clock.advance(25);
  }
  return call;
};

t.test('a message that was not sent is sent again, whatever its method is', async (t) => {
  const house = await createHouse({ at: failing(2, refused, rawAnswer(200, printed(2))) });
  const gate = await house.openHeld();
  t.equal((await inTime(house, gate.send(printMessage()))).kind, 'response');
  t.equal(house.inbound.calls.length, 3);
});

t.test('a message of which bytes may have arrived is not sent twice, unless its method is idempotent', async (t) => {
  const house = await createHouse({ at: failing(1, broken) });
  const gate = await house.openHeld();
  await t.rejects(inTime(house, gate.send(printMessage())), { code: 'SERVICE_UNREACHABLE' });
  t.equal(house.inbound.calls.length, 1);
  const again = await createHouse({ at: failing(2, broken) });
  t.equal((await inTime(again, (await again.openHeld()).send(STATUS))).kind, 'response');
  t.equal(again.inbound.calls.length, 3);
});

t.test('a message that a closing service did not take is sent again', async (t) => {
  let calls = 0;
  const problem = '<problem xmlns="urn:ietf:rfc:7807"><code>SHUTTING_DOWN</code></problem>';
  const at: Carrier = async () =>
    ++calls === 1 ? rawAnswer(503, problem, { 'content-type': 'application/problem+xml' }) : rawAnswer(200, printed(2));
  const house = await createHouse({ at });
  t.equal((await inTime(house, (await house.openHeld()).send(printMessage()))).kind, 'response');
});

t.test('retries are bounded, wait longer each time, and can be switched off', async (t) => {
  const sentAtMs: number[] = [];
  const house = await createHouse({
    at: () => {
      sentAtMs.push(house.clock.nowMs());
      return Promise.reject(refused());
    },
  });
  const gate = await house.openHeld({}, { retries: 3, retryWaitMs: 100 });
  await t.rejects(inTime(house, gate.send(printMessage())), { code: 'SERVICE_UNREACHABLE' });
  t.equal(sentAtMs.length, 4);
  const waits = sentAtMs.slice(1).map((atMs, at) => atMs - (sentAtMs[at] ?? 0));
  for (const [at, waitMs] of waits.entries())
    t.ok(waitMs >= 50 * 2 ** at && waitMs <= 100 * 2 ** at, `wait ${at + 1} is ${waitMs} ms`);
  const never = await house.openHeld({}, { retries: 0 });
  await t.rejects(never.send(printMessage()), { code: 'SERVICE_UNREACHABLE' });
  t.equal(sentAtMs.length, 5);
});

t.test('nothing is sent again after the deadline, or after the caller gave up', async (t) => {
  const house = await createHouse({ at: failing(9, refused) });
  const gate = await house.openHeld({}, { retries: 8, retryWaitMs: 100 });
  await t.rejects(inTime(house, gate.send(STATUS, { timeoutMs: 40 })), { code: 'SERVICE_UNREACHABLE' });
  t.equal(house.inbound.calls.length, 1, 'the first wait would have been longer');
  const giving = new AbortController();
  const call = gate.send(STATUS, { signal: giving.signal });
  call.catch(() => undefined);
  await house.clock.settle();
  giving.abort();
  await t.rejects(inTime(house, call), { code: 'ABORTED' });
  t.equal(house.inbound.calls.length, 2);
  t.equal(house.clock.pending(), 0, 'no timer is left behind');
});

t.test('[gate:name] a gate learns the address of a service that has moved, and calls it there at once', async (t) => {
  const moved = new Set<string>();
  const house = await createHouse({
    at: async ({ uri }) => (uri === 'http://printer.example/' && moved.has(uri) ? Promise.reject(refused()) : READY),
  });
  const gate = await house.openHeld();
  t.equal((await gate.send(STATUS)).kind, 'response');
  moved.add('http://printer.example/');
  const [endpoint] = house.advertisement.endpoints;
  if (!house.entry.service || !endpoint) return void t.fail('there is a service');
  house.entry.service = {
    ...house.entry.service,
    revision: '2',
    advertisement: { ...house.advertisement, endpoints: [{ ...endpoint, uri: 'http://elsewhere.example/' }] },
  };
  t.equal((await gate.send(STATUS)).kind, 'response', 'and waits for nothing');
  t.equal(gate.uri, 'http://elsewhere.example/');
  t.same(
    house.inbound.calls.map(({ uri }) => uri),
    ['http://printer.example/', 'http://printer.example/', 'http://elsewhere.example/'],
  );
});

t.test('[gate:name] what ends a gate is told rather than that the service cannot be reached', async (t) => {
  const house = await createHouse({ at: failing(9, refused) });
  const gate = await house.openHeld();
  if (house.entry.service) house.entry.service = { ...house.entry.service, stale: true };
  await t.rejects(gate.send(STATUS), { code: 'SERVICE_STALE' });
  house.entry.service = undefined;
  await t.rejects(gate.send(STATUS), { code: 'DOCUMENT_NOT_FOUND' });
});

t.test('[gate:name] a credential that is refreshed brings the address along', async (t) => {
  const house = await createHouse({ access: 'restricted' });
  const gate = await house.openHeld();
  const [endpoint] = house.advertisement.endpoints;
  if (!house.entry.service || !endpoint) return void t.fail('there is a service');
  house.entry.service = {
    ...house.entry.service,
    advertisement: { ...house.advertisement, endpoints: [{ ...endpoint, uri: 'http://elsewhere.example/' }] },
  };
  await house.clock.advance(50_000);
  await gate.send(STATUS);
  t.same(
    house.inbound.calls.map(({ uri }) => uri),
    ['http://elsewhere.example/'],
  );
});
