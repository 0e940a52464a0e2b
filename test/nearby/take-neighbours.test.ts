import t from 'tap';
import { silentLog, toUtf8 } from '../../src/base/index.js';
import { readAdvertisement } from '../../src/advertisement/index.js';
import { createDiscoveryDriver } from '../../src/discovery/index.js';
import type { BrowseEvent, DiscoveryDriver, FoundService, TxtValue } from '../../src/discovery/index.js';
import { takeNeighbours, writeForeign } from '../../src/nearby/index.js';
import { ownSchemas } from '../../src/protocol/index.js';
import { createNeighbourShelf } from '../../src/server/neighbour-shelf.js';
import { childrenNamed, parseXml, textOf, findAttribute } from '../../src/xml/index.js';
import { startHouse } from '../client/space-house.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { createVirtualClock } from '../support/virtual-clock.js';

const service = (name: string, parts: Partial<FoundService> = {}): FoundService => ({
  key: `${name}._ipp._tcp.local`,
  name,
  type: '_ipp._tcp',
  host: 'printer.local',
  port: 631,
  addresses: ['192.0.2.7', '2001:db8::7', 'fe80::7%eth0'],
  txt: new Map<string, TxtValue>([
    ['rp', toUtf8('ipp/print & more')],
    ['ty', toUtf8('Läser 3000')],
    ['Color', true],
    ['raw', Uint8Array.of(0xff, 0)],
  ]),
  ttlMs: 120_000,
  ...parts,
});

/** A driver whose link is what a test says. */
const createScript = async () => {
  const off = await createDiscoveryDriver(
    { backend: 'off' },
    { clock: createVirtualClock(), random: createSeededRandom(1), log: silentLog },
  );
  const browses = new Map<string, (event: BrowseEvent) => void>();
  let tellType: (type: string) => void = () => undefined;
  const driver: DiscoveryDriver = {
    ...off,
    browse: ({ type }, listener) => {
      browses.set(type, listener);
      return { stop: () => browses.delete(type) };
    },
    browseTypes: (listener) => {
      tellType = listener;
      return { stop: () => undefined };
    },
  };
  const say = (event: BrowseEvent): void => browses.get(event.service.type)?.(event);
  return { driver, say, tellType: (type: string) => tellType(type), browses };
};

t.test('a foreign service becomes a device with its addresses and all that its TXT record says', (t) => {
  const { root, source } = parseXml(writeForeign(service('Büro 2. Stock')));
  const read = readAdvertisement(root, source);
  t.match(read, {
    kind: 'device',
    name: 'Büro 2. Stock',
    description: 'Läser 3000',
    endpoints: [
      { uri: 'ipp://192.0.2.7:631/ipp/print%20%26%20more', binding: '_ipp._tcp' },
      { uri: 'ipp://[2001:db8::7]:631/ipp/print%20%26%20more' },
    ],
  });
  const [told] = read.extensions;
  if (told === undefined) throw new TypeError('no extension');
  t.same(ownSchemas.neighbour.check(told), []);
  const txt = childrenNamed(told, { namespace: 'urn:stoa:neighbour:1', local: 'txt' });
  t.same(
    txt.map((each) => [findAttribute(each, 'key'), findAttribute(each, 'base64'), textOf(each)]),
    [
      ['rp', undefined, 'ipp/print & more'],
      ['ty', undefined, 'Läser 3000'],
      ['Color', undefined, ''],
      ['raw', 'true', '/wA='],
    ],
  );
  const nowhere = readAdvertisement(parseXml(writeForeign(service('x', { addresses: ['fe80::1%2'] }))).root, undefined);
  t.match(nowhere.endpoints, [{ uri: 'ipp://printer.local:631/ipp/print%20%26%20more' }]);
  t.end();
});

