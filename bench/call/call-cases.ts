import { fileURLToPath } from 'node:url';
import { createClientKey } from '../../src/client/index.js';
import type { Gate } from '../../src/client/index.js';
import { connect } from '../../src/serve/index.js';
import { createFlightLoop } from '../harness.js';
import type { BenchCase, Contestant } from '../harness.js';
import { startServer } from '../servers/child.js';
import { createGrpcCaller } from './grpc-converter.js';
import { createBroker, startNats } from './moleculer-broker.js';

const EXAMPLES = fileURLToPath(new URL('../../../../examples', import.meta.url));
const VALUE = { value: '3', unit: 'km', to: 'mi' };
const ANSWER = '{"value":"1.86411357671","unit":"mi"}';
const MESSAGE =
  '<?xml version="1.0" encoding="UTF-8"?>\n<convert xmlns="urn:example:units"><value>3</value><unit>km</unit><to>mi</to></convert>';
const FETCH = 'fetch from node:http, unchecked';

/** One way to call the converter. */
interface Caller {
  readonly name: string;
  readonly call: () => Promise<unknown>;
  readonly close: () => Promise<void> | void;
}

type Carry = 'direct' | 'relay';

interface CaseKind {
  readonly carry: Carry;
  /** Whether the service is restricted, the gate is bound to a key, and each call is proved with it. */
  readonly bound: boolean;
}

interface Stoa extends Caller {
  /** URL of the bare server beside the service. */
  readonly bare: string;
}

const openGate = async (spaceUrl: string, id: string, { carry, bound }: CaseKind): Promise<Gate> => {
  const client = connect(spaceUrl, bound ? { key: await createClientKey() } : {});
  return client.openGate(id, { carry });
};

/** A call by the library with values in and out, checked on both sides. */
const startStoa = async (kind: CaseKind): Promise<Stoa> => {
  const space = await startServer<{ url: string }>('space', '0');
  const service = await startServer<{ id: string; bare: string }>(
    'converter',
    EXAMPLES,
    space.told.url,
    kind.bound ? 'restricted' : 'unrestricted',
  );
  const gate = await openGate(space.told.url, service.told.id, kind);
  return {
    name: `stoa, ${kind.carry} gate${kind.bound ? ', bound' : ''}`,
    call: () => gate.call('convert', VALUE),
    bare: service.told.bare,
    close: async () => {
      await service.end();
      await space.end();
    },
  };
};

/** The same bytes from a bare server; nothing is checked. */
const createFetch = (url: string, name = FETCH): Caller => ({
  name,
  call: async () => {
    const answer = await fetch(url, { method: 'POST', body: MESSAGE, headers: { 'content-type': 'application/xml' } });
    const text = await answer.text();
    return { value: /<value>(.*?)</.exec(text)?.[1], unit: /<unit>(.*?)</.exec(text)?.[1] };
  },
  close: () => undefined,
});

/** The same, with a server in between that only passes on: what a relay could be at most. */
const startProxy = async (url: string): Promise<Caller> => {
  const proxy = await startServer<{ url: string }>('proxy', new URL(url).port);
  return { ...createFetch(proxy.told.url, 'fetch through a bare proxy of node:http'), close: proxy.end };
};

const startGrpc = async (): Promise<Caller> => {
  const server = await startServer<{ address: string }>('grpc-converter');
  const { call, close } = createGrpcCaller(server.told.address);
  return {
    name: 'gRPC, unary, @grpc/grpc-js',
    call: () => call(VALUE),
    close: async () => {
      close();
      await server.end();
    },
  };
};

const startMoleculer = async (): Promise<Caller | undefined> => {
  const nats = await startNats();
  if (!nats) {
    console.error('nats-server is not installed: Moleculer over NATS is left out');
    return undefined;
  }
  const server = await startServer('moleculer-converter', nats.url);
  const broker = createBroker('caller', nats.url);
  await broker.start();
  await broker.waitForServices('units');
  return {
    name: 'Moleculer over NATS',
    call: () => broker.call('units.convert', VALUE),
    close: async () => {
      await broker.stop();
      await server.end();
      await nats.end();
    },
  };
};

const startRivals = async (bare: string, { carry }: CaseKind): Promise<readonly Caller[]> => {
  const proxies = carry === 'relay' ? [await startProxy(bare)] : [];
  const rivals = [createFetch(bare), ...proxies, await startGrpc(), await startMoleculer()];
  return rivals.filter((rival) => rival !== undefined);
};

const toContestant = async ({ name, call }: Caller, inFlight: number): Promise<Contestant> => {
  const { value, unit } = (await call()) as typeof VALUE;
  if (JSON.stringify({ value, unit }) !== ANSWER) throw new RangeError(`${name} answers otherwise`);
  return createFlightLoop(name, inFlight, call);
};

const createCase = (kind: CaseKind, inFlight: number): BenchCase => ({
  name: `call/${kind.carry}${kind.bound ? '-bound' : ''}-${inFlight}`,
  goals: kind.bound ? {} : { [FETCH]: kind.carry === 'direct' ? 0.8 : 0.4 },
  open: async () => {
    const stoa = await startStoa(kind);
    const callers = [stoa, ...(await startRivals(stoa.bare, kind))];
    const [ours, ...others] = await Promise.all(callers.map((caller) => toContestant(caller, inFlight)));
    if (!ours) throw new RangeError('there is nobody to measure');
    return {
      contestants: [ours, ...others],
      close: async () => {
        for (const caller of callers) await caller.close();
      },
    };
  },
});

const KINDS: readonly CaseKind[] = [
  { carry: 'direct', bound: false },
  { carry: 'direct', bound: true },
  { carry: 'relay', bound: false },
  { carry: 'relay', bound: true },
];

/** Calls with 1, 16 and 64 in flight, each way to call in its own process. */
export const callCases: readonly BenchCase[] = KINDS.flatMap((kind) =>
  [1, 16, 64].map((count) => createCase(kind, count)),
);
