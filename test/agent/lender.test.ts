import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { silentLog, systemClock } from '../../src/base/index.js';
import { createLender } from '../../src/agent/index.js';
import { connectDevice } from '../../src/client/index.js';
import { createWsDiscovery } from '../../src/discovery/index.js';
import { DEFAULT_WS_LIMITS } from '../../src/discovery/ws-discovery/index.js';
import { serve } from '../../src/serve/index.js';
import { startHouse } from '../client/space-house.js';
import { createAir } from '../support/simulated-datagrams.js';
import { PROJECT } from '../support/source-files.js';

const UNITS = readFileSync(join(PROJECT, 'examples/unit-converter.xml'), 'utf8');
/** A device that asks to be asked after, which whoever lends it does. */
const LAMP = UNITS.replace('kind="service"', 'kind="device"').replace(
  '</advertisement>',
  '<liveness xmlns="urn:stoa:liveness:1"/></advertisement>',
);
const handlers = { convert: () => ({ value: '1', unit: 'm' }) };
const ASKED = { value: '1', unit: 'm', to: 'm' };
const LIMITS = { ...DEFAULT_WS_LIMITS, appMaxDelayMs: 5, minDelayMs: 2, maxDelayMs: 5, resolveMs: 200, probeMs: 100 };
const parts = { clock: systemClock, log: silentLog, limits: LIMITS };

t.test(
  '[discover:bridge] a node lends a device near it to a far space and relays calls; the link cut, the advertisement goes stale and calls get a defined problem; healed, it is renewed',
  async (t) => {
    const { client: space } = await startHouse(t);
    const air = createAir(systemClock);
    const links = (address: string) => ({
      openWs: () => createWsDiscovery({ ...parts, link: air.addHost({ eth0: ['near', address] }).link }),
    });
    const announce = { backend: 'off' as const, links: links('127.0.0.1') };
    const device = await serve({ advertisement: LAMP, handlers }, { announce, signals: [], name: 'lamp', port: 0 });
    const states: string[] = [];
    const arrived = new Map<string, () => void>();
    const reached = (state: string): Promise<void> =>
      new Promise((resolve) => (states.includes(state) ? resolve() : arrived.set(state, resolve)));
    let isCut = false;
    const lender = await createLender({
      space,
      nearby: { backend: 'off' },
      links: links('127.0.0.2'),
      everyMs: 50,
      accepts: ({ name }) => name === 'lamp',
      device: {
        fetch: (...request) => (isCut ? Promise.reject(new TypeError('cut')) : fetch(...request)),
      },
      onChanged: (_, state) => {
        states.push(state);
        arrived.get(state)?.();
      },
    });
    t.teardown(lender.close);
    await reached('lent');
    t.same(lender.lent(), ['lamp']);
    const [hit] = (await space.lookup({ name: 'lamp' })).hits;
    t.equal(hit?.entry.kind, 'device');
    const gate = await space.openGate(device.id);
    t.equal(gate.carry, 'relay', 'the bridge is its only address');
    t.match(gate.advertisement.endpoints, [{ binding: 'attached' }]);
    const near = await connectDevice(device.url);
    t.same(
      gate.interface.schema.components().map(({ name, fingerprint }) => [name, fingerprint]),
      near.interface.schema.components().map(({ name, fingerprint }) => [name, fingerprint]),
      'the schema is unchanged',
    );
    t.same(await gate.call('convert', ASKED), { value: '1', unit: 'm' });

    const events = await space.subscribe({ name: 'lamp' });
    const next = async (): Promise<string> => {
      for await (const { event } of events) return event;
      return 'ended';
    };
    isCut = true;
    await t.rejects(gate.call('convert', ASKED), { code: 'SERVICE_UNREACHABLE' });
    await reached('gone');
    t.equal(await next(), 'stale');
    await t.rejects(gate.call('convert', ASKED), { code: 'SERVICE_STALE' });
    t.match(states, ['lent', 'suspect', 'gone']);
    isCut = false;
    await reached('alive');
    for (let left = 100; left > 0; left--) {
      const answer = await gate.call('convert', ASKED).catch(() => undefined);
      if (answer !== undefined) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    t.same(await gate.call('convert', ASKED), { value: '1', unit: 'm' });
    t.notOk((await space.lookup({ name: 'lamp' })).hits[0]?.entry.stale);

    await lender.close();
    t.same((await space.lookup({ name: 'lamp' })).hits, []);
    await device.close();
  },
);
