import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ServiceFault, connect, failureOf, is, isStoaError, narrow } from '../../src/client/index.js';
import type { ClientClass, Hit, ServiceDefinition, SpaceClient } from '../../src/client/index.js';
import { systemClock } from '../../src/base/index.js';
import { fromAdvertisement, fromPartialSchema } from '../../src/generate/index.js';
import { serve } from '../../src/serve/index.js';
import { PROJECT } from '../support/source-files.js';
import { startHouse, startService } from '../client/space-house.js';
import { OLDER, generateFor, importGenerated } from './support.js';

const UNITS = readFileSync(join(PROJECT, 'examples/unit-converter.xml'), 'utf8');
const atUri =
  (text: string, name = 'unit-converter') =>
  (uri: string) =>
    text.replace('http://127.0.0.1:4010/', uri).replace('<name>unit-converter', `<name>${name}`);

interface UnitClient {
  readonly gate: { readonly id: string };
  readonly convert: (value: { value: string; unit: string; to: string }) => Promise<{ value: string }>;
  readonly convertResults: (value: object) => AsyncIterable<object> & { final: () => Promise<unknown> };
  readonly close: () => Promise<void>;
}

interface UnitModule {
  readonly UnitConverterClient: ClientClass<UnitClient> & {
    open: (space: SpaceClient, options?: object) => Promise<UnitClient>;
    find: (space: SpaceClient, options?: object) => AsyncIterable<Hit>;
  };
  readonly OutOfRangeFault: new (detail: { largest: string }) => Error & { detail: { largest: string } };
}

interface OlderModule extends UnitModule {
  readonly unitConverterService: (handlers: object) => ServiceDefinition;
}

const load = (t: Parameters<typeof importGenerated>[0]): Promise<UnitModule> =>
  importGenerated<UnitModule>(t, 'units.ts', { 'units.ts': generateFor(fromAdvertisement(UNITS)) });

const handlersOf = ({ OutOfRangeFault }: UnitModule) => ({
  convert: (value: unknown) => {
    const { value: amount, to } = value as { value: string; to: string };
    if (Number(amount) > 1000) throw new OutOfRangeFault({ largest: '1000' });
    return { value: String(Number(amount) * 2), unit: to };
  },
});

for (const carry of ['direct', 'relay'] as const)
  t.test(`a fault that a service has declared since comes as a ServiceFault with its XML (${carry})`, async (t) => {
    const { UnitConverterClient } = await load(t);
    const { client: space } = await startHouse(t);
    const advertisement = UNITS.replace(
      '<fault element="u:outOfRange"/>',
      '<fault element="u:outOfRange"/><fault element="u:tired"/>',
    ).replace(
      '<xs:element name="outOfRange">',
      '<xs:element name="tired" type="xs:string"/><xs:element name="outOfRange">',
    );
    const tired = { namespace: 'urn:example:units', local: 'tired' };
    const convert = (): never => {
      throw new ServiceFault({ element: tired, value: 'a nap' });
    };
    await startService(t, space, { advertisement: atUri(advertisement), handlers: { convert } });
    const units = await UnitConverterClient.open(space, { carry });
    const thrown = await units.convert({ value: '3', unit: 'km', to: 'mi' }).catch((error: unknown) => error);
    t.ok(thrown instanceof ServiceFault);
    t.match(thrown, { element: tired, value: undefined, xml: /<(\w+:)?tired[^>]*>a nap</ });
    t.equal(failureOf(thrown), undefined, 'it is an answer');
  });

/** A client by whose clock every gate has expired until another one is opened. */
const createAgeing = (url: string) => {
  const state = { isLate: false, opened: 0, isRefused: false };
  const { nowMs, callAt } = systemClock;
  const clock = { nowMs: () => nowMs() + (state.isLate ? 7_200_000 : 0), callAt };
  const fetched: typeof fetch = (input, init) => {
    if (init?.body instanceof Uint8Array && new TextDecoder().decode(init.body).includes('<openGate')) {
      state.opened++;
      state.isLate = false;
      if (state.isRefused) return Promise.reject(new TypeError('offline'));
    }
    return fetch(input, init);
  };
  return { state, space: connect(url, { fetch: fetched, clock }) };
};

