import { readFileSync } from 'node:fs';
import { readAdvertisement } from '../../../src/advertisement/index.js';
import { emitCodecs, readSchema } from '../../../src/schema/index.js';
import { parseXml } from '../../../src/xml/index.js';

const ADVERTISEMENT = new URL('../../../examples/unit-converter.xml', import.meta.url);

/** Text of `unit-converter-codecs.ts`: the codecs of the example's messages. */
export const unitConverterCodecs = (): string => {
  const { root, source } = parseXml(readFileSync(ADVERTISEMENT, 'utf8'));
  const { interface: description } = readAdvertisement(root, source);
  const { methods = [], schemas = [] } = description ?? {};
  const roots = methods.flatMap(({ request, response, faults }) => [
    request,
    ...(response ? [response] : []),
    ...faults,
  ]);
  return emitCodecs(readSchema(schemas), roots, { runtime: '../../../src/schema/runtime/index.js' }).text;
};
