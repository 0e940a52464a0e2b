import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sayReady } from './child.js';

// The limit: a server of `node:http` that reads the request and answers with the bytes of the first argument (base64).
const body = Buffer.from(process.argv[2] ?? '', 'base64');
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/xml; charset=utf-8', 'content-length': body.length });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  sayReady({ url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/` }, () => {
    server.closeAllConnections();
    server.close();
  });
});
