import t from 'tap';
import { StoaError, localCaller, toUtf8 } from '../../../src/base/index.js';
import type { GateId, SubjectId } from '../../../src/base/index.js';
import { readProblem } from '../../../src/protocol/index.js';
import type { GateDesk, GateDeskOptions, OpenGate } from '../../../src/gate/index.js';
import { PRINT, PRINTER, SPACE, createHouse, printMessage } from '../gate-house.js';

const STATUS = `<status xmlns="${PRINT}"/>`;
const ANN = { subject: 'ann' as SubjectId, authenticated: true, groups: ['ops', 'staff'], credentials: [] };
const LIMITS = { maxGateMs: 600_000, maxOpenCalls: 10 };

/** A house whose caller is `ann`, with what its space grants her from now on. */
const createGrantingHouse = async (
  options: GateDeskOptions = {},
  access: 'restricted' | 'unrestricted' = 'restricted',
) => {
  const house = await createHouse({
    access,
    desk: {
      limitsOf: (_space, caller) => ({
        ...LIMITS,
        ...(caller && { opener: caller.authenticated ? caller.groups : 'anyone' }),
      }),
      ...options,
    },
  });
  const { service } = house.entry;
  if (!service) throw new StoaError('INTERNAL', 'there is no service');
  const grant = (...methods: readonly string[]): void => {
    house.entry.service = { ...service, grantedMethods: methods };
  };
  const open = (carry: 'direct' | 'relay' = 'direct', methods: readonly string[] = []): Promise<OpenGate> =>
    house.desk.open(ANN, SPACE, { id: PRINTER, carry, methods });
  const relay = ({ uri, credential = '' }: OpenGate, message = STATUS) => {
    const headers = { 'content-type': 'application/xml', authorization: `Bearer ${credential}` };
    const { signal } = new AbortController();
    const input = { address: uri.slice('relay/'.length), headers, body: toUtf8(message), signal };
    return house.desk.relay(SPACE, input).then(
      ({ status, body, headers: told }) => readProblem(body, told['content-type'])?.code ?? status,
      (thrown: unknown) => StoaError.from(thrown).code,
    );
  };
  const refresh = (gate: OpenGate) => house.desk.refresh(SPACE, gate.id, gate.control);
  return { ...house, service, grant, open, relay, refresh };
};

/** What a follower of the service is told until it is stopped. */
const follow = ({ desk }: { readonly desk: GateDesk }) => {
  const told: GateId[] = [];
  const ending = new AbortController();
  const ended = (async () => {
    for await (const gate of desk.closures(SPACE, PRINTER, ending.signal)) told.push(gate);
  })();
  const stop = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    ending.abort();
    await ended;
    return told;
  };
  return { stop };
};

t.test('a gate grants what the space grants its caller', async (t) => {
  const { desk, space, grant, open, service, serviceGate, entry, refresh } = await createGrantingHouse();
  grant('status', 'log');
  t.same((await open()).methods, ['status', 'log']);
  await t.rejects(open('direct', ['status', 'print']), { code: 'METHOD_NOT_GRANTED' });
  await t.rejects(open('direct', ['shred']), { code: 'METHOD_NOT_GRANTED' }, 'nor is it told what is there');
  const gate = await open();
  entry.service = service;
  const { credential = '' } = await refresh(gate);
  const headers = { 'content-type': 'application/xml', authorization: `Bearer ${credential}` };
  const { signal } = new AbortController();
  const answer = await serviceGate({ method: 'POST', headers, body: toUtf8(printMessage()), signal });
  t.match(
    readProblem(answer.body, answer.headers['content-type'])?.code,
    /^(?:METHOD_NOT_GRANTED|PROOF_REQUIRED)$/,
    'and keeps to it when more is granted',
  );
  grant();
  await t.rejects(open(), { code: 'METHOD_NOT_GRANTED' });
  t.ok(desk.usage().gates >= 2 && space === SPACE);
});

for (const what of ['opened', 'refreshed'] as const)
  t.test(`a gate that is ${what} while what it grants is taken back is closed as well`, async (t) => {
    const { entry, desk, grant, open, refresh } = await createGrantingHouse();
    grant('status', 'log');
    const gate = await open();
    const { service } = entry;
    if (!service) return void t.fail('there is no service');
    // What is granted changes once it was looked up, before the gate is made.
    entry.service = {
      ...service,
      get grantedMethods() {
        grant('status');
        void desk.lookAgain(SPACE);
        return ['status', 'log'];
      },
    };
    await t.rejects(what === 'opened' ? open() : refresh(gate), { code: 'GATE_CLOSED' });
    await desk.lookAgain(SPACE);
    t.equal(desk.usage().gates, 0);
    t.ok(await open(), 'what is granted now is had');
  });

t.test('closing a gate twice is one closing', async (t) => {
  const house = await createGrantingHouse();
  const gate = await house.open();
  const following = follow(house);
  for (let time = 0; time < 3; time++) await house.desk.close(SPACE, gate.id, gate.control);
  t.same(await following.stop(), [gate.id]);
});

