import t from 'tap';
import { StoaError, localCaller } from '../../../src/base/index.js';
import type { DocumentId, GateId, SubjectId } from '../../../src/base/index.js';
import { readProblem } from '../../../src/protocol/index.js';
import { compileInterface } from '../../../src/advertisement/index.js';
import type { CompileForGate, LimitsOf } from '../../../src/gate/desk/parts.js';
import {
  OTHER_SPACE,
  PRINT,
  PRINTER,
  SPACE,
  createHouse,
  printMessage,
  printerAdvertisement,
  readText,
} from '../gate-house.js';

const send = (house: Awaited<ReturnType<typeof createHouse>>, uri: string, message = printMessage()) =>
  house.desk.relay(SPACE, {
    address: uri.slice('relay/'.length),
    headers: { 'content-type': 'application/xml' },
    body: new TextEncoder().encode(message),
    signal: new AbortController().signal,
  });

t.test('a gate says its URN, address, end, methods and schema, and is granted no longer than asked for', async (t) => {
  const house = await createHouse({ desk: { limitsOf: () => ({ maxGateMs: 600_000, maxOpenCalls: 10 }) } });
  const nowMs = house.clock.nowMs();
  const direct = await house.open({ periodMs: 3_600_000 });
  t.match(direct, {
    carry: 'direct',
    uri: 'http://printer.example/',
    binding: 'stoa-http',
    methods: ['print', 'status', 'log'],
  });
  t.equal(direct.expiresAtMs, nowMs + 600_000, 'ask 3600 s, get 600 s');
  t.equal((await house.open({ periodMs: 5_000 })).expiresAtMs, nowMs + 5_000);
  t.equal(direct.advertisement, house.text);
  t.match(direct.id, /^urn:uuid:/);
  t.not((await house.open()).id, direct.id);
  t.match((await house.open({ carry: 'relay' })).uri, /^relay\/[A-Za-z0-9_.-]+$/);
  for (const periodMs of [0, -1, NaN]) await t.rejects(house.open({ periodMs }), { code: 'PARAMETER_INVALID' });
});

t.test('a credential lives as long as the policy of the space says, and no longer than a minute', async (t) => {
  for (const [maxCredentialMs, lifeMs] of [
    [20_000, 20_000],
    [600_000, 60_000],
  ] as const) {
    const limits = { maxGateMs: 600_000, maxCredentialMs, maxOpenCalls: 10 };
    const house = await createHouse({ access: 'restricted', desk: { limitsOf: () => limits } });
    const gate = await house.open();
    t.equal(gate.credentialExpiresAtMs, house.clock.nowMs() + lifeMs);
    const refreshed = await house.desk.refresh(SPACE, gate.id, gate.control);
    t.equal(refreshed.credentialExpiresAtMs, house.clock.nowMs() + lifeMs);
  }
});

t.test('a gate on what is no service, is not there, is stale, or has no carried binding is refused', async (t) => {
  const house = await createHouse();
  await t.rejects(house.open({ id: 'urn:uuid:00000000-0000-7000-8000-0000000000bb' as DocumentId }), {
    code: 'DOCUMENT_NOT_FOUND',
  });
  const { service } = house.entry;
  if (!service) return;
  house.entry.service = { ...service, stale: true };
  await t.rejects(house.open(), { code: 'SERVICE_STALE' });
  house.entry.service = {
    ...service,
    advertisement: readText(
      '<advertisement xmlns="urn:stoa:advertisement:1" kind="document"><name>x</name><endpoint uri="http://a.example/" binding="stoa-http"/></advertisement>',
    ),
  };
  await t.rejects(house.open(), { code: 'NOT_A_SERVICE' });
  const soap = await createHouse({ endpoints: '<endpoint uri="http://a.example/" binding="soap-1.1"/>' });
  await t.rejects(soap.open(), { code: 'BINDING_UNSUPPORTED', message: /soap-1\.1/ });
});

