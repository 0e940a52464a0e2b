import t from 'tap';
import type { Test } from 'tap';
import { connect as connectSocket } from 'node:net';
import { StoaError, fromUtf8, toUtf8 } from '../../src/base/index.js';
import type { ServiceGate } from '../../src/gate/index.js';
import { serve } from '../../src/http/index.js';
import type { ServiceHostOptions } from '../../src/http/index.js';
import { codeOf } from './support/test-server.js';

const XML = { 'content-type': 'application/xml' };

const echo: ServiceGate = async ({ method, headers, body }) => ({
  status: 200,
  headers: { 'content-type': 'application/xml', 'x-seen': `${method} ${headers['x-two'] ?? ''}` },
  body: toUtf8(`<echo>${fromUtf8(body)}</echo>`),
});

const host = async (t: Test, handle: ServiceGate, options: Partial<ServiceHostOptions> = {}) => {
  const service = await serve({ handle, graceMs: 500, ...options });
  t.teardown(() => service.close());
  return service;
};

const raw = (url: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connectSocket(Number(new URL(url).port), '127.0.0.1');
    let received = '';
    socket.on('data', (part: Buffer) => (received += part.toString('utf8')));
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
    socket.write(text);
  });

t.test('messages go to the gate as they came, and its answers back', async (t) => {
  const { url } = await host(t, echo, { path: '/svc' });
  t.match(url, /^http:\/\/127\.0\.0\.1:\d+\/svc$/);
  const answer = await fetch(`${url}?ignored=1`, { method: 'POST', headers: { ...XML, 'x-two': 'b' }, body: '<a/>' });
  t.equal(answer.status, 200);
  t.equal(answer.headers.get('x-seen'), 'POST b');
  t.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  t.match(answer.headers.get('content-security-policy'), /default-src 'none'/);
  t.equal(answer.headers.get('cache-control'), 'no-store');
  t.equal(await answer.text(), '<echo><a/></echo>');
  const other = await fetch(url.replace('/svc', '/other'), { method: 'POST', headers: XML, body: '<a/>' });
  t.equal(codeOf(await other.text()), 'ROUTE_NOT_FOUND');
});

t.test('pages of other sites and rebound names do not reach a service on loopback', async (t) => {
  const { url } = await host(t, echo);
  const foreign = await fetch(url, {
    method: 'POST',
    headers: { ...XML, origin: 'http://evil.example' },
    body: '<a/>',
  });
  t.equal(codeOf(await foreign.text()), 'ORIGIN_REFUSED');
  t.equal(
    codeOf(await raw(url, 'POST / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')),
    'HOST_REFUSED',
  );
  const allowed = await host(t, echo, { allowedOrigins: ['https://app.example'], allowedHosts: ['svc.example'] });
  t.equal(
    (await fetch(allowed.url, { method: 'POST', headers: { ...XML, origin: 'https://app.example' }, body: '<a/>' }))
      .status,
    200,
  );
  t.match(
    await raw(allowed.url, 'POST / HTTP/1.1\r\nHost: svc.example\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
    /^HTTP\/1\.1 200/,
  );
});

t.test('a message over the limit never reaches the gate', async (t) => {
  let calls = 0;
  const { url } = await host(t, (request) => (calls++, echo(request)), { maxBodyBytes: 10 });
  const answer = await fetch(url, { method: 'POST', headers: XML, body: '<a>12345</a>' });
  t.equal(answer.status, 413);
  t.equal(codeOf(await answer.text()), 'BODY_TOO_LARGE');
  t.match(
    await raw(
      url,
      `POST / HTTP/1.1\r\nHost: ${new URL(url).host}\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n${'x'.repeat(20)}\r\n`,
    ),
    /^HTTP\/1\.1 413/,
  );
  t.equal(calls, 0);
});

t.test('what fails in a gate is told as a problem without its cause', async (t) => {
  const { url } = await host(t, () => Promise.reject(new Error('secret')));
  const answer = await fetch(url, { method: 'POST', headers: XML, body: '<a/>' });
  t.equal(answer.status, 500);
  const text = await answer.text();
  t.equal(codeOf(text), 'INTERNAL');
  t.notMatch(text, 'secret');
  t.match(await raw(url, 'nonsense\r\n\r\n'), /^HTTP\/1\.1 400 [^]*REQUEST_MALFORMED/);
});

t.test('a caller that hangs up aborts its call, in mid-message nothing is called', async (t) => {
  let calls = 0;
  let aborted: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (aborted = resolve));
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const { url } = await host(t, async ({ signal }) => {
    calls++;
    begin();
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    aborted();
    throw new StoaError('ABORTED', 'gone');
  });
  const socket = connectSocket(Number(new URL(url).port), '127.0.0.1');
  socket.write(
    `POST / HTTP/1.1\r\nHost: ${new URL(url).host}\r\nContent-Type: application/xml\r\nContent-Length: 100\r\n\r\n<half`,
  );
  const abort = new AbortController();
  const call = fetch(url, { method: 'POST', headers: XML, body: '<a/>', signal: abort.signal });
  const failed = t.rejects(call);
  await begun;
  socket.destroy();
  abort.abort();
  await failed;
  await gone;
  t.equal(calls, 1);
});

t.test('closing lets calls under way end and takes no new ones', async (t) => {
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const service = await host(t, async (request) => {
    begin();
    await finished;
    return echo(request);
  });
  const call = fetch(service.url, { method: 'POST', headers: XML, body: '<a/>' });
  await begun;
  const closing = service.close();
  t.equal(service.close(), closing, 'closing twice is one closing');
  await t.rejects(fetch(service.url, { method: 'POST', headers: XML, body: '<a/>' }));
  finish();
  t.equal(await (await call).text(), '<echo><a/></echo>');
  await closing;
});

t.test('a call that does not end within the grace is cut', async (t) => {
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const service = await host(t, () => (begin(), new Promise(() => undefined)), { graceMs: 50 });
  const failed = t.rejects(fetch(service.url, { method: 'POST', headers: XML, body: '<a/>' }));
  await begun;
  await service.close();
  await failed;
});

t.test('a port that is taken is told with what to change', async (t) => {
  const { url } = await host(t, echo);
  await t.rejects(serve({ handle: echo, port: Number(new URL(url).port) }), {
    code: 'CONFIGURATION_INVALID',
    message: /another program listens there/,
  });
});