t.test('a gate is closed for good when what it grants is taken back', async (t) => {
  const house = await createGrantingHouse();
  const { grant, open, relay, refresh, entry, service } = house;
  grant('status', 'log');
  const [direct, relayed, fewer] = [await open(), await open('relay'), await open('relay', ['status'])];
  t.not(await relay(relayed), 'GATE_CLOSED');
  const following = follow(house);
  grant('status');
  t.equal(await relay(relayed), 'GATE_CLOSED', 'a relay refuses at once, whatever the method');
  await t.rejects(refresh(direct), { code: 'GATE_CLOSED', hint: /open a new gate/ });
  t.not(await relay(fewer), 'GATE_CLOSED', 'a gate of which nothing was taken back goes on');
  t.same(await following.stop(), [relayed.id, direct.id], 'the service is told as well');
  entry.service = service;
  t.equal(await relay(relayed), 'GATE_CLOSED', 'also when it is granted anew');
  await t.rejects(refresh(direct), { code: 'GATE_CLOSED' });
});

t.test('a refusal to look the service up closes a gate, a failure to do so does not', async (t) => {
  for (const [code, closes] of [
    ['ACCESS_DENIED', true],
    ['AUTHENTICATION_REQUIRED', true],
    ['CREDENTIAL_REQUIRED', true],
    ['STORE_FAILED', false],
    ['SERVICE_STALE', false],
  ] as const) {
    const house = await createGrantingHouse({}, 'unrestricted');
    const gate = await house.open('relay');
    house.entry.refusal = new StoaError(code, 'so it is');
    t.equal(await house.relay(gate), closes ? 'GATE_CLOSED' : code);
    await house.desk.lookAgain();
    house.entry.refusal = undefined;
    t.equal(await house.relay(gate), closes ? 'GATE_CLOSED' : 200, code);
  }
});

t.test('gates are closed at once when what is granted changes, and their services told', async (t) => {
  const house = await createGrantingHouse();
  const { grant, open, desk } = house;
  grant('status', 'log');
  const [all, one, other] = [await open(), await open('direct', ['status']), await open('direct', ['log'])];
  const following = follow(house);
  grant('status');
  await desk.lookAgain('urn:uuid:00000000-0000-7000-8000-0000000000ff' as typeof SPACE);
  t.equal(desk.usage().gates, 3, 'another space is another');
  await desk.lookAgain(SPACE);
  t.same((await following.stop()).toSorted(), [all.id, other.id].toSorted());
  t.equal(desk.usage().gates, 1);
  await t.rejects(house.refresh(all), { code: 'GATE_CLOSED' });
  t.match(await house.refresh(one), { carry: 'direct' });
  house.entry.service = undefined;
  await desk.lookAgain();
  t.equal(desk.usage().gates, 0, 'a service that is gone has none');
});

t.test('methods that a service gets later are not taken for such that were taken back', async (t) => {
  const { entry, service, open, relay, refresh, grant, desk } = await createGrantingHouse();
  entry.service = service;
  const gate = await open('relay');
  grant('status', 'log');
  t.not(await relay(gate), 'GATE_CLOSED', 'a gate for all that there is has what is left');
  t.equal(await relay(gate, printMessage()), 'METHOD_NOT_GRANTED');
  await refresh(gate);
  await desk.lookAgain();
  t.not(await relay(gate), 'GATE_CLOSED');
});

t.test('a subject that is none any more loses its gates, and its groups are those that it has now', async (t) => {
  const known = new Map<string, readonly string[]>([['ann', ['ops']]]);
  const house = await createGrantingHouse({ groupsOf: (subject) => known.get(subject) }, 'unrestricted');
  const gate = await house.open('relay');
  t.equal(await house.relay(gate), 200);
  t.match(house.callers.at(-1), { subject: 'ann', groups: ['ops'], authenticated: true });
  const nobody = await house.desk.open(localCaller(), SPACE, { id: PRINTER, carry: 'relay', methods: [] });
  known.clear();
  await house.desk.lookAgain();
  t.equal(await house.relay(gate), 'GATE_CLOSED');
  t.not(await house.relay(nobody), 'GATE_CLOSED', 'who was nobody in particular still is');
  await house.desk.close(SPACE, gate.id, gate.control);
});

t.test('gates of many spaces and services are looked at in turns', async (t) => {
  const house = await createGrantingHouse();
  house.grant('status');
  for (let at = 0; at < 250; at++) await house.open();
  house.grant('log');
  const looked = house.desk.lookAgain();
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    await house.clock.advance(0);
  }
  await looked;
  t.equal(house.desk.usage().gates, 0);
});

t.test(
  'however often what is granted changes, gates are looked at once more, and by what is granted then',
  async (t) => {
    const house = await createGrantingHouse();
    house.grant('status');
    for (let at = 0; at < 10; at++) await house.open();
    house.callers.length = 0;
    const looks = Array.from({ length: 50 }, () => house.desk.lookAgain(SPACE));
    house.grant('log');
    await Promise.all(looks);
    t.ok(house.callers.length <= 20, `${house.callers.length} looks`);
    t.equal(house.desk.usage().gates, 0);
    house.grant('status');
    await house.open();
    house.grant('log');
    await house.desk.lookAgain(SPACE);
    t.equal(house.desk.usage().gates, 0, 'and again when it is asked for later');
  },
);