t.test('methods wanted are granted by name, once each, and an unknown one is refused', async (t) => {
  const house = await createHouse();
  t.same((await house.open({ methods: ['status', 'print', 'status'] })).methods, ['status', 'print']);
  await t.rejects(house.open({ methods: ['print', 'shred'] }), {
    code: 'METHOD_UNKNOWN',
    message: /shred.*print, status, log/,
  });
});

t.test('a relay refuses a method that the gate does not grant, and passes nothing on', async (t) => {
  const house = await createHouse();
  const { uri } = await house.open({ carry: 'relay', methods: ['status'] });
  await t.rejects(send(house, uri), { code: 'METHOD_NOT_GRANTED' });
  await t.rejects(
    send(house, uri, printMessage('many')),
    { code: 'METHOD_NOT_GRANTED' },
    'and says nothing more of the interface',
  );
  t.equal((await send(house, uri, `<status xmlns="${PRINT}"/>`)).status, 200);
  t.equal(house.outbound.calls.length, 1);
});

t.test('a client built for other components is refused where the gate is opened, with each reason', async (t) => {
  const house = await createHouse();
  const fingerprints = new Map(
    compileInterface(readText(printerAdvertisement()).interface ?? { methods: [], events: [], schemas: [] })
      .components()
      .map(({ name, fingerprint }) => [name, fingerprint]),
  );
  const component = (local: string) => ({
    element: `{${PRINT}}${local}`,
    fingerprint: fingerprints.get(`{${PRINT}}${local}`) ?? '',
  });
  t.ok(await house.open({ components: [component('print'), component('printed')] }));
  const changed = await createHouse({ copies: 'xs:string' });
  const error = await changed
    .open({ components: [component('print'), component('printed'), { element: '{urn:x}none', fingerprint: 's1:0' }] })
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  t.ok(error instanceof StoaError);
  t.match(error, {
    code: 'INTERFACE_MISMATCH',
    findings: [{ rule: 'component-fingerprint' }, { rule: 'component-missing' }],
  });
  t.equal((error as StoaError).findings.length, 2);
});

t.test('a gate ends at its time: relay, refresh and close know it as expired', async (t) => {
  const house = await createHouse();
  const gate = await house.open({ carry: 'relay', periodMs: 1_000 });
  await house.clock.advance(999);
  t.equal((await send(house, gate.uri)).status, 200);
  await house.clock.advance(1);
  await t.rejects(send(house, gate.uri), { code: 'GATE_EXPIRED' });
  await t.rejects(house.desk.refresh(SPACE, gate.id, gate.control), { code: 'GATE_EXPIRED' });
  await house.desk.close(SPACE, gate.id, gate.control);
});

t.test('a closed gate relays and refreshes no more; another gate on the same service does', async (t) => {
  const house = await createHouse();
  const [gate, other] = [await house.open({ carry: 'relay' }), await house.open({ carry: 'relay' })];
  await house.desk.close(SPACE, gate.id, gate.control);
  await house.desk.close(SPACE, gate.id, gate.control);
  await t.rejects(send(house, gate.uri), { code: 'GATE_CLOSED' });
  await t.rejects(house.desk.refresh(SPACE, gate.id, gate.control), { code: 'GATE_CLOSED' });
  t.equal((await send(house, other.uri)).status, 200);
});

