import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { ServiceFault, connect, createService, isStoaError } from '../../src/client/index.js';
import { serve } from '../../src/http/index.js';
import type { ServiceHostOptions } from '../../src/http/index.js';
import { PROJECT } from '../support/source-files.js';
import { startHouse } from './space-house.js';

const findFreePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

const readExample = (name: string): string => readFileSync(join(PROJECT, 'examples', name), 'utf8');

t.test('the examples of docs/client.md run as they stand there and print what they say', async (t) => {
  const { url } = await startHouse(t);
  const ports = new Map([4010, 4011].map((port) => [port, findFreePort()] as const));
  const portOf = async (port: number): Promise<number> => (await ports.get(port)) ?? port;
  const hosts: { close: () => Promise<void> }[] = [];
  const printed: string[] = [];
  const given = {
    ServiceFault,
    connect,
    createService,
    isStoaError,
    serve: async (options: ServiceHostOptions) => {
      const host = await serve({ ...options, port: await portOf(options.port ?? 0) });
      hosts.push(host);
      return host;
    },
    spaceUrl: url,
    advertisement: readExample('unit-converter.xml').replace('4010', String(await portOf(4010))),
    surveyAdvertisement: readExample('site-survey.xml').replace('4011', String(await portOf(4011))),
    console: { log: (...values: unknown[]) => printed.push(values.join(' ')) },
  };
  const text = readFileSync(join(PROJECT, 'docs/client.md'), 'utf8');
  const blocks = [...text.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1] ?? '');
  t.equal(blocks.length, 6);
  const body = blocks.join('\n').replaceAll(/^import .*$/gm, '');
  const ending = 'published.kept.stop(); surveyPublished.kept.stop();';
  const AsyncFunction = (async () => undefined).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>;
  try {
    await new AsyncFunction(...Object.keys(given), `${body}\n${ending}`)(...Object.values(given));
  } finally {
    await Promise.all(hosts.map((host) => host.close()));
  }
  t.match(printed, ['1.864', /three/, '1000', 'progress', 'progress', 'progress', 'summary', '21.5', 'published true']);
});