t.test('a generated client outlives its gate: one that has expired is opened anew, once for all calls', async (t) => {
  const { UnitConverterClient, ...module } = await load(t);
  const { client, url } = await startHouse(t);
  const handlers = handlersOf({ UnitConverterClient, ...module });
  const { id } = await startService(t, client, { advertisement: atUri(UNITS), handlers });
  const { state, space } = createAgeing(url);
  const giving = new AbortController();
  const units = await UnitConverterClient.open(space, { service: id, signal: giving.signal });
  giving.abort();
  const first = units.gate.id;
  const convert = () => units.convert({ value: '3', unit: 'km', to: 'mi' });
  state.isLate = true;
  t.same(await Promise.all([convert(), convert()]), [
    { value: '6', unit: 'mi' },
    { value: '6', unit: 'mi' },
  ]);
  t.equal(state.opened, 2);
  t.not(units.gate.id, first);
  state.isLate = true;
  t.same(await units.convertResults({ value: '3', unit: 'km', to: 'mi' }).final(), { value: '6', unit: 'mi' });
  t.equal(state.opened, 3);
  Object.assign(state, { isLate: true, isRefused: true });
  t.match(await convert().catch((thrown: unknown) => thrown), { code: 'SERVICE_UNREACHABLE' });
  Object.assign(state, { isLate: true, isRefused: false });
  t.same(await convert(), { value: '6', unit: 'mi' }, 'a failure to open is not kept');
  await units.close();
  t.match(await convert().catch((thrown: unknown) => thrown), { code: 'GATE_CLOSED' });
});

t.test('a gate that was asked for with a period ends with it', async (t) => {
  const { UnitConverterClient } = await load(t);
  const { client, url } = await startHouse(t);
  const { id } = await startService(t, client, { advertisement: atUri(UNITS), handlers: { convert: () => ({}) } });
  const { state, space } = createAgeing(url);
  const units = await UnitConverterClient.open(space, { service: id, periodMs: 60_000 });
  state.isLate = true;
  const thrown = await units.convert({ value: '3', unit: 'km', to: 'mi' }).catch((error: unknown) => error);
  t.match(thrown, { code: 'GATE_EXPIRED' });
  t.equal(state.opened, 1);
});

t.test('a response that a contract does not know stays an invalid answer', async (t) => {
  const { UnitConverterClient } = await load(t);
  const { client: space } = await startHouse(t);
  const { id } = await startService(t, space, { advertisement: atUri(UNITS), handlers: { convert: () => ({}) } });
  for (const status of [200, 422]) {
    const fetched: typeof fetch = (input, init) =>
      String(input).includes('/spaces/')
        ? fetch(input, init)
        : Promise.resolve(
            new Response(status === 200 ? '<other xmlns="urn:x"/>' : '<converted xmlns="urn:example:units"/>', {
              status,
              headers: { 'content-type': 'application/xml' },
            }),
          );
    const other = connect(space.url, { fetch: fetched });
    const units = await UnitConverterClient.open(other, { service: id });
    const thrown = await units.convert({ value: '3', unit: 'km', to: 'mi' }).catch((error: unknown) => error);
    t.match(thrown, { code: 'ANSWER_INVALID' });
  }
});

t.test('a client for whoever answers a partial schema takes no service to be idempotent', (t) => {
  const methodOf = (xml: string) => fromPartialSchema([{ location: 'want.xsd', xml }], UNITS).interface.methods;
  const [whole = ''] = /<xs:schema[^]*<\/xs:schema>/.exec(UNITS) ?? [];
  t.match(methodOf(whole), [{ name: 'convert', idempotent: false }]);
  const part = readFileSync(join(PROJECT, 'examples/want-convert.xsd'), 'utf8');
  t.match(methodOf(part), [{ name: 'convert', idempotent: true }], 'this one is built for the service');
  t.end();
});

t.test(
  '[generate] a generated client finds a service by its contract, calls it with types, and throws its faults as classes',
  async (t) => {
    const module = await load(t);
    const { client: space } = await startHouse(t);
    await startService(t, space, { advertisement: atUri(UNITS, 'lengths'), handlers: handlersOf(module) });
    const { UnitConverterClient, OutOfRangeFault } = module;
    const units = await UnitConverterClient.open(space);
    t.same(await units.convert({ value: '3', unit: 'km', to: 'mi' }), { value: '6', unit: 'mi' });
    const error = await units.convert({ value: '1001', unit: 'km', to: 'mi' }).catch((thrown: unknown) => thrown);
    t.ok(error instanceof OutOfRangeFault && error.detail.largest === '1000');
    const wrong = await units.convert({ value: 'three', unit: 'km', to: 'mi' }).catch((thrown: unknown) => thrown);
    t.ok(isStoaError(wrong, 'VALUE_INVALID'));
    const items = [];
    for await (const item of units.convertResults({ value: '1', unit: 'm', to: 'm' })) items.push(item);
    t.same(items, [{ kind: 'response', value: { value: '2', unit: 'm' } }]);
    t.equal(
      await UnitConverterClient.open(space, { name: 'other' }).catch((thrown) => thrown.code),
      'DOCUMENT_NOT_FOUND',
    );
    await units.close();
  },
);