t.test(
  'a gate leads to no service of another publisher, whose URN it has got; to one of the same it does',
  async (t) => {
    const house = await createHouse();
    const { service } = house.entry;
    if (!service) throw new RangeError('the service is not there');
    const publishedBy = (name: string) => (house.entry.service = { ...service, publisher: name as SubjectId });
    publishedBy('ann');
    const [relay, direct] = [await house.open({ carry: 'relay' }), await house.open()];
    house.entry.service = undefined;
    await t.rejects(send(house, relay.uri), { code: 'DOCUMENT_NOT_FOUND' });
    publishedBy('ann');
    t.equal((await send(house, relay.uri)).status, 200);
    t.ok(await house.desk.refresh(SPACE, direct.id, direct.control));
    house.outbound.calls.length = 0;
    publishedBy('mallory');
    await t.rejects(send(house, relay.uri), { code: 'GATE_CLOSED' });
    for (const { id, control } of [relay, direct])
      await t.rejects(house.desk.refresh(SPACE, id, control), { code: 'GATE_CLOSED' });
    t.equal(house.outbound.calls.length, 0, 'nothing reached it');
    publishedBy('ann');
    await t.rejects(send(house, relay.uri), { code: 'GATE_CLOSED' }, 'what was closed stays so');
  },
);

t.test('the control of another gate, of another space, or a made-up one neither closes nor refreshes', async (t) => {
  const house = await createHouse();
  const [gate, other] = [await house.open({ carry: 'relay' }), await house.open({ carry: 'relay' })];
  const address = gate.uri.slice('relay/'.length);
  for (const control of [other.control, address, '', 'x', `${gate.control}A`]) {
    await t.rejects(house.desk.close(SPACE, gate.id, control), { code: 'CREDENTIAL_INVALID' });
    await t.rejects(house.desk.refresh(SPACE, gate.id, control), { code: 'CREDENTIAL_INVALID' });
  }
  await t.rejects(house.desk.close(OTHER_SPACE, gate.id, gate.control), { code: 'CREDENTIAL_INVALID' });
  await t.rejects(house.desk.close(SPACE, 'urn:uuid:0' as GateId, gate.control), { code: 'CREDENTIAL_INVALID' });
  t.equal((await send(house, gate.uri)).status, 200, 'it is still open');
});

t.test('a made-up relay address, one of another space, and a control used as one lead nowhere', async (t) => {
  const house = await createHouse();
  const gate = await house.open({ carry: 'relay' });
  for (const uri of ['relay/', 'relay/x', `relay/${gate.control}`, `${gate.uri}A`, gate.uri.replace(/.$/, '_')]) {
    await t.rejects(send(house, uri), { code: 'GATE_NOT_FOUND' }, uri.slice(0, 30));
  }
  const input = {
    address: gate.uri.slice('relay/'.length),
    headers: {},
    body: new Uint8Array(),
    signal: new AbortController().signal,
  };
  await t.rejects(house.desk.relay(OTHER_SPACE, input), { code: 'GATE_NOT_FOUND' });
  t.equal(house.outbound.calls.length, 0);
});

t.test(
  'a gate does not outlive its service: stale it is suspended, renewed it resumes, removed it is closed',
  async (t) => {
    const house = await createHouse();
    const gate = await house.open({ carry: 'relay' });
    const { service } = house.entry;
    if (!service) return;
    house.entry.service = { ...service, stale: true };
    await t.rejects(send(house, gate.uri), { code: 'SERVICE_STALE' });
    await t.rejects(house.desk.refresh(SPACE, gate.id, gate.control), { code: 'SERVICE_STALE' });
    house.entry.service = service;
    t.equal((await send(house, gate.uri)).status, 200);
    house.entry.service = undefined;
    await t.rejects(send(house, gate.uri), { code: 'DOCUMENT_NOT_FOUND' });
  },
);

t.test('a new version of the service counts from the next call on: its address and its schema', async (t) => {
  const house = await createHouse();
  const gate = await house.open({ carry: 'relay' });
  const text = printerAdvertisement({
    copies: 'xs:string',
    endpoints: '<endpoint uri="http://moved.example/" binding="stoa-http"/>',
  });
  const read = { advertisement: readText(text), readText: () => Promise.resolve(text) };
  house.entry.service = { id: PRINTER, stale: false, revision: '2', ...read };
  const answer = await send(house, gate.uri, printMessage('a few'));
  const problem = readProblem(answer.body, answer.headers['content-type']);
  t.equal(problem?.code, 'MESSAGE_INVALID', 'the service behind has kept its schema');
  t.equal(house.outbound.calls[0]?.uri, 'http://moved.example/', 'the relay let it pass, to the new address');
});

