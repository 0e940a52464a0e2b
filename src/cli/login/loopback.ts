import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { StoaError } from '../../base/index.js';

/** Waits for the browser to come back from the provider (RFC 8252 section 7.3). */
export interface LoopbackListener {
  /** Where the provider sends the browser to. */
  readonly redirectUri: string;
  /** Resolves with the URL that the browser came with. @throws {StoaError} `ABORTED` */
  readonly cameBack: Promise<URL>;
  readonly close: () => void;
}

const PATH = '/callback';

const PAGE =
  '<!doctype html><title>Stoa</title><p>You are logged in, or not: the terminal says which. This page can be closed.';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

/** A promise that is settled from outside. */
const createPending = <Value>() => {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Value>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
};

/** Listens on this machine, at a port that the system chooses, until the browser came or `signal` is aborted. */
export const listenForBrowser = async (signal: AbortSignal): Promise<LoopbackListener> => {
  const came = createPending<URL>();
  let origin = '';
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', origin);
    const isCallback =
      request.method === 'GET' && url.pathname === PATH && request.headers.host === new URL(origin).host;
    response.writeHead(isCallback ? 200 : 404, HEADERS).end(isCallback ? PAGE : '');
    if (isCallback) came.resolve(url);
  };
  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null)
    throw new StoaError('INTERNAL', 'the listener for the browser has no address');
  origin = `http://127.0.0.1:${String(address.port)}`;
  const giveUp = (): void => came.reject(new StoaError('ABORTED', 'the login was given up'));
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp, { once: true });
  // Who closes the listener may wait no longer.
  came.promise.catch(() => undefined);
  return {
    redirectUri: origin + PATH,
    cameBack: came.promise,
    close: () => {
      signal.removeEventListener('abort', giveUp);
      server.close();
      server.closeAllConnections();
    },
  };
};
