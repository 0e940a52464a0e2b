import t from 'tap';
import type { Test } from 'tap';
import type { CallContext, Handlers } from '../../src/client/index.js';
import { printerAdvertisement } from '../gate/gate-house.js';
import { startHouse, startService } from './space-house.js';

/** A printer on a port of its own, in a space on another: a letter is never printed, and says when it is given up. */
const setUp = async (t: Test) => {
  const house = await startHouse(t);
  const started: CallContext[] = [];
  let tell: ((context: CallContext) => void) | undefined;
  /** Fulfils with the next call that has arrived. */
  const arrival = () => new Promise<CallContext>((resolve) => void (tell = resolve));
  const handlers: Handlers = {
    print: (_value, context) => {
      started.push(context);
      tell?.(context);
      return new Promise(() => undefined);
    },
    status: () => true,
    log: () => undefined,
  };
  const advertisement = (uri: string): string =>
    printerAdvertisement({ endpoints: `<endpoint uri="${uri}" binding="stoa-http"/>` });
  const service = await startService(t, house.client, { handlers, advertisement });
  return { ...house, service, arrival, started };
};

const LETTER = { title: 'letter', copies: 1 };

const aborted = ({ signal }: CallContext): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

for (const carry of ['direct', 'relay'] as const) {
  t.test(
    `over real sockets, a caller that gives up ends the connection, and the work at the service (${carry})`,
    async (t) => {
      const { client, service, arrival } = await setUp(t);
      const gate = await client.openGate(service.id, { carry });
      const giving = new AbortController();
      const arriving = arrival();
      const call = gate.call('print', LETTER, { signal: giving.signal });
      call.catch(() => undefined);
      const context = await arriving;
      t.equal(context.signal.aborted, false);
      giving.abort();
      await t.rejects(call, { code: 'ABORTED' });
      await aborted(context);
      t.pass('the signal of the handler was aborted');
    },
  );

  t.test(`over real sockets, a deadline ends the call at both ends (${carry})`, async (t) => {
    const { client, service, arrival } = await setUp(t);
    const gate = await client.openGate(service.id, { carry });
    const arriving = arrival();
    const call = gate.call('print', LETTER, { timeoutMs: 300 });
    call.catch(() => undefined);
    const context = await arriving;
    const leftMs = (context.endsAtMs ?? 0) - Date.now();
    t.ok(leftMs <= 300, `${leftMs} ms are left`);
    await t.rejects(call, { code: 'SERVICE_TIMEOUT' });
    await aborted(context);
    t.equal(await gate.call('status', {}), true, 'the gate goes on');
  });
}