t.test(
  'a service that takes more and answers less is used all the same; one that does not is refused with reasons',
  async (t) => {
    const module = await load(t);
    const { client: space } = await startHouse(t);
    const wider = UNITS.replace('<xs:enumeration value="mi"/>', '<xs:enumeration value="mi"/>').replace(
      '<xs:element name="to" type="Unit"/>',
      '<xs:element name="to" type="Unit"/><xs:element name="digits" type="xs:int" minOccurs="0"/>',
    );
    const service = await startService(t, space, { advertisement: atUri(wider), handlers: handlersOf(module) });
    const units = await module.UnitConverterClient.open(space, { service: service.id });
    t.match(await units.convert({ value: '3', unit: 'km', to: 'mi' }), { value: '6' });
    const narrower = UNITS.replace('<xs:element name="to" type="Unit"/>', '<xs:element name="into" type="Unit"/>');
    const other = await startService(t, space, {
      advertisement: atUri(narrower, 'other'),
      handlers: handlersOf(module),
    });
    const error = await module.UnitConverterClient.open(space, { service: other.id }).catch((thrown) => thrown);
    t.equal(error.code, 'INTERFACE_MISMATCH');
    t.match(error.findings[0].message, /convert/);
  },
);

t.test(
  '[is-a] apparent type: no call; first real question: one call; then cached, yes and no; narrowing gives a usable typed client',
  async (t) => {
    const module = await load(t);
    const { client: space, requests } = await startHouse(t);
    const handlers = handlersOf(module);
    await startService(t, space, { advertisement: atUri(UNITS, 'yes'), handlers });
    const narrower = UNITS.replace('<xs:element name="to" type="Unit"/>', '<xs:element name="into" type="Unit"/>');
    await startService(t, space, { advertisement: atUri(narrower, 'no'), handlers });
    const renamed = UNITS.replace('method name="convert"', 'method name="turn"');
    await startService(t, space, { advertisement: atUri(renamed, 'apart'), handlers: { turn: handlers.convert } });
    const { UnitConverterClient } = module;
    const find = async (name: string): Promise<Hit> => {
      const { hits } = await space.lookup({ name });
      if (!hits[0]) throw new RangeError(name);
      return hits[0];
    };
    const [yes, no, apart] = [await find('yes'), await find('no'), await find('apart')];
    const again = await find('yes');
    const found: Hit[] = [];
    for await (const hit of UnitConverterClient.find(space)) found.push(hit);
    t.same(
      found.map(({ entry }) => entry.name),
      ['yes'],
    );
    const calls = async (ask: () => Promise<unknown>): Promise<[unknown, number]> => {
      const before = requests.length;
      const answer = await ask();
      return [answer, requests.length - before];
    };
    t.same(await calls(() => is(found[0] ?? yes, UnitConverterClient)), [true, 0], 'found by the contract');
    t.same(await calls(() => is(apart, UnitConverterClient)), [false, 0], 'lacks a method');
    t.same(await calls(() => is(yes, UnitConverterClient)), [true, 1], 'first question, yes');
    t.same(await calls(() => is(again, UnitConverterClient)), [true, 0], 'kept, also for another hit of the document');
    const twice = () => Promise.all([is(no, UnitConverterClient), is(no, UnitConverterClient)]);
    t.same(await calls(twice), [[false, false], 1], 'first question, no, asked twice at once');
    t.same(await calls(() => is(no, UnitConverterClient)), [false, 0]);
    t.equal(await narrow(no, UnitConverterClient), undefined);
    const units = await narrow(yes, UnitConverterClient);
    t.match(await units?.convert({ value: '3', unit: 'km', to: 'mi' }), { value: '6' });
    await t.rejects(is({ ...yes }, UnitConverterClient), { code: 'PARAMETER_INVALID' }, 'a copy is of no space');
  },
);

for (const [name, text] of Object.entries(OLDER))
  t.test(`[generate] a client and a server that were generated before keep working: ${name}`, async (t) => {
    const older = await importGenerated<OlderModule>(t, 'older.ts', { 'older.ts': text });
    const { client: space } = await startHouse(t);
    const running = await serve(older.unitConverterService(handlersOf(older)), { space, signals: [] });
    t.teardown(() => running.close());
    const { UnitConverterClient: Now } = await load(t);
    for (const Client of [older.UnitConverterClient, Now]) {
      const units = await Client.open(space);
      t.same(await units.convert({ value: '3', unit: 'km', to: 'mi' }), { value: '6', unit: 'mi' });
      const items = [];
      for await (const item of units.convertResults({ value: '1', unit: 'm', to: 'm' })) items.push(item);
      t.same(items, [{ kind: 'response', value: { value: '2', unit: 'm' } }]);
      const wrong = await units.convert({ value: 'three', unit: 'km', to: 'mi' }).catch((thrown: unknown) => thrown);
      t.ok(isStoaError(wrong, 'VALUE_INVALID'));
      await units.close();
    }
    const units = await older.UnitConverterClient.open(space);
    const error = await units.convert({ value: '1001', unit: 'km', to: 'mi' }).catch((thrown: unknown) => thrown);
    t.ok(error instanceof older.OutOfRangeFault && error.detail.largest === '1000');
    const [hit] = (await space.lookup({ name: 'unit-converter' })).hits;
    t.equal(hit && (await is(hit, older.UnitConverterClient)), true);
  });
