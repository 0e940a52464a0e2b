import { Agent, createServer, request as startRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sayReady } from './child.js';

// What one more server on the way costs at least: it sends on to the port of the first argument what it is sent, and back what is answered.
const port = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true });

const readWhole = (message: IncomingMessage, take: (body: Uint8Array) => void): void => {
  const parts: Uint8Array[] = [];
  message.on('data', (part: Uint8Array) => parts.push(part));
  message.on('end', () => take(Buffer.concat(parts)));
};

const server = createServer((incoming, response) => {
  readWhole(incoming, (body) => {
    const headers = { 'content-type': incoming.headers['content-type'], 'content-length': body.length };
    const outgoing = startRequest({ agent, host: '127.0.0.1', port, method: 'POST', path: '/', headers });
    outgoing.once('response', (answer) => {
      readWhole(answer, (answered) => {
        const { statusCode = 500, headers: sent } = answer;
        response.writeHead(statusCode, { 'content-type': sent['content-type'], 'content-length': answered.length });
        response.end(answered);
      });
    });
    outgoing.on('error', () => response.destroy());
    outgoing.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  sayReady({ url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/` }, () => {
    server.closeAllConnections();
    server.close();
    agent.destroy();
  });
});
