import t from 'tap';
import type { Test } from 'tap';
import { ServiceFault, connect, createClientKey, failureOf, isStoaError } from '../../src/client/index.js';
import type { ClientClass, CodecGate, Handlers, SpaceClient, TypedValue } from '../../src/client/index.js';
import { compareContracts, fromAdvertisement } from '../../src/generate/index.js';
import { compileGenerated } from '../generate/compile.js';
import { FILE, fileAdvertisement } from '../gate/file-house.js';
import { generateFor, importGenerated } from '../generate/support.js';
import { createCountingFetch, startHouse, startService } from './space-house.js';

type Access = 'restricted' | 'unrestricted';

/** A file that is there only if it is called `notes`, and what it was asked for. */
const startFile = async (t: Test, access: Access = 'unrestricted') => {
  const house = await startHouse(t);
  const handled: string[] = [];
  const handlers: Handlers = {
    open: (name) => {
      handled.push('open');
      if (name !== 'notes')
        throw new ServiceFault({ element: { namespace: FILE, local: 'missing' }, value: String(name) });
      return {};
    },
    write: (text) => (handled.push('write'), String(text).length),
    close: () => void handled.push('close'),
    free: () => (handled.push('free'), 7),
  };
  const advertisement = (uri: string): string => fileAdvertisement({ access, uri });
  const service = await startService(t, house.client, { handlers, advertisement });
  const counting = createCountingFetch();
  const client = connect(house.url, { fetch: counting.fetch, key: await createClientKey() });
  const sent = (uri: string): number => counting.requests.filter(({ url }) => url === uri).length;
  return { ...house, client, id: service.id, handled, sent };
};

/** The methods of a file, however they are called. */
interface File {
  readonly uri: string;
  readonly open: (name: string) => Promise<unknown>;
  readonly write: (text: string) => Promise<unknown>;
  readonly close: () => Promise<unknown>;
  readonly free: () => Promise<unknown>;
}

interface FileClient {
  readonly gate: CodecGate;
  readonly open: (name: string) => Promise<unknown>;
  readonly write: (text: string) => Promise<unknown>;
  readonly closeMethod?: (value: object) => Promise<unknown>;
  readonly free: (value: object) => Promise<unknown>;
}
interface FileModule {
  readonly FileClient: ClientClass<FileClient> & { open: (space: SpaceClient, options: object) => Promise<FileClient> };
}

type OpenFile = (space: SpaceClient, id: string, options: object) => Promise<File>;

const toFile = ({ uri, call }: CodecGate): File => ({
  uri,
  open: (name) => call('open', name),
  write: (text) => call('write', text),
  close: () => call('close', {}),
  free: () => call('free', {}),
});

const openDescribed: OpenFile = async (space, id, options) => toFile(await space.openGate(id, options));

const loadGenerated = async (t: Test): Promise<OpenFile> => {
  const { FileClient } = await importGenerated<FileModule>(t, 'file.ts', {
    'file.ts': generateFor(fromAdvertisement(fileAdvertisement())),
  });
  return async (space, id, options) => {
    const { gate } = await FileClient.open(space, { service: id, ...options });
    // A contract's gate calls by the methods of the contract; by name they are the same.
    const call = (name: string, value: TypedValue) => {
      const method = FileClient.contract.methods.find((each) => each.name === name);
      return gate.call(method as never, value);
    };
    return toFile({ ...gate, call } as CodecGate);
  };
};

for (const kind of ['described', 'generated'] as const) {
  const load = (t: Test): Promise<OpenFile> =>
    kind === 'generated' ? loadGenerated(t) : Promise.resolve(openDescribed);

  for (const carry of ['direct', 'relay'] as const) {
    t.test(
      `[order] a message out of order is refused before it is sent, by a ${kind} client with a ${carry} gate`,
      async (t) => {
        const openFile = await load(t);
        const { client, id, handled, sent } = await startFile(t);
        const file = await openFile(client, id, { carry });
        const error: unknown = await file.write('too early').catch((thrown: unknown) => thrown);
        t.ok(isStoaError(error, 'MESSAGE_OUT_OF_ORDER'));
        t.match(failureOf(error), { kind: 'mismatch', hint: /"open" first/, maybeDone: false });
        await t.rejects(file.close(), { code: 'MESSAGE_OUT_OF_ORDER' });
        t.equal(sent(file.uri), 0, 'nothing was sent');
        t.equal(await file.free(), 7, 'what the order does not name may come at any time');
        await file.open('notes');
        await t.rejects(file.open('notes'), { code: 'MESSAGE_OUT_OF_ORDER' });
        t.equal(await file.write('hello'), 5);
        t.equal(await file.write('world!'), 6);
        await file.close();
        for (const late of [file.write('too late'), file.close(), file.open('notes')])
          await t.rejects(late, { code: 'MESSAGE_OUT_OF_ORDER' });
        t.same(handled, ['free', 'open', 'write', 'write', 'close']);
        t.equal(sent(file.uri), handled.length);
      },
    );
  }

  t.test(`[order] a request that was answered with a fault does not count (${kind})`, async (t) => {
    const openFile = await load(t);
    const { client, id } = await startFile(t);
    const file = await openFile(client, id, {});
    t.ok((await file.open('nothing').catch((thrown: unknown) => thrown)) instanceof ServiceFault);
    await t.rejects(file.write('x'), { code: 'MESSAGE_OUT_OF_ORDER' });
    await file.open('notes');
    t.equal(await file.write('x'), 1);
  });

  t.test(`[order] each gate has an order of its own: none is shared (${kind})`, async (t) => {
    const openFile = await load(t);
    const { client, id } = await startFile(t, 'restricted');
    const files = await Promise.all([openFile(client, id, {}), openFile(client, id, {})]);
    for (const file of files) await file.open('notes');
    for (const file of files) t.equal(await file.write('x'), 1);
  });
}

