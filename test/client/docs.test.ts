import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ServiceFault, connect, failureOf, isStoaError } from '../../src/client/index.js';
import { serve } from '../../src/serve/index.js';
import type { ServedService, ServeOptions } from '../../src/serve/index.js';
import { PROJECT } from '../support/source-files.js';
import { startHouse } from './space-house.js';

const readExample = (name: string): string => readFileSync(join(PROJECT, 'examples', name), 'utf8');

t.test('the examples of docs/client.md run as they stand there and print what they say', async (t) => {
  const { url } = await startHouse(t);
  const running: { close: () => Promise<void> }[] = [];
  const printed: string[] = [];
  const given = {
    ServiceFault,
    connect,
    failureOf,
    isStoaError,
    serve: async (service: ServedService, options: ServeOptions) => {
      const served = await serve(service, { ...options, port: 0 });
      running.push(served);
      return served;
    },
    spaceUrl: url,
    advertisement: readExample('unit-converter.xml'),
    surveyAdvertisement: readExample('site-survey.xml'),
    console: { log: (...values: unknown[]) => printed.push(values.join(' ')) },
  };
  const text = readFileSync(join(PROJECT, 'docs/client.md'), 'utf8');
  const blocks = [...text.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1] ?? '');
  t.equal(blocks.length, 8);
  const body = blocks.join('\n').replaceAll(/^import .*$/gm, '');
  const AsyncFunction = (async () => undefined).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>;
  try {
    await new AsyncFunction(...Object.keys(given), body)(...Object.values(given));
  } finally {
    await Promise.all(running.map((served) => served.close()));
  }
  t.match(printed, [
    '1.864',
    /three/,
    '1000',
    'closed false',
    /open a new gate/,
    'progress',
    'progress',
    'progress',
    'summary',
    '21.5',
    'published true',
  ]);
});
