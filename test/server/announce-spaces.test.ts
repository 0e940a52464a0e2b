import t from 'tap';
import type { DiscoveryDriver, DiscoverySettings, ServiceToAnnounce } from '../../src/discovery/index.js';
import { StoaError } from '../../src/base/index.js';
import { findTxtText } from '../../src/discovery/index.js';
import { startTestServer } from '../http/support/test-server.js';

/** A driver that keeps what it is told. */
const createKeeper = () => {
  const kept: { settings?: DiscoverySettings; services: ServiceToAnnounce[]; closed: number } = {
    services: [],
    closed: 0,
  };
  const driver: DiscoveryDriver = {
    backend: 'builtin',
    announce: (service) => {
      kept.services.push(service);
      return {
        name: () => service.name,
        ready: Promise.resolve(),
        onRenamed: () => () => undefined,
        update: () => Promise.resolve(),
        stop: () => Promise.resolve(),
      };
    },
    browse: () => ({ stop: () => undefined }),
    browseTypes: () => ({ stop: () => undefined }),
    doubt: () => undefined,
    close: () => {
      kept.closed += 1;
      return Promise.resolve();
    },
  };
  const openDriver = (settings: DiscoverySettings): Promise<DiscoveryDriver> => {
    kept.settings = settings;
    return Promise.resolve(driver);
  };
  return { kept, openDriver };
};

t.test('each declared space is announced with its path and URN, and taken back when the server stops', async (t) => {
  const { kept, openDriver } = createKeeper();
  const discovery = { backend: 'builtin', name: 'workshop', exclude: ['docker0'], subtypes: ['_printer'] };
  const server = await startTestServer(t, { flags: { discovery }, collaborators: { openDriver } });
  t.same(kept.settings, { backend: 'builtin', exclude: ['docker0'], listensOn: '127.0.0.1' });
  const [space] = server.spaces.declared();
  const [service] = kept.services;
  t.match(service, {
    name: 'main on workshop',
    type: '_stoa._tcp',
    subtypes: ['_directory', '_printer'],
    port: server.address.port,
  });
  const txt = service?.txt ?? new Map();
  t.equal(findTxtText(txt, 'id'), space?.id);
  t.equal(findTxtText(txt, 'auth'), undefined);
  const answer = await server.request(findTxtText(txt, 'path') ?? '');
  t.match(await answer.text(), new RegExp(space?.id ?? 'none'));
  await server.close();
  t.equal(kept.closed, 1);
});

t.test('a server inside another program announces nothing unless told to', async (t) => {
  const { kept, openDriver } = createKeeper();
  await startTestServer(t, { collaborators: { openDriver } });
  t.equal(kept.settings, undefined);
});

t.test('without the built-in backend the server goes on; without a chosen one it does not start', async (t) => {
  const openDriver = () => Promise.reject(new StoaError('DISCOVERY_UNAVAILABLE', 'port 5353', { hint: 'free it' }));
  const server = await startTestServer(t, {
    flags: { discovery: { backend: 'builtin' } },
    collaborators: { openDriver },
  });
  t.equal((await server.request('/health')).status, 200);
  await t.rejects(startTestServer(t, { flags: { discovery: { backend: 'avahi' } }, collaborators: { openDriver } }), {
    code: 'DISCOVERY_UNAVAILABLE',
  });
});
