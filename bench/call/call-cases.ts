import { fileURLToPath } from 'node:url';
import { connect } from '../../src/client/index.js';
import { createAsyncLoop } from '../harness.js';
import type { BenchCase, Contestant } from '../harness.js';
import { startServer } from '../servers/child.js';

const IN_FLIGHT = 16;
const EXAMPLES = fileURLToPath(new URL('../../../../examples', import.meta.url));
const VALUE = { value: '3', unit: 'km', to: 'mi' };
const MESSAGE =
  '<?xml version="1.0" encoding="UTF-8"?>\n<convert xmlns="urn:example:units"><value>3</value><unit>km</unit><to>mi</to></convert>';

interface Converter {
  readonly advertisement: string;
  readonly bare: string;
  readonly answer: string;
}

const postPlainly = (url: string) => async (): Promise<string> => {
  const answer = await fetch(url, { method: 'POST', body: MESSAGE, headers: { 'content-type': 'application/xml' } });
  return answer.text();
};

const createParallelLoop = (name: string, run: () => Promise<unknown>): Contestant => {
  const loop = createAsyncLoop(name, () => Promise.all(Array.from({ length: IN_FLIGHT }, run)));
  return { name, measure: async (periodMs) => IN_FLIGHT * (await loop.measure(periodMs)) };
};

/** A call by the SDK with values in and out, checked on both sides, against `fetch` of the same bytes from a bare server. */
const createCallCase = (carry: 'direct' | 'relay'): BenchCase => ({
  name: `call/${carry}`,
  open: async () => {
    const [space, converter] = await Promise.all([
      startServer<{ url: string }>('space', '0'),
      startServer<Converter>('converter', EXAMPLES),
    ]);
    const client = connect(space.told.url);
    const { entry } = await client.publish(converter.told.advertisement, { periodMs: 3_600_000 });
    const gate = await client.openGate(entry.id, { carry });
    const plain = postPlainly(converter.told.bare);
    const answer = await gate.call('convert', VALUE);
    if (JSON.stringify(answer) !== '{"value":"1.86411357671","unit":"mi"}') throw new RangeError('another answer');
    if ((await plain()) !== converter.told.answer) throw new RangeError('another plain answer');
    return {
      contestants: [
        createParallelLoop(`stoa, ${carry} gate`, () => gate.call('convert', VALUE)),
        createParallelLoop('fetch from node:http, unchecked', plain),
      ],
      close: async () => {
        await Promise.all([space.end(), converter.end()]);
      },
    };
  },
});

export const callCases: readonly BenchCase[] = [createCallCase('direct'), createCallCase('relay')];