t.test(
  'a gate is opened as its caller, and used and refreshed as that; one that the root credential opened, as its holder',
  async (t) => {
    const root = localCaller('root');
    const user = { subject: 'ann' as SubjectId, authenticated: true, groups: ['ops'], credentials: ['shown once'] };
    const limits = { maxGateMs: 600_000, maxOpenCalls: 10 };
    const limitsOf: LimitsOf = (_space, caller) => {
      if (caller === undefined) return limits;
      return { ...limits, opener: caller === root ? 'root' : caller.authenticated ? caller.groups : 'anyone' };
    };
    const house = await createHouse({ desk: { rootOf: () => root, limitsOf } });
    for (const [opener, later] of [
      [localCaller('a credential'), localCaller()],
      [user, { ...user, credentials: [] }],
      [root, root],
    ] as const) {
      const gate = await house.desk.open(opener, SPACE, { id: PRINTER, methods: [], carry: 'relay' });
      await send(house, gate.uri);
      await house.desk.refresh(SPACE, gate.id, gate.control);
      t.same(house.callers.splice(0), [opener, later, later]);
    }
  },
);

t.test(
  'a refresh that renews nothing yet is a doubt about the service behind a direct gate; one that renews is none',
  async (t) => {
    const watch = async (access: 'restricted' | 'unrestricted') => {
      const house = await createHouse({ access });
      const { service } = house.entry;
      let doubts = 0;
      if (service) house.entry.service = { ...service, doubt: () => void (doubts += 1) };
      return { ...house, doubts: () => doubts };
    };
    const restricted = await watch('restricted');
    const gate = await restricted.open();
    const refresh = () => restricted.desk.refresh(SPACE, gate.id, gate.control);
    for (const afterMs of [31_000, 45_000, 45_000]) {
      await restricted.clock.advance(afterMs);
      await refresh();
    }
    t.equal(restricted.doubts(), 0);
    await restricted.clock.advance(5_000);
    await refresh();
    t.equal(restricted.doubts(), 1);
    const open = await watch('unrestricted');
    const direct = await open.open();
    await open.clock.advance(45_000);
    await open.desk.refresh(SPACE, direct.id, direct.control);
    t.equal(open.doubts(), 1, 'it has nothing to renew');
    const relay = await open.open({ carry: 'relay' });
    await open.desk.refresh(SPACE, relay.id, relay.control);
    t.equal(open.doubts(), 1, 'a relay knows by itself');
  },
);

t.test('messages are checked by the interface as it is for the client whose gate it is', async (t) => {
  const compiledFor: string[] = [];
  const checkedFor: string[] = [];
  const compile: CompileForGate = (description, client) => {
    compiledFor.push(client);
    const compiled = compileInterface(description);
    return {
      ...compiled,
      for: (asker) => ({
        ...compiled,
        checkRequest: (element, source) => {
          checkedFor.push(asker);
          return compiled.checkRequest(element, source);
        },
      }),
    };
  };
  const house = await createHouse({
    desk: {
      compile,
      limitsOf: (_space, caller) => ({
        maxGateMs: 600_000,
        maxOpenCalls: 10,
        opener: caller?.authenticated === true ? [] : 'anyone',
      }),
    },
  });
  for (const subject of ['ann', 'bob', undefined]) {
    const user = { ...localCaller(), subject: subject as SubjectId, authenticated: true };
    const opener = subject === undefined ? localCaller() : user;
    const gate = await house.desk.open(opener, SPACE, { id: PRINTER, methods: [], carry: 'relay' });
    t.equal((await send(house, gate.uri)).status, 200);
  }
  t.same(compiledFor, ['ann'], 'it is compiled once');
  t.same(checkedFor, ['ann', 'bob', 'local']);
});
