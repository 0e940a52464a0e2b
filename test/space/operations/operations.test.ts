import t from 'tap';
import type { SpaceMethod } from '../../../src/protocol/index.js';
import { OWN_NAMESPACES, SPACE_METHODS, ownSchemas } from '../../../src/protocol/index.js';
import { readAdvertisement } from '../../../src/advertisement/index.js';
import type { TypedValue } from '../../../src/schema/index.js';
import type { OperationMessage, Space } from '../../../src/space/index.js';
import { createSpaceOperations, toEventValue, writeSpaceAdvertisement } from '../../../src/space/index.js';
import { parseXml } from '../../../src/xml/index.js';
import { addresses, caller, createRig, elementOf, schemaText, service } from '../support/spaces.js';

/** A message in the namespace of spaces. */
const message = (method: SpaceMethod, attributes: string, body = ''): string =>
  `<s:${method} xmlns:s="${OWN_NAMESPACES.space}" ${attributes}>${body}</s:${method}>`;

const attribute = (text: string, name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(text)?.[1] ?? '';

/** A space spoken to over the wire: messages are decoded and answers encoded by the schema of messages. */
const createWire = async () => {
  const rig = await createRig();
  const operations = createSpaceOperations({ spaces: rig.spaces, addresses });
  const send = async (text: string, options: { space?: Space; credential?: string } = {}): Promise<string> => {
    const { name, value } = ownSchemas.space.decode(parseXml(text).root, text);
    const request = { method: name.local, request: value } as unknown as OperationMessage;
    const shown = options.credential === undefined ? caller() : caller(options.credential);
    const response = await operations.perform(shown, options.space ?? rig.main(), request);
    return ownSchemas.space.encode({
      name: { namespace: name.namespace, local: `${name.local}Response` },
      value: response as unknown as TypedValue,
    });
  };
  return { ...rig, send };
};

t.test(
  '[space:messages] every message of the life of a document goes over the wire by the schema of spaces',
  async (t) => {
    const { send } = await createWire();
    const letter = '<l:letter xmlns:l="urn:l"><l:to>you</l:to></l:letter>';
    const published = await send(
      message('publish', 'name="letter" period="PT30S"', `<s:document>${letter}</s:document>`),
    );
    const [id, lease, credential] = ['id', 'id', 'credential'].map((name, at) =>
      attribute(at === 0 ? published : (/<[^<]*lease [^>]*>/.exec(published)?.[0] ?? ''), name),
    );
    t.match(published, 'period="PT30S"');
    t.match(await send(message('read', `id="${id}"`)), '<l:to>you</l:to></l:letter>');
    t.match(await send(message('read', `id="${id}" view="advertisement"`)), 'kind="document"');
    const held = `id="${id}" version="1" credential="${credential}"`;
    const updated = await send(message('update', held, '<s:document><other/></s:document>'));
    t.equal(attribute(updated, 'version'), '2');
    t.match(
      await send(message('lookup', '', '<s:name>let*</s:name><s:kind>document</s:kind><s:limit>5</s:limit>')),
      id,
    );
    t.notMatch(await send(message('lookup', '', '<s:name>nope</s:name>')), 'hit');
    t.match(await send(message('renew', `lease="${lease}" period="PT5S" credential="${credential}"`)), 'PT5S');
    t.match(await send(message('remove', `id="${id}" credential="${credential}"`)), 'removeResponse');
    await t.rejects(send(message('remove', `id="${id}"`)), { code: 'DOCUMENT_NOT_FOUND' });
  },
);

t.test('lookup by a partial schema and paging go over the wire', async (t) => {
  const { send, main } = await createWire();
  for (const name of ['a', 'b', 'c']) await main().publish(caller(), { bytes: service({ name }) });
  const schema = `<s:schema>${schemaText('urn:test:echo', elementOf('echo', 'text'))}</s:schema>`;
  const first = await send(message('lookup', '', `${schema}<s:limit>2</s:limit>`));
  const cursor = /<(?:\w+:)?next>([^<]+)</.exec(first)?.[1] ?? '';
  t.same(first.match(/<name>\w/g), ['<name>a', '<name>b']);
  const second = await send(message('lookup', '', `${schema}<s:limit>2</s:limit><s:cursor>${cursor}</s:cursor>`));
  t.same(second.match(/<name>\w/g), ['<name>c']);
});

t.test('subscribe, cancel, spawn and destroy go over the wire', async (t) => {
  const { send, main, spaces } = await createWire();
  const subscribed = await send(message('subscribe', 'period="PT60S"', '<s:name>a*</s:name>'));
  const subscription = attribute(subscribed, 'subscription');
  t.equal(attribute(subscribed, 'events'), `http://example.org/spaces/main/subscriptions/${subscription}/events`);
  t.equal(attribute(subscribed, 'after'), '0');
  const leased = `lease="${subscription}" credential="${attribute(subscribed, 'credential')}"`;
  t.match(await send(message('cancel', leased)), 'cancelResponse');

  const policy = '<p:policy xmlns:p="urn:stoa:policy:1"><p:limits documents="1" lease="PT9S"/></p:policy>';
  const spawned = await send(message('spawn', 'result="true"', `<s:name>mine</s:name>${policy}`));
  const [id, root] = [attribute(spawned, 'space'), attribute(spawned, 'root')];
  t.ok(attribute(spawned, 'writer'));
  const space = await spaces.get(id as Space['id']);
  t.match(space.limits, { maxDocuments: 1, maxLeaseMs: 9000 });
  t.match(spawned, 'kind="result"');
  await t.rejects(send(message('destroy', ''), { space }), { code: 'CREDENTIAL_REQUIRED' });
  await send(message('destroy', `credential="${root}"`), { space });
  await t.rejects(spaces.get(space.id), { code: 'SPACE_GONE' });
  await t.rejects(send(message('destroy', ''), { space: main() }), { code: 'SPACE_DECLARED' });
});

t.test('what the schema lets through and the space does not is refused with its code', async (t) => {
  const { send } = await createWire();
  for (const [text, code] of [
    [message('read', 'id="http://example.org/a"'), 'DOCUMENT_NOT_FOUND'],
    [message('renew', 'lease="nothing"'), 'LEASE_NOT_FOUND'],
    [message('publish', 'period="P1Y"', '<s:document><a/></s:document>'), 'PARAMETER_INVALID'],
    [message('subscribe', 'after="now"'), 'PARAMETER_INVALID'],
    [message('publish', '', '<s:document/>'), 'MESSAGE_INVALID'],
    [message('lookup', '', '<s:cursor>x</s:cursor>'), 'CURSOR_INVALID'],
  ] as const) {
    await t.rejects(send(text), { code }, text);
  }
});

t.test(
  "[space:messages] a space's own advertisement lists every message, with its schema and its limits",
  async (t) => {
    const { main } = await createRig({ limits: { maxDocuments: 5, staleKeptMs: 1000 } });
    const text = writeSpaceAdvertisement(main(), addresses);
    const advertisement = readAdvertisement(parseXml(text).root, text);
    t.equal(advertisement.kind, 'space');
    t.equal(advertisement.id, main().id);
    t.same(advertisement.endpoints, [{ uri: 'http://example.org/spaces/main', binding: 'stoa-http', priority: 0 }]);
    t.same(
      advertisement.interface?.methods.map(({ name }) => name),
      Object.keys(SPACE_METHODS),
    );
    t.match(text, 'documents="5"');
    t.match(text, 'staleKept="PT1S"');
    t.notMatch(text, 'maxBytes');
  },
);

t.test('an event is a valid element of the schema of spaces', async (t) => {
  const { main, clock } = await createRig();
  const { id } = await main().subscribe(caller(), {});
  await main().publish(caller(), { bytes: service({ name: 'a' }) });
  const events = main().events(caller(), { subscription: id, signal: new AbortController().signal });
  await clock.settle();
  const { value } = await events[Symbol.asyncIterator]().next();
  const name = { namespace: OWN_NAMESPACES.space, local: 'event' };
  const text = ownSchemas.space.encode({ name, value: toEventValue(value) as unknown as TypedValue });
  t.same(ownSchemas.space.check(parseXml(text).root), []);
});
