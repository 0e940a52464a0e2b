import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createService } from '../../src/client/index.js';
import { nodeHashing, serve } from '../../src/http/index.js';
import { sayReady } from './child.js';

// The converter of the examples, restricted and published, and the same answer from a bare server; arguments: the folder
// of the examples, the URL of the space.
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

const late: { service?: Awaited<ReturnType<typeof createService>> } = {};
const host = await serve({
  handle: (request) => late.service?.handle(request) ?? Promise.reject(new TypeError('too early')),
});
const text = await readFile(`${process.argv[2] ?? ''}/unit-converter.xml`, 'utf8');
const advertisement = text
  .replace('http://127.0.0.1:4010/', host.url)
  .replace('kind="service"', 'kind="service" access="restricted"');
const handlers = { convert: () => ({ value: '1.86411357671', unit: 'mi' }) };
const space = connect(process.argv[3] ?? '');
late.service = await createService({ advertisement, handlers }, { space, hashing: nodeHashing });
const published = await late.service.publish({ periodMs: 3_600_000 });
sayReady(
  { id: published.entry.id, bare: `http://127.0.0.1:${String((bare.address() as AddressInfo).port)}/` },
  async () => {
    published.kept.stop();
    await host.close();
    bare.closeAllConnections();
    bare.close();
  },
);
