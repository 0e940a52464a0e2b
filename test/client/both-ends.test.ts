import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { isStoaError } from '../../src/client/index.js';
import type { ClientClass, CodecGate, SpaceClient, TypedValue } from '../../src/client/index.js';
import { fromAdvertisement } from '../../src/generate/index.js';
import { generateFor, importGenerated } from '../generate/support.js';
import { PROJECT } from '../support/source-files.js';
import { startHouse, startService } from './space-house.js';

const UNITS = readFileSync(join(PROJECT, 'examples/unit-converter.xml'), 'utf8');
const at = (uri: string): string => UNITS.replace('http://127.0.0.1:4010/', uri);
const NAMESPACE = 'urn:example:units';

interface UnitClient {
  readonly gate: Pick<CodecGate, 'callMessage'>;
  readonly convert: (value: unknown) => Promise<unknown>;
}
interface UnitModule {
  readonly UnitConverterClient: ClientClass<UnitClient> & {
    open: (space: SpaceClient, options: object) => Promise<UnitClient>;
  };
}

/** One way to call the converter. */
interface Caller {
  readonly convert: (value: unknown) => Promise<unknown>;
  readonly sendXml: (xml: string) => Promise<unknown>;
}

type OpenCaller = (space: SpaceClient, id: string, options?: { readonly checkRequests?: boolean }) => Promise<Caller>;

const openDescribed: OpenCaller = async (space, id, options = {}) => {
  const gate = await space.openGate(id, options);
  return { convert: (value) => gate.call('convert', value as TypedValue), sendXml: (xml) => gate.callMessage(xml) };
};

const loadGenerated = async (t: Test): Promise<OpenCaller> => {
  const { UnitConverterClient } = await importGenerated<UnitModule>(t, 'units.ts', {
    'units.ts': generateFor(fromAdvertisement(UNITS)),
  });
  return async (space, id, options = {}) => {
    const client = await UnitConverterClient.open(space, { service: id, ...options });
    return { convert: (value) => client.convert(value), sendXml: (xml) => client.gate.callMessage(xml) };
  };
};

/** A socket at the service's address that counts what comes, byte by byte, and answers each request with one and the same text. */
const startSocket = async (t: Test, answer = '') => {
  const came = { connections: 0, bytes: 0 };
  const server = createServer((socket) => {
    came.connections++;
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      came.bytes += data.length;
      if (data.toString('latin1').includes('convert>')) {
        const head = `HTTP/1.1 200 OK\r\ncontent-type: application/xml\r\ncontent-length: ${answer.length}\r\n\r\n`;
        socket.end(head + answer);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, came };
};

const RIGHT = { value: '3', unit: 'km', to: 'mi' };

/** What is wrong with each of these values is the type of one field. */
const WRONG: readonly unknown[] = [
  { ...RIGHT, value: 'three' },
  { ...RIGHT, value: true },
  { ...RIGHT, value: null },
  { ...RIGHT, unit: 'parsec' },
  { ...RIGHT, to: 7 },
  { ...RIGHT, to: ['mi', 'm'] },
  { ...RIGHT, value: { $: '3' } },
  { value: '3', unit: 'km' },
  { ...RIGHT, by: 'Ann' },
  'three kilometres',
];

const WRONG_XML = `<convert xmlns="${NAMESPACE}"><value>three</value><unit>km</unit><to>mi</to></convert>`;

for (const kind of ['described', 'generated'] as const) {
  const load = (t: Test): Promise<OpenCaller> =>
    kind === 'generated' ? loadGenerated(t) : Promise.resolve(openDescribed);

  t.test(`[gate:both-ends] a wrongly typed field throws at a ${kind} client, with 0 bytes sent`, async (t) => {
    const open = await load(t);
    const { client } = await startHouse(t);
    const socket = await startSocket(t, `<converted xmlns="${NAMESPACE}"><value>1</value><unit>mi</unit></converted>`);
    const { entry } = await client.publish(at(socket.url));
    const caller = await open(client, entry.id);
    for (const value of WRONG)
      t.ok(
        isStoaError(await caller.convert(value).catch((thrown: unknown) => thrown), 'VALUE_INVALID'),
        JSON.stringify(value),
      );
    t.ok(isStoaError(await caller.sendXml(WRONG_XML).catch((thrown: unknown) => thrown)), 'nor as XML');
    t.same(socket.came, { connections: 0, bytes: 0 });
    t.same(await caller.convert(RIGHT), { value: '1', unit: 'mi' }, 'the right one goes over that very socket');
    t.ok(socket.came.bytes > 100);
  });

  t.test(`[gate:both-ends] with that check off at a ${kind} client, the gate of the service refuses it`, async (t) => {
    const open = await load(t);
    const { client } = await startHouse(t);
    let handled = 0;
    const service = await startService(t, client, {
      advertisement: at,
      handlers: { convert: () => (handled++, { value: '1', unit: 'mi' }) },
    });
    const caller = await open(client, service.id, { checkRequests: false });
    await t.rejects(caller.sendXml(WRONG_XML), { code: 'MESSAGE_INVALID', findings: [{ path: /value/ }] });
    await t.rejects(caller.sendXml(`<nothing xmlns="${NAMESPACE}"/>`), { code: 'MESSAGE_UNDECLARED' });
    t.equal(handled, 0);
    t.same(await caller.convert(RIGHT), { value: '1', unit: 'mi' });
  });

  t.test(`[gate:both-ends] a wrongly typed answer is refused at a ${kind} client`, async (t) => {
    const open = await load(t);
    const { client } = await startHouse(t);
    const wrong = [
      `<converted xmlns="${NAMESPACE}"><value>one</value><unit>mi</unit></converted>`,
      `<converted xmlns="${NAMESPACE}"><value>1</value><unit>parsec</unit></converted>`,
      `<converted xmlns="${NAMESPACE}"><value>1</value></converted>`,
      `<converted xmlns="urn:other"><value>1</value><unit>mi</unit></converted>`,
      `<convert xmlns="${NAMESPACE}"><value>1</value><unit>km</unit><to>mi</to></convert>`,
      `<converted xmlns="${NAMESPACE}"><value>1</value><unit>mi</unit>`,
      '',
    ];
    for (const answer of wrong) {
      const socket = await startSocket(t, answer);
      const { entry } = await client.publish(at(socket.url));
      const caller = await open(client, entry.id);
      const thrown: unknown = await caller.convert(RIGHT).catch((error: unknown) => error);
      t.ok(isStoaError(thrown, 'ANSWER_INVALID'), `${answer}: ${String(thrown)}`);
    }
  });
}
