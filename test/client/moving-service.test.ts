import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import type { Handlers, Service } from '../../src/client/index.js';
import { createClientKey, createService } from '../../src/client/index.js';
import { serve } from '../../src/http/index.js';
import { printerAdvertisement } from '../gate/gate-house.js';
import { startHouse } from './space-house.js';

type House = Awaited<ReturnType<typeof startHouse>>;

const LETTER = { title: 'letter', copies: 1 };

const advertise = (uri: string, access: 'restricted' | 'unrestricted'): string =>
  printerAdvertisement({ access, endpoints: `<endpoint uri="${uri}" binding="stoa-http"/>` });

/** A printer that is published, and can move to another port with all that it knows. */
const startMovable = async (t: Test, { client }: House, access: 'restricted' | 'unrestricted') => {
  const printed: string[] = [];
  const handlers: Handlers = {
    print: (value) => {
      printed.push(JSON.stringify(value));
      return { sheets: 1 };
    },
    status: () => true,
    log: () => undefined,
  };
  const made: { service?: Service } = {};
  const listen = async () => {
    const host = await serve({
      handle: async (request) => {
        if (!made.service) throw new TypeError('called before it was made');
        return made.service.handle(request);
      },
    });
    t.teardown(() => host.close());
    return host;
  };
  const first = await listen();
  made.service = await createService({ advertisement: advertise(first.url, access), handlers }, { space: client });
  const { entry, lease, kept } = await made.service.publish();
  t.teardown(() => kept.stop());
  const publishAt = async (uri: string): Promise<void> => {
    const { credential = '' } = lease;
    await client.update(entry.id, advertise(uri, access), { credential });
  };
  /** Closes its port, and opens another one. */
  const move = async (): Promise<string> => {
    await first.close();
    const second = await listen();
    await publishAt(second.url);
    return second.url;
  };
  return { id: entry.id, move, close: first.close, publishAt, printed };
};

for (const access of ['unrestricted', 'restricted'] as const) {
  for (const carry of ['direct', 'relay'] as const) {
    t.test(
      `[gate:name] an ${access} service moves port in mid-session: calls go on with the same ${carry} gate`,
      async (t) => {
        const house = await startHouse(t, { client: { key: await createClientKey() } });
        const printer = await startMovable(t, house, access);
        const gate = await house.client.openGate(printer.id, { carry });
        const { id, uri } = gate;
        await gate.call('print', LETTER);
        const movedTo = await printer.move();
        for (const method of ['print', 'print', 'status']) await gate.call(method, method === 'print' ? LETTER : {});
        t.equal(gate.id, id, 'its name stays');
        t.equal(gate.uri, carry === 'direct' ? movedTo : uri, 'its address is the new one');
        t.equal(printer.printed.length, 3, 'each call was made once');
      },
    );
  }
}

/** Listens, takes requests and cuts the connection when one has arrived; counts what arrived. */
const startCutter = async (
  t: Test,
): Promise<{ readonly url: string; readonly arrived: string[]; readonly server: Server }> => {
  const arrived: string[] = [];
  const server = createServer((socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      text += data.toString('utf8');
      if (!text.includes('</') && !text.includes('/>')) return;
      arrived.push(text);
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, arrived, server };
};

for (const carry of ['direct', 'relay'] as const) {
  t.test(
    `a message whose bytes may have arrived is never sent twice through a ${carry} gate, unless its method is idempotent`,
    async (t) => {
      const house = await startHouse(t);
      const printer = await startMovable(t, house, 'unrestricted');
      const cutter = await startCutter(t);
      await printer.publishAt(cutter.url);
      const gate = await house.client.openGate(printer.id, { carry, retryWaitMs: 5 });
      await t.rejects(gate.call('print', LETTER), { code: 'SERVICE_UNREACHABLE' });
      t.equal(cutter.arrived.length, 1);
      await t.rejects(gate.call('status', {}), { code: 'SERVICE_UNREACHABLE' });
      t.equal(cutter.arrived.length, 1 + 3, 'the idempotent one was tried three times');
    },
  );

  t.test(`a service that is not there is told as unreachable, through a ${carry} gate`, async (t) => {
    const house = await startHouse(t);
    const printer = await startMovable(t, house, 'unrestricted');
    const gate = await house.client.openGate(printer.id, { carry, retryWaitMs: 5 });
    await printer.close();
    await t.rejects(gate.call('print', LETTER), { code: 'SERVICE_UNREACHABLE' });
    await gate.close();
  });
}
