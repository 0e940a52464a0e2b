import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';

/** A `fetch` that counts bytes as they go over its sockets, headers included. */
export interface WireFetch {
  readonly fetch: typeof fetch;
  /** Bytes so far: sent, received, and how many requests were made. */
  readonly count: () => { readonly sent: number; readonly received: number; readonly requests: number };
  readonly close: () => void;
}

const toHeaders = ({ rawHeaders }: IncomingMessage): Headers => {
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  return headers;
};

const toResponse = (answer: IncomingMessage): Response => {
  const status = answer.statusCode ?? 500;
  const body = status === 204 || status === 304 ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>);
  return new Response(body, { status, headers: toHeaders(answer) });
};

/** Counts over `node:http` with kept connections. Takes URLs and the options that our client uses. */
export const createWireFetch = (): WireFetch => {
  const agent = new Agent({ keepAlive: true });
  const sockets = new Set<Socket>();
  let requests = 0;
  const wire: typeof fetch = (input, init = {}) =>
    new Promise((resolve, reject) => {
      requests++;
      const headers = Object.fromEntries(new Headers(init.headers));
      const sent = request(String(input), { agent, method: init.method ?? 'GET', headers });
      sent.on('socket', (socket) => sockets.add(socket));
      sent.on('response', (answer) => resolve(toResponse(answer)));
      sent.on('error', reject);
      init.signal?.addEventListener('abort', () => sent.destroy(new DOMException('aborted', 'AbortError')), {
        once: true,
      });
      sent.end(init.body instanceof Uint8Array ? init.body : undefined);
    });
  return {
    fetch: wire,
    count: () => {
      let [sent, received] = [0, 0];
      for (const socket of sockets) {
        sent += socket.bytesWritten;
        received += socket.bytesRead;
      }
      return { sent, received, requests };
    },
    close: () => agent.destroy(),
  };
};
