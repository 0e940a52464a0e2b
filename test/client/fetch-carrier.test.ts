import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { fromUtf8, toUtf8 } from '../../src/base/index.js';
import { createFetchCarrier } from '../../src/client/fetch-carrier.js';

const listen = async (t: { teardown: (run: () => void) => void }, listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

const carrier = createFetchCarrier(fetch, { maxAnswerBytes: 1_000 });
const open = () => new AbortController().signal;
const call = (uri: string, signal = open()) =>
  carrier({ uri, headers: { 'content-type': 'application/xml', prefer: 'x' }, body: toUtf8('<a/>'), signal });

t.test('a message is POSTed as it is, with its headers, and the answer given back whatever its status', async (t) => {
  const uri = await listen(t, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      response.writeHead(422, {
        'Content-Type': 'application/xml',
        'X-Seen': `${request.method} ${request.headers['prefer']}`,
      });
      response.end(body);
    });
  });
  const { status, headers, body } = await call(uri);
  t.match({ status, headers }, { status: 422, headers: { 'content-type': 'application/xml', 'x-seen': 'POST x' } });
  t.equal(fromUtf8(body), '<a/>');
});

t.test('a redirect is not followed', async (t) => {
  let followed = 0;
  const uri = await listen(t, (request, response) => {
    if (request.url !== '/') followed++;
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  await t.rejects(call(uri), { code: 'SERVICE_UNREACHABLE' });
  t.equal(followed, 0);
});

t.test('an answer above the limit is refused while it comes, announced or not', async (t) => {
  let sent = 0;
  const uri = await listen(t, (_request, response) => {
    const more = (): void => {
      sent += 1_000;
      if (response.write(Buffer.alloc(1_000)) && sent < 1e9) setImmediate(more);
      else response.once('drain', more);
    };
    response.writeHead(200, { 'content-type': 'application/xml' });
    more();
  });
  await t.rejects(call(uri), { code: 'SERVICE_FAILED', limit: 'maxAnswerBytes' });
  t.ok(sent < 1e8, `stopped after ${sent} bytes`);
});

t.test('a port where nobody listens, a name that is none, and a broken connection are told as such', async (t) => {
  const uri = await listen(t, (request) => request.socket.destroy());
  await t.rejects(call(uri), { code: 'SERVICE_UNREACHABLE' });
  await t.rejects(call('http://127.0.0.1:1/'), { code: 'SERVICE_UNREACHABLE' });
  await t.rejects(call('no url'), { code: 'SERVICE_UNREACHABLE' });
});

t.test('a caller that gives up is told so, whether the answer has begun or not', async (t) => {
  const caller = new AbortController();
  const uri = await listen(t, (_request, response) => {
    response.writeHead(200);
    response.write('<a');
    setImmediate(() => caller.abort());
  });
  await t.rejects(call(uri, caller.signal), { code: 'ABORTED' });
  await t.rejects(call(uri, AbortSignal.abort()), { code: 'ABORTED' });
});
