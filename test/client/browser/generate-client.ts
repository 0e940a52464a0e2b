import { readFileSync } from 'node:fs';
import { fromAdvertisement, generate } from '../../../src/generate/index.js';

const ADVERTISEMENT = new URL('../../../examples/unit-converter.xml', import.meta.url);

/** Text of `unit-converter.ts`: the client of the example, over the sources. */
export const unitConverterClient = (): string =>
  generate(fromAdvertisement(readFileSync(ADVERTISEMENT, 'utf8')), {
    command: 'stoa generate --advertisement examples/unit-converter.xml',
    version: '0.1.0',
    from: { client: '../../../src/client/contract/index.js', runtime: '../../../src/schema/runtime/index.js' },
  }).text;
