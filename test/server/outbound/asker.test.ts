import t from 'tap';
import type { Test } from 'tap';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAsker } from '../../../src/server/outbound/index.js';
import type { CarrierOptions } from '../../../src/server/outbound/index.js';

const never = new AbortController().signal;

const serve = async (t: Test, listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const ask = (url: string, options: Partial<CarrierOptions> = {}, signal: AbortSignal = never): Promise<number> =>
  createAsker({ allow: ['loopback'], ...options })({ url, signal });

t.test('an address is asked by GET; the status is all that is read, and redirects are not followed', async (t) => {
  const seen: string[] = [];
  const url = await serve(t, ({ method, url: path }, response) => {
    seen.push(`${method} ${path}`);
    response.writeHead(path === '/moved' ? 302 : 503, { location: '/elsewhere' });
    // An answer that never ends.
    response.write('x');
  });
  t.equal(await ask(`${url}/health?deep=1`), 503);
  t.equal(await ask(`${url}/moved`), 302);
  t.same(seen, ['GET /health?deep=1', 'GET /moved']);
});

t.test('nobody there is told as that, trouble of this machine and whoever gives up not', async (t) => {
  const url = await serve(t, (_, response) => response.destroy());
  await t.rejects(ask(url), { code: 'SERVICE_UNREACHABLE' });
  await t.rejects(ask('http://127.0.0.1:1/'), { code: 'SERVICE_UNREACHABLE', message: /ECONNREFUSED/ });
  const failing = (code: string) => ({
    resolve: () => Promise.reject(Object.assign(new TypeError('no name'), { code })),
  });
  await t.rejects(ask('http://a.example/', failing('ENOTFOUND')), { code: 'SERVICE_UNREACHABLE' });
  await t.rejects(ask('http://a.example/', failing('EAI_AGAIN')), { code: 'INTERNAL' });
  const silent = await serve(t, () => undefined);
  await t.rejects(ask(silent, {}, AbortSignal.timeout(50)), { code: 'SERVICE_UNREACHABLE' });
});

t.test('it goes only where relays may go, whatever a name leads to', async (t) => {
  const url = await serve(t, (_, response) => response.end());
  await t.rejects(ask(url, { allow: [] }), { code: 'DESTINATION_FORBIDDEN' });
  for (const other of ['http://169.254.169.254/latest', 'ftp://a.example/', 'http://u:p@a.example/', 'no url'])
    await t.rejects(ask(other), { code: 'DESTINATION_FORBIDDEN' }, other);
  const resolve = () => Promise.resolve([{ address: '169.254.169.254', family: 4 }]);
  await t.rejects(ask('http://a.example/', { resolve }), { code: 'DESTINATION_FORBIDDEN' });
});
