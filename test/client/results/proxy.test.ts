import t from 'tap';
import type { Test } from 'tap';
import { acceptResults, connect } from '../../../src/client/index.js';
import type { CallContext, Handlers, TypedValue } from '../../../src/client/index.js';
import { createReadAhead } from '../../../src/client/gate/read-ahead.js';
import { printerAdvertisement } from '../../gate/gate-house.js';
import { createWireFetch } from '../../support/wire-fetch.js';
import { startHouse, startService } from '../space-house.js';

const LETTER = { title: 'letter', copies: 2 };
const ROW_TEXT = 'x'.repeat(1_000);
const row = (at: number): string => `<row xmlns="urn:x" at="${String(at)}">${ROW_TEXT}</row>`;

/** A service whose results are many rows, and a client whose bytes are counted. */
const setUp = async (t: Test, rows: number) => {
  const house = await startHouse(t);
  const print = async (_: TypedValue, { results }: CallContext): Promise<TypedValue> => {
    for (let at = 0; at < rows; at++) await results?.publish(row(at), `row-${String(at)}`);
    return { sheets: rows };
  };
  const handlers: Handlers = { print, status: () => true, log: () => undefined };
  const advertisement = (uri: string): string =>
    printerAdvertisement({ endpoints: `<endpoint uri="${uri}" binding="stoa-http"/>` });
  const service = await startService(t, connect(house.url), { handlers, advertisement });
  const wire = createWireFetch();
  t.teardown(wire.close);
  return { ...house, service, wire, counted: connect(house.url, { fetch: wire.fetch }) };
};

for (const carry of ['direct', 'relay'] as const) {
  t.test(
    `[results:gate] a call answers with a proxy: under 1 kB moves until rows are asked for (${carry})`,
    async (t) => {
      const { counted, wire, service } = await setUp(t, 30);
      const gate = await counted.openGate(service.id, { carry });
      const before = wire.count();
      const handle = await gate.callAsync('print', LETTER);
      const after = wire.count();
      t.comment(`sent ${after.sent - before.sent}, received ${after.received - before.received}`);
      t.equal(after.requests - before.requests, 1);
      t.ok(after.received - before.received < 1_000, 'the answer with its headers');
      await handle.answer();
      await handle.cancel();
    },
  );
}

t.test('rows come as they are asked for: who reads three of them is sent no more', async (t) => {
  const { counted, wire, service } = await setUp(t, 150);
  const handle = await (await counted.openGate(service.id)).callAsync('print', LETTER);
  t.same(await (await handle.answer()).value(), { sheets: 150 }, 'the answer alone is fetched');
  const before = wire.count();
  const names: string[] = [];
  for await (const { name, xml, element, value } of handle.documents()) {
    names.push(name);
    t.equal(element, '{urn:x}row');
    t.equal(xml, row(names.length - 1));
    t.equal(await value(), undefined, 'the interface does not declare it');
    if (names.length === 3) break;
  }
  t.same(names, ['row-0', 'row-1', 'row-2']);
  t.equal(wire.count().requests - before.requests, 4, 'a page of names, and three rows');
  const all: string[] = [];
  for await (const { name } of handle.documents()) all.push(name);
  t.same(all, [...Array.from({ length: 150 }, (_, at) => `row-${String(at)}`), 'printed'], 'in order, over pages');
});

t.test('who reads on has documents read ahead: in order, and bounded in number and bytes', async (t) => {
  const flight = { now: 0, most: 0, started: 0 };
  const read = async (id: string): Promise<string> => {
    flight.started++;
    flight.most = Math.max(flight.most, ++flight.now);
    // Later ones are answered first.
    for (let turn = 0; turn < 20 - (flight.started % 20); turn++) await Promise.resolve();
    flight.now--;
    if (id === 'bad') throw new RangeError(id);
    return id;
  };
  const listOf = (count: number, byteLength: number) =>
    Array.from({ length: count }, (_, at) => ({ id: String(at), byteLength }));
  const take = async (list: Iterable<{ readonly id: string; readonly byteLength: number }>, most = Infinity) => {
    Object.assign(flight, { now: 0, most: 0, started: 0 });
    const taken: string[] = [];
    for await (const id of createReadAhead(read)(list)) if (taken.push(id) >= most) break;
    return taken;
  };
  t.same(
    await take(listOf(200, 100)),
    Array.from({ length: 200 }, (_, at) => String(at)),
  );
  t.ok(flight.most > 8 && flight.most <= 16, `${flight.most} at once`);
  t.equal((await take(listOf(200, 100), 4)).length, 4);
  t.equal(flight.started, 4, 'the first ones alone');
  await take(listOf(50, 100_000));
  t.equal(flight.most, 2, 'as many bytes as may be ahead');
  await take(listOf(50, 1_000_000));
  t.equal(flight.most, 1);
  const withBad = [...listOf(20, 1), { id: 'bad', byteLength: 1 }, ...listOf(20, 1)];
  await t.rejects(take(withBad), RangeError);
  t.equal((await take(withBad, 20)).length, 20, 'it is thrown when it is asked for');
  t.same(await take([]), []);
});

