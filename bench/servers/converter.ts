import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '../../src/serve/index.js';
import { sayReady } from './child.js';

// The converter of the examples, published, and the same answer from a bare server; arguments: the folder of the examples, the URL
// of the space, whether the service is restricted.
const ANSWER =
  '<?xml version="1.0" encoding="UTF-8"?>\n<converted xmlns="urn:example:units"><value>1.86411357671</value><unit>mi</unit></converted>';

const bare = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/xml; charset=utf-8', 'content-length': ANSWER.length });
    response.end(ANSWER);
  });
});
await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));

const [examples = '', space = '', access] = process.argv.slice(2);
const running = await serve(
  {
    advertisement: await readFile(`${examples}/unit-converter.xml`, 'utf8'),
    handlers: { convert: () => ({ value: '1.86411357671', unit: 'mi' }) },
  },
  { space, access: access === 'restricted' ? access : 'unrestricted', periodMs: 3_600_000, signals: [] },
);
sayReady({ id: running.id, bare: `http://127.0.0.1:${String((bare.address() as AddressInfo).port)}/` }, async () => {
  await running.close();
  bare.closeAllConnections();
  bare.close();
});
