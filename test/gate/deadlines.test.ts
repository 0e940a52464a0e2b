import t from 'tap';
import type { HandledMessage, MessageHandler } from '../../src/gate/index.js';
import { PRINT, createHouse, printMessage, printerHandler } from './gate-house.js';

const STATUS = `<status xmlns="${PRINT}"/>`;

/** A handler that never answers, and what it was given. */
const createStuck = () => {
  const messages: HandledMessage[] = [];
  const handle: MessageHandler = (message) => {
    messages.push(message);
    return new Promise(() => undefined);
  };
  return { handle, messages };
};

for (const carry of ['direct', 'relay'] as const) {
  t.test(
    `the deadline of a call travels with it through a ${carry} gate: the handler's signal is aborted in time`,
    async (t) => {
      const stuck = createStuck();
      const house = await createHouse({ handle: stuck.handle });
      const gate = await house.openHeld({ carry });
      const call = gate.send(printMessage(), { timeoutMs: 5_000 });
      call.catch(() => undefined);
      await house.clock.advance(2_000);
      const [message] = stuck.messages;
      t.equal(message?.endsAtMs, house.clock.nowMs() + 3_000);
      t.equal(message?.signal.aborted, false);
      await house.clock.advance(3_000);
      await t.rejects(call, { code: 'SERVICE_TIMEOUT' });
      t.equal(message?.signal.aborted, true);
      t.equal(house.clock.pending(), 0, 'no timer is left behind');
    },
  );

  t.test(`the gate's own limit holds for every call, and is told (${carry})`, async (t) => {
    const house = await createHouse();
    const gate = await house.openHeld({ carry }, { timeoutMs: 7_000 });
    await gate.send(STATUS, { timeoutMs: 90_000 });
    await gate.send(STATUS);
    t.same(
      house.inbound.calls.map(({ headers }) => headers['stoa-timeout']),
      ['7000', '7000'],
    );
  });

  t.test(`a caller that gives up has the handler's signal aborted through a ${carry} gate`, async (t) => {
    const stuck = createStuck();
    const house = await createHouse({ handle: stuck.handle });
    const gate = await house.openHeld({ carry });
    const giving = new AbortController();
    const call = gate.send(printMessage(), { signal: giving.signal });
    call.catch(() => undefined);
    await house.clock.settle();
    giving.abort();
    await t.rejects(call, { code: 'ABORTED' });
    t.equal(stuck.messages[0]?.signal.aborted, true);
    t.equal(house.clock.pending(), 0);
  });
}

t.test('a relay tells the service what is left, and never more than it waits itself', async (t) => {
  const house = await createHouse({ desk: { callTimeoutMs: 4_000 } });
  const gate = await house.openHeld({ carry: 'relay' });
  await gate.send(STATUS);
  await gate.send(STATUS, { timeoutMs: 900 });
  t.same(
    house.outbound.calls.map(({ headers }) => headers['stoa-timeout']),
    ['4000', '900'],
  );
  const { desk, space } = house;
  const address = (await house.open({ carry: 'relay' })).uri.slice('relay/'.length);
  const headers = { 'content-type': 'application/xml' };
  const { signal } = new AbortController();
  const body = new TextEncoder().encode(STATUS);
  await desk.relay(space, { address, headers, body, signal });
  t.equal(house.outbound.calls.at(-1)?.headers['stoa-timeout'], '4000', 'also for callers who say nothing');
  await t.rejects(desk.relay(space, { address, headers: { ...headers, 'stoa-timeout': '0' }, body, signal }), {
    code: 'SERVICE_TIMEOUT',
  });
  await t.rejects(desk.relay(space, { address, headers: { ...headers, 'stoa-timeout': '-1' }, body, signal }), {
    code: 'PARAMETER_INVALID',
  });
  t.equal(house.outbound.calls.length, 3, 'nothing was sent on');
});

