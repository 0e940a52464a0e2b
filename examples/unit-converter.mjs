// A quick service: one request, one answer. Run it beside `stoa serve`:  node examples/unit-converter.mjs
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ServiceFault, serve } from 'stoa';

const METRES = { m: 1, km: 1000, ft: 0.3048, mi: 1609.344 };
const LARGEST = 1e12;

const handlers = {
  convert: ({ value, unit, to }) => {
    const metres = Number(value) * METRES[unit];
    if (Math.abs(metres) > LARGEST)
      throw new ServiceFault({
        element: { namespace: 'urn:example:units', local: 'outOfRange' },
        value: { largest: String(LARGEST) },
      });
    return { value: String(Number((metres / METRES[to]).toPrecision(12))), unit: to };
  },
};

/** Starts the service on a free port and publishes it in `space`; resolves with what ends it. */
export const startUnitConverter = async (space, options = { signals: [] }) => {
  const advertisement = await readFile(new URL('unit-converter.xml', import.meta.url), 'utf8');
  const { url, close } = await serve({ advertisement, handlers }, { space, ...options });
  return { url, stop: close };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const space = process.env.STOA_SPACE ?? 'http://127.0.0.1:7862/spaces/main';
  const { url } = await startUnitConverter(space, {});
  console.log(`unit-converter takes messages at ${url}; Ctrl-C withdraws it`);
}
