import t from 'tap';
import { connect as connectSocket } from 'node:net';
import { concatBytes, systemClock, systemRandom, toUtf8 } from '../../src/base/index.js';
import { connect, createClientKey } from '../../src/client/index.js';
import type { Handlers } from '../../src/client/index.js';
import { nodeHashing } from '../../src/http/index.js';
import { createProver } from '../../src/security/index.js';
import { PRINT, printerAdvertisement } from '../gate/gate-house.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { createCountingFetch, startHouse, startService } from './space-house.js';

const BODY = toUtf8(`<status xmlns="${PRINT}"/>`);

/** Sends bytes on a connection of their own and gives what came back. */
const exchange = (port: number, bytes: Uint8Array, whole = true): Promise<string> =>
  new Promise((resolve) => {
    const socket = connectSocket(port, '127.0.0.1');
    let received = '';
    socket.on('data', (part: Buffer) => (received += part.toString('latin1')));
    socket.on('close', () => resolve(received));
    socket.on('error', () => socket.destroy());
    // More of a message that says it is longer than it is would be waited for.
    if (whole) socket.write(bytes);
    else socket.end(bytes);
  });

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);

/** A request as it goes over the wire, and which of its bytes say nothing that a service acts on. */
const writeRequest = (url: URL, headers: Readonly<Record<string, string>>) => {
  const start = `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\nconnection: close\r\ncontent-length: ${BODY.length}\r\n`;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${start}${lines.join('')}\r\n`;
  const values = new Set<number>();
  let at = start.length;
  for (const [index, [name, value]] of Object.entries(headers).entries()) {
    const from = at + name.length + 2;
    for (let one = from; one < from + value.length; one++) values.add(one);
    at += lines[index]?.length ?? 0;
  }
  for (let one = head.length; one < head.length + BODY.length; one++) values.add(one);
  return { bytes: concatBytes(toUtf8(head), BODY), values };
};

for (const carry of ['direct', 'relay'] as const) {
  t.test(`[auth:bound] of a message on the wire of a ${carry} gate no byte can be another`, async (t) => {
    const house = await startHouse(t);
    let handled = 0;
    const handlers: Handlers = { print: () => ({ sheets: 1 }), status: () => (handled++, true), log: () => undefined };
    const advertisement = (uri: string): string =>
      printerAdvertisement({ access: 'restricted', endpoints: `<endpoint uri="${uri}" binding="stoa-http"/>` });
    const service = await startService(t, house.client, { handlers, advertisement, options: { hashing: nodeHashing } });
    const key = await createClientKey();
    const counting = createCountingFetch();
    const gate = await connect(house.url, { key, fetch: counting.fetch }).openGate(service.id, { carry });
    t.equal(await gate.call('status', {}), true);
    const authorization = counting.requests.at(-1)?.headers.get('authorization') ?? '';

    const url = new URL(gate.uri);
    const parts = { key, gate: gate.id, service: service.id, clock: systemClock, random: systemRandom };
    const prover = createProver({ ...parts, hashing: nodeHashing });
    const prove = () =>
      prover.prove({ method: 'POST', headers: { 'content-type': 'application/xml', authorization }, body: BODY });
    const first = await prove();
    const answer = await fetch(url, { method: 'POST', headers: { ...first.headers }, body: BODY.slice() });
    await first.settle(Object.fromEntries(answer.headers));
    const fresh = async () => writeRequest(url, (await prove()).headers);
    t.equal(statusOf(await exchange(Number(url.port), (await fresh()).bytes)), 200, 'unchanged it is answered');

    const seeded = createSeededRandom(carry === 'direct' ? 11 : 12);
    handled = 0;
    let harmless = 0;
    const { bytes: sample } = await fresh();
    for (let at = 0; at < sample.length; at++) {
      const { bytes, values } = await fresh();
      bytes[at] = (bytes[at] ?? 0) ^ seeded.intBetween(1, 255);
      const before = handled;
      const status = statusOf(await exchange(Number(url.port), bytes, values.has(at)));
      if (handled === before) {
        if (status >= 200 && status < 300) t.fail(`byte ${at} changed: status ${status} without a call`);
        continue;
      }
      // Names of headers and the version of HTTP have more than one spelling, and none of them says anything else.
      if (values.has(at)) t.fail(`byte ${at} changed, and the call was made: ${new TextDecoder().decode(bytes)}`);
      harmless++;
    }
    t.comment(`${sample.length} bytes, ${harmless} changes that mean nothing`);
    t.ok(harmless < sample.length / 20);
    t.equal(statusOf(await exchange(Number(url.port), (await fresh()).bytes)), 200, 'and the next one is answered');
  });
}