t.test('[order] the gate of the service holds each holder of a gate to the order as well', async (t) => {
  const { client, id, handled } = await startFile(t, 'restricted');
  const unchecked = await client.openGate(id, { checkRequests: false });
  await t.rejects(unchecked.call('write', 'x'), { code: 'MESSAGE_OUT_OF_ORDER' });
  t.same(handled, [], 'the service was not asked');
  t.ok((await unchecked.call('open', 'nothing').catch((thrown: unknown) => thrown)) instanceof ServiceFault);
  await t.rejects(unchecked.call('write', 'x'), { code: 'MESSAGE_OUT_OF_ORDER' }, 'a fault opened nothing');
  await unchecked.call('open', 'notes');
  const other = await client.openGate(id, { checkRequests: false });
  await t.rejects(other.call('write', 'x'), { code: 'MESSAGE_OUT_OF_ORDER' }, 'another gate is another conversation');
  t.equal(await unchecked.call('write', 'x'), 1);
  await unchecked.call('close', {});
  await t.rejects(unchecked.call('open', 'notes'), { code: 'MESSAGE_OUT_OF_ORDER' });
  t.equal(await unchecked.call('free', {}), 7);
  t.same(handled, ['open', 'open', 'write', 'close', 'free']);
});

t.test('[order] a relay holds the messages of a gate on an unrestricted service to the order', async (t) => {
  const { client, id, handled } = await startFile(t);
  const open = () => client.openGate(id, { checkRequests: false, carry: 'relay' });
  const unchecked = await open();
  await t.rejects(unchecked.call('write', 'x'), { code: 'MESSAGE_OUT_OF_ORDER', hint: /"open" first/ });
  t.ok((await unchecked.call('open', 'nothing').catch((thrown: unknown) => thrown)) instanceof ServiceFault);
  await t.rejects(unchecked.call('write', 'x'), { code: 'MESSAGE_OUT_OF_ORDER' }, 'a fault opened nothing');
  t.equal(await unchecked.call('free', {}), 7);
  await unchecked.call('open', 'notes');
  const other = await open();
  await t.rejects(other.call('write', 'x'), { code: 'MESSAGE_OUT_OF_ORDER' }, 'another gate is another conversation');
  t.equal(await unchecked.call('write', 'x'), 1);
  await unchecked.call('close', {});
  await t.rejects(unchecked.call('open', 'notes'), { code: 'MESSAGE_OUT_OF_ORDER' });
  t.same(handled, ['open', 'free', 'open', 'write', 'close']);
});

t.test('[order] an advertisement whose conversation states no order is not published', async (t) => {
  const { client } = await startHouse(t);
  const wrong = fileAdvertisement({ conversation: '<conversation type="f:Name"/>' });
  await t.rejects(client.publish(wrong), { code: 'ADVERTISEMENT_INVALID' });
  t.equal((await client.publish(fileAdvertisement())).entry.name, 'file');
});

t.test(
  '[order] what is generated for an interface with an order compiles, and publishes the order with it',
  async (t) => {
    const text = generateFor(fromAdvertisement(fileAdvertisement()), { server: true });
    t.same(compileGenerated({ 'file.ts': text }), []);
    t.match(
      text,
      /order: \[\n {4}\{\n {6}open: 1,\n {4}\},\n {4}\{\n {6}write: 1,\n {6}close: 2,\n {4}\},\n {4}\{\},\n {2}\],/,
    );
    t.match(text, /<conversation type="m:Session"\/>/);
    t.match(text, /name="Session"/);
    t.equal(text, generateFor(fromAdvertisement(fileAdvertisement()), { server: true }));
  },
);

t.test('[order] a contract whose order has changed breaks its clients, and one without is still good', (t) => {
  const of = (conversation: string) => fromAdvertisement(fileAdvertisement({ conversation })).interface;
  const [ordered, free] = [of('<conversation type="f:Session"/>'), of('')];
  t.same(compareContracts(ordered, ordered).changes, []);
  t.match(compareContracts(ordered, free), { breaks: false, changes: [{ role: 'order', verdict: 'removed' }] });
  t.match(compareContracts(free, ordered), { breaks: true, changes: [{ role: 'order', verdict: 'added' }] });
  t.end();
});