const CHART = 'urn:example:chart';
const chartAdvertisement = (
  uri: string,
): string => `<advertisement xmlns="urn:stoa:advertisement:1" xmlns:c="${CHART}" kind="service">
  <name>chart</name><endpoint uri="${uri}" binding="stoa-http"/>
  <interface><method name="chart"><request element="c:chart"/><response element="c:charted"/></method>
    <schema><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${CHART}">
      <xs:element name="chart"><xs:complexType><xs:sequence>
        <xs:any namespace="urn:stoa:result:1" processContents="skip"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="charted" type="xs:int"/>
    </xs:schema></schema></interface></advertisement>`;

t.test(
  '[results:gate] passed on in a message, another service fetches the rows: no payload goes through the client',
  async (t) => {
    const { counted, client, wire, url, service } = await setUp(t, 100);
    const theirs = createWireFetch();
    t.teardown(theirs.close);
    const chart = async (value: TypedValue): Promise<TypedValue> => {
      const [[text = ''] = []] = Object.values(value as Record<string, string[]>);
      const results = acceptResults(text, {
        fetch: theirs.fetch,
        allow: (from) => from.startsWith(new URL(url).origin),
      });
      let characters = 0;
      for await (const { xml } of results.documents()) characters += xml.length;
      t.match((await results.answer()).xml, /<(\w+:)?printed/);
      return characters;
    };
    const plotter = await startService(t, client, { handlers: { chart }, advertisement: chartAdvertisement });
    const [print, plot] = [await counted.openGate(service.id), await counted.openGate(plotter.id)];
    const before = wire.count();
    const handle = await print.callAsync('print', LETTER);
    const moved = await plot.call('chart', { '{urn:stoa:result:1}accepted': [handle.share()] });
    const after = wire.count();
    t.ok(Number(moved) > 100_000, `${String(moved)} characters of rows`);
    t.ok(theirs.count().received > 100_000, 'which came to the other service');
    t.equal(after.requests - before.requests, 2);
    const bytes = after.sent - before.sent + (after.received - before.received);
    t.comment(`${bytes} bytes in both directions, headers included`);
    t.ok(bytes < 4_000, 'two calls went over the connections of the client, and no row');
    await handle.cancel();
  },
);

t.test('who was given results to read can read them, and do nothing else', async (t) => {
  const { client, service } = await setUp(t, 1);
  const gate = await client.openGate(service.id);
  const handle = await gate.callAsync('print', LETTER);
  await handle.final();
  const shared = handle.share();
  t.notMatch(shared, 'root=');
  const received = acceptResults(shared, { interface: gate.interface });
  t.same(await received.final(), { sheets: 1 });
  t.equal(received.share(), shared, 'and passes it on');
  t.throws(() => received.share({ root: true }), { code: 'PARAMETER_INVALID' });
  await t.rejects(received.cancel(), { code: 'CREDENTIAL_INVALID' });
  await t.rejects(async () => received.space?.publish('<a/>'), { code: 'CREDENTIAL_INVALID' });
  await t.rejects(acceptResults(shared).final(), { code: 'CONFIGURATION_INVALID' });
  t.equal((await acceptResults(shared).answer()).element, '{urn:example:print}printed');
  const owner = acceptResults(handle.share({ root: true }), { interface: gate.interface });
  handle.release();
  await owner.cancel();
  await t.rejects(received.answer(), { code: 'SPACE_GONE' });
});

t.test('what is no text of results is refused, and what may not be fetched is not', async (t) => {
  const { client, service } = await setUp(t, 0);
  const handle = await (await client.openGate(service.id)).callAsync('print', LETTER);
  const shared = handle.share();
  for (const text of [
    '',
    '<a/>',
    shared.slice(0, -3),
    shared.replace('http:', 'file:'),
    shared.replaceAll('urn:uuid:', 'x'),
  ])
    t.throws(() => acceptResults(text), { code: 'PARAMETER_INVALID' }, text.slice(0, 100));
  t.throws(() => acceptResults(shared, { allow: () => false }), { code: 'DESTINATION_FORBIDDEN' });
  const inline = await (await client.openGate(service.id)).callAsync('print', LETTER, { way: 'message' });
  t.throws(() => inline.share(), { code: 'PARAMETER_INVALID' });
  const stolen = acceptResults(shared.replace(/reader="[^"]+"/, `reader="${'A'.repeat(43)}"`));
  await t.rejects(stolen.answer(), { code: 'CREDENTIAL_INVALID' });
  await handle.cancel();
});
