import t from 'tap';
import { concatBytes, findBase64Url, toBase64Url, toHex, toUtf8 } from '../../src/base/index.js';
import type { GateId } from '../../src/base/index.js';
import { readProblem } from '../../src/protocol/index.js';
import type { ClientGate, GateAnswer, HeldGate, NarrowOptions } from '../../src/gate/index.js';
import { MAX_LINKS, createClientKey, createProver, portableHashing, signLink } from '../../src/security/index.js';
import type { ClientKey, LinkClaims } from '../../src/security/index.js';
import { createCallCounts } from '../../src/gate/service/call-counts.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { PRINT, PRINTER, createHouse, printMessage } from './gate-house.js';

const STATUS = `<status xmlns="${PRINT}"/>`;
const NOTE = `<note xmlns="${PRINT}">low on toner</note>`;

/** A house with a bound gate, and what its holder may do with it. */
const setUp = async () => {
  const house = await createHouse({ access: 'restricted' });
  const [owner, friend] = [await createClientKey(), await createClientKey()];
  const issued = await house.open({ keyThumbprint: owner.thumbprint, periodMs: 600_000 });
  const gate = house.hold(issued, {}, owner);
  /** The given gate in the hands of another, who refreshes by the renewal credential alone. */
  const accept = (given: HeldGate, key: ClientKey, checkRequests = false): ClientGate =>
    house.holdWith(given, { key, refresh: () => house.refresh(given), checkRequests });
  const give = async (options: Partial<NarrowOptions> = {}) =>
    accept(await gate.narrow({ to: friend.thumbprint, ...options }), friend);
  return { ...house, owner, friend, issued, gate, accept, give };
};

const codeOf = async (sending: Promise<GateAnswer>): Promise<string> =>
  sending.then(
    ({ kind }) => kind,
    (thrown: unknown) => (thrown as { code: string }).code,
  );

t.test(
  '[gate:narrow] a holder gives away fewer methods without asking anybody; the service keeps to them',
  async (t) => {
    const house = await setUp();
    const given = await house.gate.narrow({ to: house.friend.thumbprint, methods: ['status'] });
    const narrow = house.accept(given, house.friend);
    t.notOk('control' in given, 'the right to close is not given away');
    t.same(narrow.methods, ['status']);
    t.equal(narrow.id, house.gate.id, 'it is the same gate');
    for (let call = 0; call < 3; call++) t.equal(await codeOf(narrow.send(STATUS)), 'response');
    t.equal(await codeOf(narrow.send(printMessage())), 'METHOD_NOT_GRANTED', 'the service refuses what was not given');
    t.equal(await codeOf(house.accept(given, house.friend, true).send(printMessage())), 'METHOD_NOT_GRANTED');
    t.equal(await codeOf(house.gate.send(printMessage())), 'response', 'the giver lost nothing');
    t.equal(house.asked(), 1, 'the space was asked for the first gate alone');
  },
);

t.test('[gate:narrow] a given gate needs the key that it was given to', async (t) => {
  const house = await setUp();
  const given = await house.gate.narrow({ to: house.friend.publicJwk });
  t.throws(() => house.accept(given, house.owner), { code: 'KEY_MISMATCH' }, 'not even its giver uses it');
  const stranger = await createClientKey();
  t.throws(() => house.accept(given, stranger), { code: 'KEY_MISMATCH' });
  const answer = await askWith(house, given, stranger);
  t.equal(answer, 'KEY_MISMATCH', 'nor does the service take it from another');
  t.equal(await askWith(house, given, house.friend), undefined);
});

type House = Awaited<ReturnType<typeof setUp>>;

/** Sends a message proved with `key`, whatever the credential says. */
const askWith = async (house: House, { credential = '', id }: HeldGate, key: ClientKey, body = printMessage()) => {
  const { clock, random, serviceGate } = house;
  const prover = createProver({ key, gate: id, service: PRINTER, clock, random, hashing: portableHashing });
  const headers = { 'content-type': 'application/xml', authorization: `Bearer ${credential}` };
  const proved = await prover.prove({ method: 'POST', headers, body: toUtf8(body) });
  const { signal } = new AbortController();
  const answer = await serviceGate({ method: 'POST', headers: proved.headers, body: toUtf8(body), signal });
  return readProblem(answer.body, answer.headers['content-type'])?.code;
};

t.test('[gate:narrow] a given gate works for as long as it was given, the giver being gone', async (t) => {
  const house = await setUp();
  const narrow = await house.give({ methods: ['status'], periodMs: 300_000 });
  for (let minute = 0; minute < 4; minute++) {
    t.equal(await codeOf(narrow.send(STATUS)), 'response', `after ${minute} minutes`);
    await house.clock.advance(60_000);
  }
  await house.clock.advance(60_000);
  t.equal(await codeOf(narrow.send(STATUS)), 'GATE_EXPIRED');
  t.equal(await codeOf(house.gate.send(STATUS)), 'response', 'the first gate goes on');
});

