import t from 'tap';
import type { Test } from 'tap';
import { fromUtf8, toUtf8 } from '../../src/base/index.js';
import { ServiceFault, StoaError } from '../../src/client/index.js';
import type { Handlers, MessageHandler, TypedObject, TypedValue } from '../../src/client/index.js';
import { PRINT, jam, printMessage, printed, printerAdvertisement } from '../gate/gate-house.js';
import { startHouse, startService } from './space-house.js';

const copiesOf = (value: TypedValue): number => Number((value as TypedObject)['copies']);

/** The same printer twice: written with handlers of values, and on raw messages. */
const handlers: Handlers = {
  print: (value) => {
    if (copiesOf(value) > 100)
      throw new ServiceFault({ element: { namespace: PRINT, local: 'jam' }, value: { tray: 3 } });
    if (copiesOf(value) === 99) throw new TypeError('on fire');
    return { sheets: copiesOf(value) };
  },
  status: () => true,
  log: () => undefined,
};
const onMessage: MessageHandler = async ({ method, source }) => {
  if (method.name === 'status') return { bytes: toUtf8(`<ready xmlns="${PRINT}">true</ready>`) };
  if (method.name === 'log') return undefined;
  const copies = Number(/<copies>(\d+)<\/copies>/.exec(source)?.[1]);
  if (copies === 99) throw new TypeError('on fire');
  return { bytes: toUtf8(copies > 100 ? jam(3) : printed(copies)) };
};

const SERVICES = { handlers: { handlers }, 'raw messages': { onMessage } };

const setUp = async (t: Test, access: 'unrestricted' | 'restricted' = 'unrestricted', input: object = { handlers }) => {
  const house = await startHouse(t);
  const advertisement = (uri: string): string =>
    printerAdvertisement({ access, endpoints: `<endpoint uri="${uri}" binding="stoa-http"/>` });
  const service = await startService(t, house.client, { ...input, advertisement });
  return { ...house, service };
};

for (const [written, input] of Object.entries(SERVICES)) {
  for (const carry of ['direct', 'relay'] as const) {
    t.test(`[gate:methods] a service written with ${written} answers the same through a ${carry} gate`, async (t) => {
      const { client, service } = await setUp(t, 'unrestricted', input);
      const gate = await client.openGate(service.id, { carry });
      t.same(gate.methods, ['print', 'status', 'log']);
      t.same(await gate.call('print', { title: 'letter', copies: 2, page: ['one', 'two'] }), { sheets: 2 });
      t.equal(await gate.call('status', {}), true);
      t.equal(await gate.call('log', 'low on toner'), undefined);
      const fault = await gate.call('print', { title: 'book', copies: 101 }).catch((thrown: unknown) => thrown);
      t.ok(fault instanceof ServiceFault);
      t.match(fault, { element: { local: 'jam' }, value: { tray: 3 } });
      await t.rejects(gate.call('print', { title: 'x', copies: 99 }), { code: 'SERVICE_FAILED' });
      await t.rejects(gate.call('shred', {}), { code: 'METHOD_UNKNOWN' });
      const answer = await gate.callMessage(printMessage('4'));
      t.match(answer, { kind: 'response', method: { name: 'print' } });
      await gate.close();
      await t.rejects(gate.call('status', {}), { code: 'GATE_CLOSED' });
    });
  }
}

t.test(
  '[gate:methods] a call by method is an ordinary message: its recorded bytes replay with any HTTP client',
  async (t) => {
    const { client, service, requests } = await setUp(t);
    const gate = await client.openGate(service.id, { carry: 'relay' });
    await gate.call('print', { title: 'a & b', copies: 7 });
    const recorded = requests.find(({ url }) => url === gate.uri);
    const replayed = await fetch(gate.uri, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: recorded?.body ?? '',
    });
    t.equal(replayed.status, 200);
    t.match(await replayed.text(), /<(\w+:)?sheets[^>]*>7</);
  },
);

