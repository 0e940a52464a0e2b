import t from 'tap';
import { StoaError } from '../../../src/base/index.js';
import type { Carrier } from '../../../src/gate/index.js';
import { PRINT, PRINTER, SPACE, createHouse, printMessage, printed, rawAnswer } from '../gate-house.js';

const tokensSent = (house: Awaited<ReturnType<typeof createHouse>>) =>
  house.inbound.calls.map(({ headers }) => headers['authorization']);

for (const carry of ['direct', 'relay'] as const) {
  t.test(
    `a ${carry} gate on a restricted service refreshes its credential ahead of its end, as long as the gate lasts`,
    async (t) => {
      const house = await createHouse({ access: 'restricted' });
      const gate = await house.openHeld({ carry, periodMs: 10 * 60_000 });
      for (let minute = 0; minute < 9; minute++) {
        t.equal((await gate.send(printMessage())).kind, 'response');
        await house.clock.advance(60_000);
      }
      t.equal(new Set(tokensSent(house)).size, 9, 'one credential a minute');
      await house.clock.advance(60_000);
      await t.rejects(gate.send(printMessage()), { code: 'GATE_EXPIRED' });
      t.equal(house.inbound.calls.length, 9, 'nothing was sent after the end');
    },
  );
}

t.test('calls at the same time share one refresh', async (t) => {
  const house = await createHouse({ access: 'restricted' });
  const gate = await house.openHeld();
  await house.clock.advance(50_000);
  await Promise.all([gate.send(printMessage()), gate.send(printMessage()), gate.send(printMessage())]);
  t.equal(new Set(tokensSent(house)).size, 1);
});

t.test('a space that cannot be reached ends no credential that still holds', async (t) => {
  const house = await createHouse({ access: 'restricted' });
  const issued = await house.open();
  house.desk.close(SPACE, issued.id, issued.control).catch(() => undefined);
  const closedGate = house.hold(issued);
  await house.clock.advance(50_000);
  await t.rejects(closedGate.send(printMessage()), { code: 'GATE_CLOSED' }, 'a closed gate is told at the refresh');
  const { createClientGate } = await import('../../../src/gate/index.js');
  const { compileInterface } = await import('../../../src/advertisement/index.js');
  const down = createClientGate({
    gate: await house.open(),
    compiled: compileInterface(house.advertisement.interface ?? { methods: [], events: [], schemas: [] }),
    carrier: house.inbound.carrier,
    clock: house.clock,
    refresh: () => Promise.reject(new StoaError('SERVICE_UNREACHABLE', 'down')),
  });
  await house.clock.advance(50_000);
  t.equal((await down.send(printMessage())).kind, 'response', '10 s are left');
  await house.clock.advance(10_000);
  await t.rejects(down.send(printMessage()), { code: 'SERVICE_UNREACHABLE' });
});

t.test(
  'a service whose clock is ahead refuses a credential as expired: it is refreshed and the call made once more',
  async (t) => {
    let calls = 0;
    const problem = '<problem xmlns="urn:ietf:rfc:7807"><code>CREDENTIAL_EXPIRED</code></problem>';
    const ahead: Carrier = async () =>
      ++calls === 1
        ? rawAnswer(401, problem, { 'content-type': 'application/problem+xml' })
        : rawAnswer(200, printed(2));
    const house = await createHouse({ access: 'restricted', at: ahead });
    const gate = await house.openHeld();
    await house.clock.advance(2_000);
    t.equal((await gate.send(printMessage())).kind, 'response');
    t.equal(new Set(tokensSent(house)).size, 2);
    const always = await createHouse({
      access: 'restricted',
      at: async () => rawAnswer(401, problem, { 'content-type': 'application/problem+xml' }),
    });
    const stuck = await always.openHeld();
    await t.rejects(stuck.send(printMessage()), { code: 'CREDENTIAL_EXPIRED' });
    t.equal(always.inbound.calls.length, 2, 'once more and not for ever');
  },
);

t.test('a closed gate sends nothing and closing it again does nothing', async (t) => {
  const house = await createHouse();
  const gate = await house.openHeld({ carry: 'relay' });
  await gate.close();
  await gate.close();
  await t.rejects(gate.send(printMessage()), { code: 'GATE_CLOSED' });
  t.equal(house.inbound.calls.length, 0);
});

t.test(
  'a method that is not granted is refused before a byte is sent, also for a message that a codec wrote',
  async (t) => {
    const house = await createHouse();
    const gate = await house.openHeld({ methods: ['status'] });
    await t.rejects(gate.send(printMessage()), { code: 'METHOD_NOT_GRANTED' });
    await t.rejects(gate.send({ method: 'print', xml: printMessage() }), { code: 'METHOD_NOT_GRANTED' });
    await t.rejects(gate.send({ method: 'shred', xml: printMessage() }), { code: 'METHOD_UNKNOWN' });
    t.equal(house.inbound.sentBytes(), 0);
    t.equal((await gate.send({ method: 'status', xml: `<status xmlns="${PRINT}"/>` })).kind, 'response');
  },
);

t.test('a service that never answers ends the call on time; a caller may end it before', async (t) => {
  const house = await createHouse({ at: () => new Promise(() => undefined) });
  const gate = await house.openHeld({}, { timeoutMs: 1_000 });
  const call = t.rejects(gate.send(printMessage()), { code: 'SERVICE_TIMEOUT' });
  await house.clock.advance(1_000);
  await call;
  const caller = new AbortController();
  const ended = t.rejects(gate.send(printMessage(), { signal: caller.signal }), { code: 'ABORTED' });
  await house.clock.settle();
  caller.abort();
  await ended;
  t.equal(house.clock.pending(), 0);
});

t.test('a gate says what it was opened with', async (t) => {
  const house = await createHouse();
  const issued = await house.open({ methods: ['status'] });
  t.match(house.hold(issued), {
    id: issued.id,
    carry: 'direct',
    uri: 'http://printer.example/',
    methods: ['status'],
    expiresAtMs: issued.expiresAtMs,
  });
  t.match(PRINTER, /^urn:uuid:/);
});