t.test('[gate:narrow] closing the first gate ends all below it, at once where the service knows of it', async (t) => {
  for (const told of [true, false]) {
    const house = await setUp();
    const narrow = await house.give();
    const third = await createClientKey();
    const narrower = house.accept(await narrow.narrow({ to: third.thumbprint }), third);
    for (const one of [house.gate, narrow, narrower]) t.equal(await codeOf(one.send(STATUS)), 'response');
    await house.desk.close(house.space, house.issued.id, house.issued.control);
    if (told) house.revoked.add(house.issued.id);
    else await house.clock.advance(60_000);
    const expected = told ? 'CREDENTIAL_REVOKED' : 'GATE_CLOSED';
    for (const one of [house.gate, narrow, narrower]) t.equal(await codeOf(one.send(STATUS)), expected);
  }
});

t.test('[gate:narrow] calls are counted by the service, along the whole chain', async (t) => {
  const house = await setUp();
  const first = await house.give({ calls: 3 });
  const [left, right] = [await createClientKey(), await createClientKey()];
  const two = house.accept(await first.narrow({ to: left.thumbprint, calls: 2 }), left);
  const many = house.accept(await first.narrow({ to: right.thumbprint, calls: 100 }), right);
  t.equal(await codeOf(two.send(STATUS)), 'response');
  t.equal(await codeOf(two.send(`<print xmlns="${PRINT}"/>`)), 'MESSAGE_INVALID', 'what is refused is not counted');
  t.equal(await codeOf(two.send(STATUS)), 'response');
  t.equal(await codeOf(two.send(STATUS)), 'GATE_EXHAUSTED');
  t.equal(await codeOf(many.send(STATUS)), 'response', 'two of its three calls were made through the other');
  t.equal(await codeOf(many.send(STATUS)), 'GATE_EXHAUSTED');
  t.equal(await codeOf(first.send(STATUS)), 'GATE_EXHAUSTED');
  t.equal(await codeOf(house.gate.send(STATUS)), 'response');
});

/** Order of the curve P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Another signature that holds for the same text: with (r, s) so does (r, -s). */
const turnSignature = (jwt: string): string => {
  const at = jwt.lastIndexOf('.') + 1;
  const bytes = findBase64Url(jwt.slice(at)) ?? new Uint8Array();
  const s = ORDER - BigInt(`0x${toHex(bytes.subarray(32))}`);
  const turned = Uint8Array.from(s.toString(16).padStart(64, '0').match(/../g) ?? [], (byte) => parseInt(byte, 16));
  return jwt.slice(0, at) + toBase64Url(concatBytes(bytes.subarray(0, 32), turned));
};

t.test('[gate:narrow] calls are not counted anew for a link that was spelled in another way', async (t) => {
  const house = await setUp();
  const given = await house.gate.narrow({ to: house.friend.thumbprint, calls: 1 });
  const [root = '', link = ''] = (given.credential ?? '').split('~');
  t.equal(await askWith(house, given, house.friend), undefined);
  const turned = { ...given, credential: `${root}~${turnSignature(link)}` };
  t.equal(await askWith(house, turned, house.friend), 'GATE_EXHAUSTED');
});

t.test('[gate:narrow] a narrowed gate is narrowed again, so often and not more', async (t) => {
  const house = await setUp();
  let [holder, key] = [house.gate, house.owner];
  for (let depth = 1; depth <= MAX_LINKS; depth++) {
    const next = await createClientKey();
    holder = house.accept(await holder.narrow({ to: next.thumbprint, methods: ['status', 'log'] }), next);
    key = next;
    t.equal(await codeOf(holder.send(STATUS)), 'response', `depth ${depth}`);
    t.equal(await codeOf(holder.send(NOTE)), 'taken');
    t.equal(await codeOf(holder.send(printMessage())), 'METHOD_NOT_GRANTED');
  }
  await t.rejects(holder.narrow({ to: key.thumbprint }), { code: 'PARAMETER_INVALID' });
});