t.test(
  'neighbours are found in the space, leased by their TTL while they are heard of, and go when they say goodbye',
  async (t) => {
    const clock = createVirtualClock();
    const { server, client } = await startHouse(t, { collaborators: { clock } });
    const [space] = server.spaces.declared();
    if (space === undefined) throw new TypeError('no space');
    const { driver, say, tellType, browses } = await createScript();
    const shelf = createNeighbourShelf(space, () => server.spaces.root(space.id));
    const neighbours = takeNeighbours({ driver, shelf, clock, log: silentLog }, { maxNeighbours: 2 });
    for (const type of ['_ipp._tcp', '_stoa._tcp', '_ipp._tcp']) tellType(type);
    t.same([...browses.keys()], ['_ipp._tcp'], 'what speaks Stoa is found as itself');
    const hits = async () => (await client.lookup({ name: '*' })).hits.filter(({ entry }) => entry.kind === 'device');
    const until = async (count: number): Promise<void> => {
      for (let left = 50; left > 0 && (await hits()).length !== count; left--) await clock.settle();
    };
    say({ kind: 'up', service: service('one') });
    say({ kind: 'up', service: service('two', { ttlMs: 40_000 }) });
    say({ kind: 'up', service: service('too many') });
    await until(2);
    const [first] = await hits();
    t.equal(neighbours.taken(), 2);
    t.equal(first?.entry.expiresAtMs, clock.nowMs() + 120_000);
    await clock.advance(300_000);
    for (const { entry } of await hits()) t.notOk(entry.stale, `${entry.name} is renewed while it is there`);
    t.equal((await hits())[0]?.entry.version, first?.entry.version, 'renewed, and not published again');
    say({ kind: 'changed', service: service('one', { port: 632 }) });
    say({ kind: 'down', service: service('two') });
    await until(1);
    const [left] = await hits();
    t.match(left, { entry: { name: 'one', version: 2 } });
    t.match(left?.advertisement, /:632/);
    neighbours.stop();
    await clock.advance(130_000);
    t.ok(
      (await hits()).every(({ entry }) => entry.stale),
      'nobody heard of is stale after its TTL',
    );
  },
);

t.test('names that XML cannot hold are left out, and keep nobody else from being taken in', async (t) => {
  const clock = createVirtualClock();
  const { driver, say, tellType } = await createScript();
  const put: string[] = [];
  const shelf = {
    put: ({ xml }: { xml: string }) => Promise.resolve(void put.push(xml)),
    remove: () => Promise.resolve(),
  };
  takeNeighbours({ driver, shelf, clock, log: silentLog });
  tellType('_ipp._tcp');
  say({ kind: 'up', service: service('bell\u0007') });
  say({ kind: 'up', service: service('<&>"') });
  await clock.settle();
  t.equal(put.length, 1);
  t.match(put[0], /&lt;&amp;/);
});

const txtOf = (values: Readonly<Record<string, TxtValue | string>>) =>
  new Map(
    Object.entries(values).map(([key, value]): [string, TxtValue] => [
      key,
      typeof value === 'string' ? toUtf8(value) : value,
    ]),
  );

t.test(
  'foreign services are found by a partial schema: by their type, by keys of their TXT records, and by values',
  async (t) => {
    const { client } = await startHouse(t);
    const printers = {
      colour: service('colour', {
        txt: txtOf({ color: 'T', duplex: 'T', rp: 'a', flag: true, raw: Uint8Array.of(0xff) }),
      }),
      plain: service('plain', { txt: txtOf({ color: 'F', rp: 'b', 'not a name': 'x', '2': 'y', odd: ' "<&>\n' }) }),
      speaker: service('speaker', {
        type: '_raop._tcp',
        key: 'speaker',
        txt: txtOf({ rp: 'c', '_raop._tcp': 'liar' }),
      }),
    };
    for (const printer of Object.values(printers)) await client.publish(writeForeign(printer));
    const find = async (...elements: readonly string[]): Promise<readonly string[]> => {
      const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:stoa:neighbour:txt:1">${elements.join('')}</xs:schema>`;
      const { hits } = await client.lookup({ schema });
      return hits.map(({ entry }) => entry.name).sort();
    };
    const key = (name: string, type = 'xs:string') => `<xs:element name="${name}" type="${type}"/>`;
    const value = (name: string, ...texts: readonly string[]) =>
      `<xs:element name="${name}"><xs:simpleType><xs:restriction base="xs:string">${texts.map((text) => `<xs:enumeration value="${text}"/>`).join('')}</xs:restriction></xs:simpleType></xs:element>`;
    t.same(await find(key('rp')), ['colour', 'plain', 'speaker']);
    t.same(await find(key('_ipp._tcp')), ['colour', 'plain']);
    t.same(await find(key('_ipp._tcp'), key('duplex')), ['colour']);
    t.same(await find(value('color', 'T')), ['colour']);
    t.same(await find(value('color', 'T', 'F')), ['colour', 'plain']);
    t.same(await find(value('color', 'maybe')), []);
    t.same(await find(key('flag')), ['colour'], 'a key without a value');
    t.same(await find(key('raw', 'xs:base64Binary')), ['colour'], 'bytes');
    t.same(await find(value('odd', ' &quot;&lt;&amp;>&#10;')), ['plain']);
    t.same(await find(value('_raop._tcp', 'speaker')), ['speaker'], 'what it is says DNS-SD');
    const { hits } = await client.lookup({ name: 'colour' });
    await t.rejects(client.openGate(hits[0]?.entry.id ?? ''), { code: 'NOT_A_SERVICE' });
  },
);
