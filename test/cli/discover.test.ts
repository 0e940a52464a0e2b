import t from 'tap';
import type { WsEndpoint } from '../../src/discovery/index.js';
import { createSeenList } from '../../src/cli/discover/list.js';
import { fromWsDiscovery } from '../../src/cli/discover/seen.js';
import type { Checked, Seen } from '../../src/cli/discover/seen.js';

const LAMP = 'urn:example:lamp';
const STOA = 'urn:stoa:advertisement:1';

const byDnsSd = (parts: Partial<Seen> = {}): Seen => ({
  ...{ key: 'lamp._stoa._tcp', by: 'dns-sd', id: LAMP, name: 'lamp', urls: ['http://10.0.0.2/'], isOurs: true },
  ...parts,
});

const endpoint = (parts: Partial<WsEndpoint> = {}): WsEndpoint => ({
  address: LAMP,
  types: [{ namespace: STOA, local: 'device' }],
  scopes: ['stoa://scope/name/lamp%20%C3%BC'],
  xaddrs: ['http://10.0.0.2/'],
  metadataVersion: 1,
  extensions: [],
  ...parts,
});

const createList = (state: (seen: Seen) => Checked['state'] | Promise<Checked['state']> = () => 'checked') => {
  const told: string[] = [];
  const list = createSeenList({
    check: async (seen) => ({ state: await state(seen) }),
    tell: ({ event, name, by, state: how }) => told.push(`${event} ${name} ${by} ${how}`),
  });
  return { ...list, told };
};

t.test('what WS-Discovery tells of has a name and a kind, ours and that of others', (t) => {
  t.match(fromWsDiscovery(endpoint()), { name: 'lamp ü', kind: 'device', isOurs: true, types: [`{${STOA}}device`] });
  t.match(fromWsDiscovery(endpoint({ types: [{ namespace: STOA, local: 'space' }] })), { kind: 'space', isOurs: true });
  const camera = { namespace: 'http://www.onvif.org/ver10/network/wsdl', local: 'NetworkVideoTransmitter' };
  const scopes = ['onvif://www.onvif.org/type/ptz', 'onvif://www.onvif.org/name/Door%20cam'];
  t.match(fromWsDiscovery(endpoint({ types: [camera], scopes })), { name: 'Door cam', kind: 'device', isOurs: false });
  t.equal(fromWsDiscovery(endpoint({ types: [camera], scopes: ['onvif://x/name/%zz'] })).name, '%zz');
  t.equal(fromWsDiscovery(endpoint({ types: [camera], scopes: [] })).name, 'NetworkVideoTransmitter');
  t.equal(fromWsDiscovery(endpoint({ types: [], scopes: [] })).name, LAMP);
  t.end();
});

t.test(
  '[discover:device] what both protocols tell of is told once, and goes when the last of them says so',
  async (t) => {
    const list = createList();
    list.take('up', fromWsDiscovery(endpoint()));
    await list.settled();
    list.take('up', byDnsSd());
    await list.settled();
    list.take('changed', fromWsDiscovery(endpoint()));
    await list.settled();
    t.equal(list.lines().length, 1);
    list.take('down', byDnsSd());
    await list.settled();
    list.take('down', fromWsDiscovery(endpoint()));
    await list.settled();
    t.same(list.told, [
      'up lamp ü ws-discovery checked',
      'changed lamp dns-sd checked',
      'changed lamp ü ws-discovery checked',
      'down lamp ü ws-discovery checked',
    ]);
    t.same(list.lines(), []);
  },
);

t.test('whoever announces himself under the URN of another hides nothing of that one', async (t) => {
  const list = createList(({ by }) => (by === 'dns-sd' ? 'impostor' : 'checked'));
  list.take('up', fromWsDiscovery(endpoint()));
  list.take('up', byDnsSd({ name: 'evil' }));
  await list.settled();
  t.same(list.told, ['up lamp ü ws-discovery checked', 'up evil dns-sd impostor']);
  list.take('down', byDnsSd({ name: 'evil' }));
  await list.settled();
  t.equal(list.told.at(-1), 'down evil dns-sd impostor');
  t.match(list.lines(), [{ by: 'ws-discovery' }]);
});

t.test('what goes while it is being checked comes and goes, and what never came does not go', async (t) => {
  const waiting: (() => void)[] = [];
  const list = createList(() => new Promise((resolve) => waiting.push(() => resolve('unreachable'))));
  list.take('down', byDnsSd({ key: 'other', name: 'other' }));
  list.take('up', byDnsSd());
  list.take('down', byDnsSd());
  while (waiting.length === 0) await Promise.resolve();
  for (const each of waiting) each();
  await list.settled();
  t.same(list.told, ['up lamp dns-sd unreachable', 'down lamp dns-sd unreachable']);
});

t.test('what several questions find is listed as long as one of them finds it', async (t) => {
  const list = createList(() => 'foreign');
  const types = [{ namespace: 'http://schemas.xmlsoap.org/ws/2006/02/devprof', local: 'Device' }];
  const seen = [0, 1].map((question) => fromWsDiscovery(endpoint({ types, scopes: [] }), question));
  for (const event of ['up', 'down'] as const)
    for (const each of seen) {
      list.take(event, each);
      await list.settled();
    }
  t.same(list.told, [
    'up Device ws-discovery foreign',
    'changed Device ws-discovery foreign',
    'down Device ws-discovery foreign',
  ]);
});
