import t from 'tap';
import type { Test } from 'tap';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { request as requestHttps } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TLSSocket } from 'node:tls';
import type { StoaError } from '../../src/base/index.js';
import { BILLING, createTestProver, startAuthServer } from '../support/auth-house.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { createLogKeeper, startTestServer } from '../http/support/test-server.js';

/** Made by openssl for localhost, 127.0.0.1 and ::1; valid for a hundred years. */
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/tls/${name}.pem`, import.meta.url));

/** A folder with the files of the certificate, to be changed by a test. */
const createFiles = (t: Test) => {
  const folder = t.testdir({});
  const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const put = (name: 'localhost' | 'renewed'): void => {
    copyFileSync(fixture(`${name}.cert`), tls.cert);
    copyFileSync(fixture(`${name}.key`), tls.key);
  };
  put('localhost');
  return { tls, put };
};

interface SecureAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Common name of the server's certificate. */
  readonly name: string;
}

interface SecureRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const ca = [readFileSync(fixture('localhost.cert')), readFileSync(fixture('renewed.cert'))];

/** A request on a connection of its own. */
const ask = (url: string, { method = 'GET', headers = {}, body = '' }: SecureRequest = {}): Promise<SecureAnswer> =>
  new Promise((resolve, reject) => {
    const request = requestHttps(url, { ca, agent: false, method, headers }, (answer) => {
      const name = String((answer.socket as TLSSocket).getPeerCertificate().subject.CN);
      let text = '';
      answer.on('data', (part: Buffer) => (text += part.toString('utf8')));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, name }));
    });
    request.on('error', reject);
    request.end(body);
  });

t.test(
  'with a certificate the server speaks https, says so in its URLs and with each answer to stay with it',
  async (t) => {
    const { tls } = createFiles(t);
    const server = await startTestServer(t, { flags: { tls } });
    t.match(server.url, /^https:\/\/127\.0\.0\.1:\d+$/);
    for (const [path, status] of [
      ['/', 200],
      ['/spaces/main', 200],
      ['/spaces/main/documents?name=none', 200],
      ['/none', 404],
      ['/%zz', 400],
      ['/spaces/none', 404],
    ] as const) {
      const answer = await ask(server.url + path);
      t.equal(answer.status, status, path);
      t.equal(answer.headers['strict-transport-security'], 'max-age=31536000', path);
      t.equal(answer.headers['x-content-type-options'], 'nosniff', path);
      t.match(answer.headers['content-security-policy'], /default-src 'none'/, path);
      t.equal(answer.headers['referrer-policy'], 'no-referrer', path);
    }
    t.match((await ask(`${server.url}/spaces`)).text, `uri="${server.url}/spaces/main"`);
    t.match((await ask(`${server.url.replace('127.0.0.1', 'localhost')}/health`)).text, 'ok');
  },
);

t.test('without one, no answer says so', async (t) => {
  const server = await startTestServer(t);
  for (const path of ['/', '/none', '/%zz'])
    t.equal((await server.request(path)).headers.get('strict-transport-security'), null);
});

t.test('[auth:bound] tokens are issued, bound and taken over https', async (t) => {
  const { tls } = createFiles(t);
  const server = await startAuthServer(t, { flags: { tls } });
  const prover = await createTestProver();
  const url = `${server.url}/oauth/token`;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(BILLING).toString();
  const dpop = await prover.prove({ method: 'POST', url });
  const answer = await ask(url, { method: 'POST', headers: { ...form, dpop }, body });
  const token = (JSON.parse(answer.text) as { access_token: string }).access_token;
  const path = `${server.url}/spaces/main/documents?name=x`;
  const proof = await prover.prove({ method: 'GET', url: path, token });
  t.equal((await ask(path, { headers: { authorization: `DPoP ${token}`, dpop: proof } })).status, 200);
  const plain = await prover.prove({ method: 'GET', url: path.replace('https:', 'http:'), token });
  t.equal((await ask(path, { headers: { authorization: `DPoP ${token}`, dpop: plain } })).status, 401);
});

t.test('new files are taken up without a restart, when they change and when it is asked for', async (t) => {
  const { tls, put } = createFiles(t);
  const clock = createVirtualClock();
  const server = await startTestServer(t, { flags: { tls }, collaborators: { clock } });
  t.equal((await ask(`${server.url}/health`)).name, 'localhost');
  put('renewed');
  t.equal((await ask(`${server.url}/health`)).name, 'localhost', 'looked at now and then');
  await clock.advance(10_000);
  for (let turn = 0; turn < 100 && (await ask(`${server.url}/health`)).name !== 'localhost renewed'; turn++)
    await clock.settle();
  t.equal((await ask(`${server.url}/health`)).name, 'localhost renewed');
  put('localhost');
  await server.reload();
  t.equal((await ask(`${server.url}/health`)).name, 'localhost');
});

t.test('new files that are wrong change nothing, and it is logged', async (t) => {
  const { tls, put } = createFiles(t);
  const { log, lines } = createLogKeeper();
  const server = await startTestServer(t, { flags: { tls }, collaborators: { log } });
  const spoil = [
    () => writeFileSync(tls.cert, 'no certificate'),
    () => copyFileSync(fixture('renewed.cert'), tls.cert),
    () => writeFileSync(tls.key, ''),
  ];
  for (const [at, change] of spoil.entries()) {
    put('localhost');
    change();
    await server.reload();
    t.equal((await ask(`${server.url}/health`)).name, 'localhost');
    t.equal(lines.filter(([level]) => level === 'error').length, at + 1);
  }
  put('renewed');
  await server.reload();
  t.equal((await ask(`${server.url}/health`)).name, 'localhost renewed');
});

for (const [title, change, message] of [
  ['a certificate that is not there', { cert: '/none/cert.pem' }, /ENOENT/],
  ['a key of another certificate', { key: fixture('renewed.key') }, /the key is that of another certificate/],
  ['a certificate without a key', { key: undefined }, /expected both cert and key, or none/],
] as const)
  t.test(`${title} keeps the server from starting`, async (t) => {
    const { tls } = createFiles(t);
    const flags = { tls: JSON.parse(JSON.stringify({ ...tls, ...change })) as object };
    const error = await startTestServer(t, { flags }).then(
      () => undefined,
      (thrown: unknown) => thrown as StoaError,
    );
    t.equal(error?.code, 'CONFIGURATION_INVALID');
    t.match(error?.message, message);
  });

t.test('what never became a request is answered with the same headers', async (t) => {
  const server = await startTestServer(t);
  const raw = await server.raw('nonsense\r\n\r\n');
  for (const header of [
    'x-content-type-options: nosniff',
    "content-security-policy: default-src 'none'",
    'cache-control: no-store',
  ])
    t.match(raw, header);
});
