import type { Test } from 'tap';
import { connect as connectSocket } from 'node:net';
import type { Socket } from 'node:net';
import type { Log } from '../../../src/base/index.js';
import { loadConfiguration, startServer } from '../../../src/server/index.js';
import { createLogger } from '../../../src/server/logger.js';
import type { RunningServer, ServerCollaborators } from '../../../src/server/index.js';
import { schemaThreadProgram } from '../../support/compiled.js';

export interface TestServer extends RunningServer {
  /** `fetch` of a path below the server's URL. */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  /** A raw connection that answers with all that came until the server closed it. */
  readonly raw: (text: string | Uint8Array) => Promise<string>;
  readonly open: () => Socket;
}

export interface TestServerOptions {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly collaborators?: ServerCollaborators;
}

/**
 * What every secret of ours looks like: credentials, proofs' keys and secrets of clients are 32 bytes in base64url, tokens are JWTs, and
 * addresses of relays end with such 32 bytes.
 */
const SECRET = /(?<![\w-])(?:[\w-]{43}|eyJ[\w-]{16,}(?:\.[\w-]*){1,2})(?![\w-])/u;

/** What looks like a secret in a line. */
export const findSecret = (line: string): string | undefined => SECRET.exec(line)?.[0];

/** A log at the most talkative level that fails a test when a line holds anything that looks like a secret: so all tests look for it. */
const createWatchedLog = (t: Pick<Test, 'fail'>): Log =>
  createLogger('trace', {
    write: (line: string) => {
      const found = findSecret(line);
      if (found !== undefined) t.fail(`a log line holds what may be a secret, ${found}: ${line.slice(0, 1000)}`);
    },
  });

/** A server on a free port over memory, closed at the end of the test. */
export const startTestServer = async (
  t: Test,
  { flags = {}, collaborators = {} }: TestServerOptions = {},
): Promise<TestServer> => {
  const configuration = await loadConfiguration({
    folder: t.testdirName,
    flags: { store: 'memory', port: 0, logLevel: 'silent', shutdownGraceMs: 2000, ...flags },
  });
  const server = await startServer(configuration, {
    log: createWatchedLog(t),
    schemaThreadProgram,
    ...collaborators,
  });
  t.teardown(() => server.close());
  const open = (): Socket => {
    const socket = connectSocket(server.address.port, '127.0.0.1');
    t.teardown(() => socket.destroy());
    return socket;
  };
  return {
    ...server,
    open,
    request: (path, init) => fetch(server.url + path, init),
    raw: (text) =>
      new Promise((resolve, reject) => {
        const socket = open();
        let received = '';
        socket.on('data', (part: Buffer) => (received += part.toString('utf8')));
        socket.on('end', () => resolve(received));
        socket.on('error', (error: NodeJS.ErrnoException) => (received === '' ? reject(error) : resolve(received)));
        socket.write(text);
      }),
  };
};

/** A log that keeps its lines. */
export const createLogKeeper = (): { readonly log: Log; readonly lines: (readonly [string, object, string])[] } => {
  const lines: (readonly [string, object, string])[] = [];
  const at = (level: string) => (fields: object, message: string) => void lines.push([level, fields, message]);
  return { lines, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
};

export const XML = { 'content-type': 'application/xml' };
export const JSON_TYPE = { 'content-type': 'application/json' };

/** A service advertisement of one method, as small as one gets. */
export const advertisementOf = (name: string, uri = 'http://127.0.0.1:9/', element = 'ping'): string =>
  `<advertisement xmlns="urn:stoa:advertisement:1" xmlns:t="urn:test" kind="service"><name>${name}</name>` +
  `<endpoint uri="${uri}" binding="stoa-http"/><interface><method name="ping"><request element="t:${element}"/>` +
  `<response element="t:pong"/></method><schema><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" ` +
  `targetNamespace="urn:test" elementFormDefault="qualified"><xs:element name="${element}" type="xs:int"/>` +
  `<xs:element name="pong" type="xs:string"/></xs:schema></schema></interface></advertisement>`;

/** Value of an attribute of the first element of that name, by the text alone. */
export const attributeOf = (text: string, element: string, attribute: string): string =>
  new RegExp(`<(?:\\w+:)?${element}\\b[^>]*? ${attribute}="([^"]*)"`).exec(text)?.[1] ?? '';

/** Code of a problem document in either form. */
export const codeOf = (text: string): string =>
  /<code>([A-Z_]+)<\/code>|"code":"([A-Z_]+)"/
    .exec(text)
    ?.slice(1)
    .find((one) => one !== undefined) ?? '';