t.test('[gate:narrow] nobody widens what was given: every such chain is refused by the service', async (t) => {
  const house = await setUp();
  const { owner, friend, gate, clock } = house;
  const thief = await createClientKey();
  const endMs = clock.nowMs() + 60_000;
  const given = await gate.narrow({ to: friend.thumbprint, methods: ['status'], periodMs: 60_000, calls: 5 });
  const [root = '', first = ''] = (given.credential ?? '').split('~');
  const claims: LinkClaims = {
    id: 'another-link',
    gate: gate.id,
    methods: ['status'],
    expiresAtMs: endMs,
    to: thief.thumbprint,
  };
  const link = (changes: Partial<LinkClaims>, signer: ClientKey = friend) =>
    signLink(signer, { ...claims, parent: first, ...changes });
  const wider = await gate.narrow({ to: friend.thumbprint });
  const [, wide = ''] = (wider.credential ?? '').split('~');
  const chains: Record<string, readonly string[]> = {
    'more methods': [root, first, await link({ methods: ['status', 'print'] })],
    'a later end': [root, first, await link({ expiresAtMs: endMs + 1_000 })],
    'another gate': [root, first, await link({ gate: 'urn:uuid:00000000-0000-7000-8000-0000000000ff' as GateId })],
    'signed by the thief': [root, first, await link({}, thief)],
    'signed by the owner': [root, first, await link({}, owner)],
    'put under the wider link': [root, wide, await link({})],
    'the first link left out': [root, await link({})],
    'the parent not named': [root, first, await signLink(friend, claims)],
    'no parent, by the friend': [root, await signLink(friend, claims)],
    'twice the same link': [root, first, first, await link({ parent: first })],
    'the links turned round': [root, await link({}), first],
    'no root': [first, await link({})],
    'an empty link': [root, first, ''],
    'too deep': [root, first, await link({}), await link({}), await link({}), await link({})],
    'a count that is none': [root, first, await link({ calls: 0 })],
    'a count that is no number': [root, first, await link({ calls: 'many' as never })],
    'methods that are no list': [root, first, await link({ methods: 'status' as never })].map((one) => one),
  };
  t.equal(
    await askWith(house, { ...given, credential: [root, first, await link({})].join('~') }, thief, STATUS),
    undefined,
    'as it ought to be',
  );
  for (const [what, chain] of Object.entries(chains)) {
    const credential = chain.join('~');
    for (const key of [thief, friend]) {
      const code = await askWith(house, { ...given, credential }, key, STATUS);
      t.match(code, /^(?:CREDENTIAL_INVALID|KEY_MISMATCH)$/, what);
    }
  }
});

t.test('[gate:narrow] what cannot be given is refused where it is asked for', async (t) => {
  const { gate, friend, ...house } = await setUp();
  const to = friend.thumbprint;
  await t.rejects(gate.narrow({ to, methods: ['shred'] }), { code: 'METHOD_NOT_GRANTED' });
  await t.rejects(gate.narrow({ to, methods: [] }), { code: 'METHOD_NOT_GRANTED' });
  await t.rejects(gate.narrow({ to, calls: 0 }), { code: 'PARAMETER_INVALID' });
  await t.rejects(gate.narrow({ to, calls: 1.5 }), { code: 'PARAMETER_INVALID' });
  await t.rejects(gate.narrow({ to, periodMs: 0 }), { code: 'PARAMETER_INVALID' });
  await t.rejects(gate.narrow({ to: 'nobody' }), { code: 'PARAMETER_INVALID' });
  await t.rejects(gate.narrow({ to: { x: 'a', y: 'b' } }), { code: 'PARAMETER_INVALID' });
  const unbound = await house.openHeld();
  await t.rejects(unbound.narrow({ to }), { code: 'CONFIGURATION_INVALID' });
  const open = await (await createHouse()).openHeld();
  await t.rejects(open.narrow({ to }), { code: 'CONFIGURATION_INVALID' });
  await gate.close();
  await t.rejects(gate.narrow({ to }), { code: 'GATE_CLOSED' });
});

t.test(
  '[gate:narrow] the right to refresh that goes with a given gate neither closes nor opens anything',
  async (t) => {
    const house = await setUp();
    const { id, renewal = '' } = house.issued;
    await t.rejects(house.desk.close(house.space, id, renewal), { code: 'CREDENTIAL_INVALID' });
    const other = await house.open({ keyThumbprint: house.friend.thumbprint });
    await t.rejects(house.desk.refresh(house.space, other.id, renewal), { code: 'CREDENTIAL_INVALID' });
    const { credential = '' } = await house.desk.refresh(house.space, id, renewal);
    t.equal(
      await askWith(house, { ...house.issued, credential }, house.friend),
      'KEY_MISMATCH',
      'what it gets is bound',
    );
  },
);

t.test('[gate:narrow] narrowings of one gate do not keep those of others from being counted', async (t) => {
  const clock = createVirtualClock();
  const counts = createCallCounts(clock, 50);
  const take = (gate: string, id: string): void =>
    counts.take({ gate: gate as GateId, links: [{ id, calls: 2, expiresAtMs: clock.nowMs() + 1_000 }] });
  for (let at = 0; at < 5; at++) take('mallory', `m${at}`);
  t.throws(() => take('mallory', 'm5'), { code: 'TOO_MANY_CALLS', limit: 'maxCountedGates', message: /of a gate/ });
  take('mallory', 'm0');
  t.throws(() => take('mallory', 'm0'), { code: 'GATE_EXHAUSTED' });
  for (let at = 0; at < 45; at++) take(`gate-${at}`, `l${at}`);
  t.throws(() => take('one more', 'x'), { code: 'TOO_MANY_CALLS', message: /50 gates/ });
  await clock.advance(61_001);
  take('mallory', 'm5');
  take('one more', 'x');
});
