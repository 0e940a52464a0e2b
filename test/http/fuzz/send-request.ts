import { Agent, request } from 'node:http';
import type { FuzzAnswer } from './check-answer.js';
import type { FuzzRequest } from './make-request.js';

/** How long an answer may take, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** Sends requests as they are to a server, over kept connections. */
export const createSender = (url: string) => {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const send = ({ method, target, headers, body }: FuzzRequest): Promise<FuzzAnswer> =>
    new Promise((resolve, reject) => {
      const outgoing = { ...headers, ...(body && { 'content-length': String(body.length) }) };
      const sent = request({
        agent,
        hostname,
        port,
        method,
        path: target,
        headers: outgoing,
        setHost: !('host' in headers),
      });
      sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new RangeError(`no answer within ${TIMEOUT_MS} ms`)));
      sent.on('error', reject);
      sent.on('response', (answer) => {
        const { statusCode: status = 0, headers: received } = answer;
        // A stream has no end.
        if (String(received['content-type']).startsWith('text/event-stream')) {
          resolve({ status, headers: received, body: '' });
          answer.destroy();
          return;
        }
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => resolve({ status, headers: received, body: text }));
        answer.on('error', reject);
      });
      sent.end(body);
    });
  return { send, close: () => agent.destroy() };
};