t.test('[gate:both-ends] a wrongly typed field throws VALUE_INVALID with 0 bytes sent', async (t) => {
  const { client, service, requests } = await setUp(t);
  const gate = await client.openGate(service.id);
  const before = requests.length;
  const wrong: readonly TypedValue[] = [
    { title: 'x', copies: 'two' },
    { title: 'x', copies: -1 },
    { title: 'x', copies: 70_000 },
    { title: 'x', copies: 1.5 },
    { title: 'x' },
    { copies: 1 },
    { title: 'x', copies: 1, colour: 'red' },
    { title: 7, copies: 1 },
    { title: 'bell \u0007', copies: 1 },
    'print',
    null,
    undefined,
    [],
  ];
  for (const value of wrong)
    await t.rejects(gate.call('print', value), { code: 'VALUE_INVALID' }, JSON.stringify(value));
  t.equal(requests.length, before, 'nothing was sent');
});

t.test(
  'a restricted service is called with a credential that it verifies by the published keys; without one it refuses',
  async (t) => {
    const { client, service, requests } = await setUp(t, 'restricted');
    for (const carry of ['direct', 'relay'] as const) {
      const gate = await client.openGate(service.id, { carry, methods: ['print'] });
      t.same(await gate.call('print', { title: 'letter', copies: 2 }), { sheets: 2 });
      await t.rejects(gate.call('status', {}), { code: 'METHOD_NOT_GRANTED' });
      const unchecked = await client.openGate(service.id, { carry, methods: ['print'], checkRequests: false });
      await t.rejects(
        unchecked.callMessage(`<status xmlns="${PRINT}"/>`),
        { code: 'METHOD_NOT_GRANTED' },
        'the gates behind refuse it too',
      );
    }
    const bare = await fetch(service.url, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: printMessage(),
    });
    t.equal(bare.status, 401);
    t.match(await bare.text(), /CREDENTIAL_REQUIRED/);
    const sent = requests.filter(({ url }) => url === service.url);
    t.ok(sent.every(({ headers }) => headers.get('authorization')?.startsWith('Bearer ')));
  },
);

t.test('[auth:open] an unrestricted service is called with no credential, and no keys are asked for', async (t) => {
  const { client, service, requests } = await setUp(t);
  const gate = await client.openGate(service.id);
  await gate.call('status', {});
  const call = requests.find(({ url }) => url === service.url);
  t.equal(call?.headers.get('authorization'), null);
  t.notOk(requests.some(({ url }) => url.endsWith('/keys')));
});

t.test('a gate is refused where it is opened when the client was built for another interface', async (t) => {
  const { client, service } = await setUp(t);
  const gate = await client.openGate(service.id);
  const [component] = gate.interface.schema.components();
  const expected = { element: component?.name ?? '', fingerprint: component?.fingerprint ?? '' };
  t.ok(await client.openGate(service.id, { components: [expected] }));
  const error = await client
    .openGate(service.id, { components: [{ ...expected, fingerprint: 's1:0' }] })
    .catch((thrown: unknown) => thrown);
  t.ok(error instanceof StoaError);
  t.match(error, { code: 'INTERFACE_MISMATCH', findings: [{ rule: 'component-fingerprint' }] });
});

t.test('a service that was withdrawn is called no more', async (t) => {
  const { client, service } = await setUp(t);
  const hits = await client.lookup({ name: 'printer-*' });
  const [hit] = hits.hits;
  if (!hit) return void t.fail('the service is not found');
  const gate = await client.openGate(hit, { carry: 'relay' });
  await gate.call('status', {});
  const published = await service.service.publish();
  await published.withdraw();
  await t.rejects(client.openGate(published.entry.id), { code: 'DOCUMENT_NOT_FOUND' });
});

t.test('a service answers servers that speak Request and Response', async (t) => {
  const { service } = await setUp(t);
  const post = (body: string) =>
    service.service.fetch(
      new Request('http://any.example/', { method: 'POST', headers: { 'content-type': 'text/xml' }, body }),
    );
  const answer = await post(printMessage('3'));
  t.equal(answer.status, 200);
  t.match(await answer.text(), /<(\w+:)?sheets[^>]*>3</);
  t.equal((await post('')).status, 400);
  t.equal((await post(`<note xmlns="${PRINT}">x</note>`)).status, 202);
  t.equal((await service.service.fetch(new Request('http://any.example/'))).status, 405);
  t.ok(fromUtf8(new Uint8Array()) === '');
});
