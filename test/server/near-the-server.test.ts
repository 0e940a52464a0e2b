import t from 'tap';
import { silentLog, systemClock, toUtf8 } from '../../src/base/index.js';
import { connect } from '../../src/client/index.js';
import { createDiscoveryDriver, createWsDiscovery } from '../../src/discovery/index.js';
import type { BrowseEvent, DiscoveryDriver } from '../../src/discovery/index.js';
import { DEFAULT_WS_LIMITS } from '../../src/discovery/ws-discovery/index.js';
import { toKindType } from '../../src/nearby/index.js';
import { startHouse } from '../client/space-house.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { createAir } from '../support/simulated-datagrams.js';

const LIMITS = { ...DEFAULT_WS_LIMITS, appMaxDelayMs: 5, minDelayMs: 2, maxDelayMs: 5, resolveMs: 200, probeMs: 100 };

t.test('a server that is told to answers WS-Discovery for its spaces itself', async (t) => {
  const air = createAir(systemClock);
  const open = (address: string) =>
    createWsDiscovery({
      clock: systemClock,
      log: silentLog,
      limits: LIMITS,
      link: air.addHost({ eth0: ['lan', address] }).link,
    });
  const { server } = await startHouse(t, {
    flags: { discovery: { wsDiscovery: true } },
    collaborators: { openWs: () => open('127.0.0.1') },
  });
  const client = await open('127.0.0.2');
  t.teardown(client.close);
  const url = await new Promise<string>((resolve) => {
    client.browse({ types: [toKindType('space')] }, ({ found }) => resolve(found.xaddrs[0] ?? ''));
  });
  t.equal((await connect(url).describe()).id, server.spaces.declared()[0]?.id);
});

t.test('a server that is told to takes neighbours in, and puts them out when it ends', async (t) => {
  const collaborators = { clock: systemClock, random: createSeededRandom(1), log: silentLog };
  const off = await createDiscoveryDriver({ backend: 'off' }, collaborators);
  let hear: ((event: BrowseEvent) => void) | undefined;
  const driver: DiscoveryDriver = {
    ...off,
    browse: (_, listener) => {
      hear = listener;
      return { stop: () => undefined };
    },
    browseTypes: (listener) => {
      listener('_googlecast._tcp');
      return { stop: () => undefined };
    },
  };
  const { client, server } = await startHouse(t, {
    flags: { discovery: { neighbours: true } },
    collaborators: { openDriver: () => Promise.resolve(driver) },
  });
  const events = await client.subscribe({ name: 'Speaker' });
  const next = async () => {
    for await (const event of events) return event;
    return undefined;
  };
  const txt = new Map([['fn', toUtf8('Kitchen')]]);
  const found = { key: 'k', name: 'Speaker', type: '_googlecast._tcp', host: 'x.local', port: 8009 };
  hear?.({ kind: 'up', service: { ...found, addresses: ['192.0.2.1'], txt, ttlMs: 120_000 } });
  const told = await next();
  t.match(told, { event: 'published', kind: 'device' });
  const { xml } = await client.read(told?.id ?? '');
  t.match(xml, /uri="tcp:\/\/192\.0\.2\.1:8009"/);
  t.match(xml, /<description>Kitchen<\/description>/);
  await t.rejects(client.openGate(told?.id ?? ''), { code: 'NOT_A_SERVICE' }, 'nobody carries messages to it');
  await server.close();
});