t.test('endpoints that are tried one after the other share the time of the call', async (t) => {
  const told: (string | undefined)[] = [];
  const house = await createHouse({
    endpoints:
      '<endpoint uri="http://a.example/" binding="stoa-http"/><endpoint uri="http://b.example/" binding="stoa-http"/>',
    at: async ({ uri, headers }) => {
      told.push(headers['stoa-timeout']);
      if (uri.includes('a.example')) await house.clock.advance(300);
      throw Object.assign(new TypeError('refused'), { code: 'ECONNREFUSED' });
    },
  });
  const gate = await house.openHeld({ carry: 'relay' }, { retries: 0 });
  await t.rejects(gate.send(STATUS, { timeoutMs: 1_000 }));
  t.equal(told[0], '1000');
});

const post = (headers: Readonly<Record<string, string>>, signal = new AbortController().signal) => ({
  method: 'POST',
  headers: { 'content-type': 'application/xml', ...headers },
  body: new TextEncoder().encode(STATUS),
  signal,
});

t.test('a service answers with the timeout problem when the time that its caller gives has run out', async (t) => {
  const stuck = createStuck();
  const house = await createHouse({ handle: stuck.handle });
  const answering = house.serviceGate(post({ 'stoa-timeout': '1500' }));
  await house.clock.advance(1_499);
  t.equal(stuck.messages[0]?.signal.aborted, false);
  await house.clock.advance(1);
  const { status, body } = await answering;
  t.equal(status, 504);
  t.match(new TextDecoder().decode(body), /<code>SERVICE_TIMEOUT<\/code>/);
  t.equal(stuck.messages[0]?.signal.aborted, true);
});

t.test('a service holds every call to its own limit, whatever the caller says', async (t) => {
  for (const headers of [{}, { 'stoa-timeout': '999999999' }]) {
    const stuck = createStuck();
    const house = await createHouse({ handle: stuck.handle, serviceOptions: { callTimeoutMs: 2_000 } });
    const answering = house.serviceGate(post(headers));
    await house.clock.advance(2_000);
    t.equal((await answering).status, 504);
  }
});

t.test('a call without time is not begun, and a time that is none is refused', async (t) => {
  let handled = 0;
  const house = await createHouse({
    handle: (message) => {
      handled++;
      return printerHandler(message);
    },
  });
  t.equal((await house.serviceGate(post({ 'stoa-timeout': '0' }))).status, 504);
  for (const wrong of ['', '1.5', '-1', '1e3', '1000 ', ' 1', '1234567890', 'soon', '0x10', '１'])
    t.equal((await house.serviceGate(post({ 'stoa-timeout': wrong }))).status, 400, JSON.stringify(wrong));
  t.equal(handled, 0);
  t.equal((await house.serviceGate(post({ 'stoa-timeout': '999999999' }))).status, 200);
  t.equal(house.clock.pending(), 0);
});

t.test('a caller that hangs up aborts the signal of a call with a deadline as well', async (t) => {
  const stuck = createStuck();
  const house = await createHouse({ handle: stuck.handle });
  const hanging = new AbortController();
  house.serviceGate(post({ 'stoa-timeout': '1500' }, hanging.signal)).catch(() => undefined);
  await house.clock.settle();
  hanging.abort();
  t.equal(stuck.messages[0]?.signal.aborted, true);
  await house.clock.advance(1_500);
  t.equal(house.clock.pending(), 0);
});

t.test('an answer within its time leaves no timer behind, and its signal alone', async (t) => {
  const signals: AbortSignal[] = [];
  const house = await createHouse({
    handle: (message) => {
      signals.push(message.signal);
      return printerHandler(message);
    },
  });
  t.equal((await house.serviceGate(post({ 'stoa-timeout': '1500' }))).status, 200);
  t.equal(house.clock.pending(), 0);
  await house.clock.advance(5_000);
  t.equal(signals[0]?.aborted, false);
});
