import t from 'tap';
import { silentLog, systemClock } from '../../src/base/index.js';
import { createListenerAgent } from '../../src/agent/index.js';
import { connect, connectNearest, describeDevice } from '../../src/client/index.js';
import { createFetchCarrier } from '../../src/client/index.js';
import { createWsDiscovery, probeByHttp } from '../../src/discovery/index.js';
import { DEFAULT_WS_LIMITS } from '../../src/discovery/ws-discovery/index.js';
import { toKindType } from '../../src/nearby/index.js';
import { startHouse } from '../client/space-house.js';
import { collect } from '../discovery/ws-discovery/support.js';
import { createAir } from '../support/simulated-datagrams.js';

/** Quick times: these tests run on the machine's clock, since spaces and agents speak HTTP. */
const LIMITS = { ...DEFAULT_WS_LIMITS, appMaxDelayMs: 5, minDelayMs: 2, maxDelayMs: 5, resolveMs: 200, probeMs: 100 };
const parts = { clock: systemClock, log: silentLog, limits: LIMITS };
const SPACES = { types: [toKindType('space')] };
const until = async (isDone: () => boolean): Promise<void> => {
  for (let left = 200; left > 0 && !isDone(); left--) await new Promise((resolve) => setTimeout(resolve, 10));
};

t.test(
  '[discover:spaces] an agent of its own answers for two spaces, by URI and by their advertisements; once it is stopped known spaces go on, and new clients find nothing in bounded time',
  async (t) => {
    const [one, two] = [await startHouse(t), await startHouse(t)];
    const air = createAir(systemClock);
    const host = air.addHost({ eth0: ['lan', '127.0.0.1'], eth1: ['other', '127.0.0.2'] });
    const agent = await createListenerAgent({
      spaces: [one.url, two.url],
      nearby: { backend: 'off' },
      port: 0,
      links: { openWs: () => createWsDiscovery({ ...parts, link: host.link }) },
    });
    t.teardown(agent.close);
    t.equal(agent.offers().length, 2);

    for (const [network, address] of [
      ['lan', '127.0.0.3'],
      ['other', '127.0.0.4'],
    ] as const) {
      const client = await createWsDiscovery({ ...parts, link: air.addHost({ eth0: [network, address] }).link });
      const found = new Map<string, readonly string[]>();
      client.browse(SPACES, ({ found: { address: id, xaddrs } }) => found.set(id, xaddrs));
      await until(() => found.size === 2);
      t.equal(found.size, 2, `both on ${network}`);
      for (const [id, [uri = '', byAgent = '']] of found) {
        t.equal((await connect(uri).describe()).id, id, 'the URI leads to the space');
        const { advertisement } = await describeDevice(byAgent);
        t.match(advertisement, { kind: 'space', id }, 'the agent has the whole advertisement');
      }
      await client.close();
    }

    const carrier = createFetchCarrier(fetch);
    const byHttp = await probeByHttp(agent.url, SPACES, { carrier });
    t.equal(byHttp.length, 2, 'asked over HTTP, as from another network');
    t.match(byHttp[0]?.extensions[0]?.name, { local: 'advertisement' });

    for (const { address: id, xaddrs } of byHttp) {
      const offer = { name: 'by agent', id, urls: xaddrs.slice(1) };
      const offers = async function* () {
        await Promise.resolve();
        yield offer;
      };
      const nearest = await connectNearest({ offers: offers() });
      t.equal(nearest.url, xaddrs[0], 'the agent leads to the space itself');
      t.same((await nearest.lookup({ name: 'nothing' })).hits, []);
    }

    const known = connect(byHttp[0]?.xaddrs[0] ?? '');
    await agent.close();
    t.ok((await known.lookup({})).hits, 'known spaces go on');
    const late = await createWsDiscovery({ ...parts, link: air.addHost({ eth0: ['lan', '127.0.0.5'] }).link });
    const { lines, listener } = collect();
    late.browse(SPACES, listener);
    t.equal(await late.resolve(byHttp[0]?.address ?? ''), undefined);
    t.same(lines, []);
    await t.rejects(probeByHttp(agent.url, SPACES, { carrier }), { code: 'SERVICE_UNREACHABLE' });
    await late.close();
  },
);

t.test('[discover:spaces] a space that does not answer is not told of, until it does', async (t) => {
  const space = await startHouse(t);
  const air = createAir(systemClock);
  const host = air.addHost({ eth0: ['lan', '127.0.0.1'] });
  const client = await createWsDiscovery({ ...parts, link: air.addHost({ eth0: ['lan', '127.0.0.3'] }).link });
  const { lines, listener } = collect();
  client.browse(SPACES, listener);
  let isReachable = false;
  const agent = await createListenerAgent({
    spaces: [space.url],
    nearby: { backend: 'off' },
    port: 0,
    everyMs: 20,
    connect: (url) => connect(isReachable ? url : 'http://127.0.0.1:1/spaces/main'),
    links: { openWs: () => createWsDiscovery({ ...parts, link: host.link }) },
  });
  t.same(agent.offers(), []);
  isReachable = true;
  await until(() => lines.length > 0);
  t.match(lines, [/^up /]);
  isReachable = false;
  await until(() => lines.length > 1);
  t.match(lines, [/^up /, /^down /]);
  await agent.close();
  await client.close();
});

t.test('an agent tells what it is, and what was wrong, to whoever asks it something else', async (t) => {
  const air = createAir(systemClock);
  const host = air.addHost({ eth0: ['lan', '127.0.0.1'] });
  const agent = await createListenerAgent({
    spaces: [],
    nearby: { backend: 'off' },
    port: 0,
    links: { openWs: () => createWsDiscovery({ ...parts, link: host.link }) },
  });
  t.teardown(agent.close);
  t.equal((await fetch(agent.url)).status, 404);
  const post = (body: string) => fetch(agent.url, { method: 'POST', body });
  const malformed = await post('<not-soap/>');
  t.equal(malformed.status, 400);
  t.match(await malformed.text(), /MessageMalformed/);
  t.equal((await post(' '.repeat(100_000))).status, 413);
  const carrier = createFetchCarrier(fetch);
  t.same(await probeByHttp(agent.url, {}, { carrier }), [], 'no match is an empty answer');
  await t.rejects(probeByHttp(agent.url, { matchBy: 'ldap', scopes: ['ldap:///ou=x'] }, { carrier }), {
    code: 'ANSWER_INVALID',
  });
});
