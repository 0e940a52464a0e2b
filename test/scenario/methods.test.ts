import t from 'tap';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toUtf8 } from '../../src/base/index.js';
import { ServiceFault, connect, createService } from '../../src/client/index.js';
import type { Gate, MessageHandler, ServiceInput } from '../../src/client/index.js';
import { serve } from '../../src/http/index.js';
import { findChild, textOf } from '../../src/xml/index.js';
import { startTestServer } from '../http/support/test-server.js';
import { PROJECT } from '../support/source-files.js';

const UNITS = 'urn:example:units';
const LARGEST = 1000;

type Convert = { readonly value: string; readonly unit: string; readonly to: string };

/** The converter with handlers of typed values. */
const WITH_HANDLERS: Pick<ServiceInput, 'handlers'> = {
  handlers: {
    convert: (value) => {
      const { value: length, to } = value as unknown as Convert;
      if (Number(length) > LARGEST)
        throw new ServiceFault({
          element: { namespace: UNITS, local: 'outOfRange' },
          value: { largest: String(LARGEST) },
        });
      return { value: length, unit: to };
    },
  },
};

/** The same service written on messages: XML in, XML out. */
const onMessage: MessageHandler = async ({ element }) => {
  const text = (local: string): string => {
    const child = findChild(element, { namespace: UNITS, local });
    return child === undefined ? '' : textOf(child);
  };
  if (Number(text('value')) > LARGEST)
    return {
      bytes: toUtf8(`<outOfRange xmlns="${UNITS}"><largest>${String(LARGEST)}</largest></outOfRange>`),
    };
  return {
    bytes: toUtf8(`<converted xmlns="${UNITS}"><value>${text('value')}</value><unit>${text('to')}</unit></converted>`),
  };
};

interface House {
  readonly gate: Gate;
  /** Requests as they went over the wire: URL, headers and body. */
  readonly sent: { readonly url: string; readonly headers: Headers; readonly body: Uint8Array }[];
}

const startHouse = async (
  t: Parameters<typeof startTestServer>[0],
  { service: input, carry }: { readonly service: Partial<ServiceInput>; readonly carry: 'direct' | 'relay' },
): Promise<House> => {
  const server = await startTestServer(t);
  const url = `${server.url}/spaces/main`;
  const late: { service?: Awaited<ReturnType<typeof createService>> } = {};
  const host = await serve({
    handle: (request) => late.service?.handle(request) ?? Promise.reject(new TypeError('too early')),
  });
  t.teardown(() => host.close());
  const text = await readFile(join(PROJECT, 'examples', 'unit-converter.xml'), 'utf8');
  const advertisement = text.replace('http://127.0.0.1:4010/', host.url);
  const service = await createService({ advertisement, ...input } as ServiceInput, { space: connect(url) });
  late.service = service;
  const published = await service.publish();
  t.teardown(() => published.kept.stop());
  const sent: House['sent'] = [];
  const recording: typeof fetch = (target, init) => {
    if (init?.body instanceof Uint8Array)
      sent.push({ url: String(target), headers: new Headers(init.headers), body: init.body });
    return fetch(target, init);
  };
  const gate = await connect(url, { fetch: recording }).openGate(published.entry.id, { carry });
  return { gate, sent };
};

const STYLES = { handlers: WITH_HANDLERS, 'raw messages': { onMessage } } as const;

for (const [style, service] of Object.entries(STYLES))
  for (const carry of ['direct', 'relay'] as const) {
    t.test(`[gate:methods] a service of ${style} answers through a ${carry} gate`, async (t) => {
      const { gate } = await startHouse(t, { service, carry });
      t.same(await gate.call('convert', { value: '3.50', unit: 'km', to: 'mi' }), { value: '3.50', unit: 'mi' });
    });

    t.test(`[gate:methods] a service of ${style} answers with its fault through a ${carry} gate`, async (t) => {
      const { gate } = await startHouse(t, { service, carry });
      const thrown: unknown = await gate
        .call('convert', { value: '1001', unit: 'km', to: 'mi' })
        .catch((error: unknown) => error);
      t.type(thrown, ServiceFault);
      if (thrown instanceof ServiceFault) t.same(thrown.value, { largest: String(LARGEST) });
    });

    t.test(
      `[gate:both-ends] with the client's check off, a service of ${style} refuses a wrong field by itself (${carry})`,
      async (t) => {
        const { gate, sent } = await startHouse(t, { service, carry });
        await t.rejects(gate.call('convert', { value: 'many', unit: 'km', to: 'mi' }), { code: 'VALUE_INVALID' });
        const before = sent.length;
        const wrong = `<convert xmlns="${UNITS}"><value>many</value><unit>km</unit><to>mi</to></convert>`;
        await t.rejects(gate.callMessage(wrong), { code: 'MESSAGE_INVALID' });
        t.equal(sent.length, before, 'nothing was sent');
        const answer = await fetch(gate.uri, {
          method: 'POST',
          body: wrong,
          headers: { 'content-type': 'application/xml' },
        });
        t.equal(answer.status, 422);
        t.match(await answer.text(), 'MESSAGE_INVALID');
      },
    );
  }

t.test(
  '[gate:methods] a call by method is an ordinary message: the recorded bytes replay without the client',
  async (t) => {
    const { gate, sent } = await startHouse(t, { service: WITH_HANDLERS, carry: 'direct' });
    await gate.call('convert', { value: '2', unit: 'm', to: 'ft' });
    const { url, headers, body } = sent.at(-1) ?? { url: '', headers: new Headers(), body: new Uint8Array() };
    const answer = await fetch(url, {
      method: 'POST',
      body: body.slice(),
      headers: { 'content-type': headers.get('content-type') ?? '' },
    });
    t.equal(answer.status, 200);
    t.match(await answer.text(), /<converted xmlns="urn:example:units"><value>2<\/value><unit>ft<\/unit><\/converted>/);
  },
);
