import t from 'tap';
import type { Test } from 'tap';
import { StoaError, silentLog } from '../../src/base/index.js';
import { loadConfiguration, startServer } from '../../src/server/index.js';
import { XML, advertisementOf, attributeOf, createLogKeeper } from '../http/support/test-server.js';

const SPACE = (name: string) =>
  `<advertisement xmlns="urn:stoa:advertisement:1" kind="space"><name>${name}</name></advertisement>`;

const start = async (t: Test, flags: Readonly<Record<string, unknown>>, log = silentLog) => {
  const configuration = await loadConfiguration({
    folder: t.testdirName,
    flags: { port: 0, logLevel: 'silent', shutdownGraceMs: 1000, ...flags },
  });
  const server = await startServer(configuration, { log });
  t.teardown(() => server.close());
  return server;
};

const refused = async (t: Test, flags: Readonly<Record<string, unknown>>, message: RegExp) => {
  const error = await start(t, flags).then(
    () => undefined,
    (thrown: unknown) => thrown as StoaError,
  );
  t.equal(error?.code, 'CONFIGURATION_INVALID', String(error?.message));
  t.match(error?.message ?? '', message);
  return error;
};

const keyOf = async (url: string): Promise<unknown> => (await fetch(`${url}/spaces/main/keys`)).json();

t.test('after a restart everything is as it was: documents, ids, credentials, keys, closed gates', async (t) => {
  const data = t.testdir({});
  const first = await start(t, { data });
  const published = await fetch(`${first.url}/spaces/main/documents`, {
    method: 'POST',
    headers: XML,
    body: advertisementOf('kept'),
  });
  const text = await published.text();
  const lease = { 'stoa-lease': attributeOf(text, 'lease', 'credential') };
  const id = attributeOf(text, 'entry', 'id');
  const open = async (url: string) =>
    (
      await fetch(`${url}/spaces/main/gates`, {
        method: 'POST',
        headers: XML,
        body: `<openGate xmlns="urn:stoa:space:1" id="${id}" carry="relay"/>`,
      })
    ).text();
  const gate = await open(first.url);
  const gatePath = `/spaces/main/gates/${attributeOf(gate, 'openGateResponse', 'gate').replace('urn:uuid:', '')}`;
  const control = { 'stoa-control': attributeOf(gate, 'openGateResponse', 'control') };
  t.equal((await fetch(first.url + gatePath, { method: 'DELETE', headers: control })).status, 204);
  const [keys, space] = [await keyOf(first.url), first.spaces.findByAlias('main')?.id];
  await first.close();

  const second = await start(t, { data });
  t.same(await keyOf(second.url), keys);
  t.equal(second.spaces.findByAlias('main')?.id, space);
  const path = `${second.url}/spaces/main/documents/${id.replace('urn:uuid:', '')}`;
  t.equal(await (await fetch(path)).text(), advertisementOf('kept'));
  t.equal(
    (await fetch(`${second.url}${gatePath}/refresh`, { method: 'POST', headers: control })).status,
    410,
    'a closed gate stays closed',
  );
  t.equal((await fetch(path, { method: 'DELETE', headers: lease })).status, 204, 'the lease credential still holds');
});

t.test('a port that is taken is told with the option to change, and nothing stays open', async (t) => {
  const first = await start(t, { store: 'memory' });
  const data = t.testdir({});
  const error = await refused(
    t,
    { data, port: first.address.port },
    /cannot listen on 127\.0\.0\.1 port \d+: another program listens there/,
  );
  t.match(error?.hint ?? '', /--port.*STOA_PORT/);
  const again = await start(t, { data });
  t.ok(again.url, 'the store was closed again');
});

t.test('an address that is not ours is told', async (t) => {
  await refused(
    t,
    { store: 'memory', host: '203.0.113.1', insecureOpenToNetwork: true },
    /this machine has no such address/,
  );
});

t.test('a data folder in use is refused', async (t) => {
  const data = t.testdir({});
  await start(t, { data });
  await t.rejects(start(t, { data }), StoaError);
});

t.test('each folder of the spaces folder is a space with its documents', async (t) => {
  const spaces = t.testdir({
    lab: {
      'space.xml': SPACE('The lab'),
      'hello.xml': '<hello/>',
      'notes.txt': 'no document',
      'svc.xml': advertisementOf('svc'),
    },
    'main-2': { 'space.xml': SPACE('second') },
    '.git': { x: '' },
    'readme.md': 'no folder',
  });
  const { url, spaces: running } = await start(t, { store: 'memory', spaces });
  t.same(
    running.declared().map(({ alias, name }) => [alias, name]),
    [
      ['lab', 'The lab'],
      ['main-2', 'second'],
    ],
  );
  const all = await (await fetch(`${url}/spaces/lab/documents`)).text();
  t.same([...all.matchAll(/<entry [^>]* name="(\w+)"/g)].map((match) => match[1]).sort(), ['hello', 'svc']);
  t.equal((await fetch(`${url}/spaces/main`)).status, 404);
});

for (const [what, folder, message] of [
  ['without space.xml', { lab: {} }, /lab\/space\.xml cannot be read/],
  ['whose space.xml is broken', { lab: { 'space.xml': '<a>' } }, /lab\/space\.xml: /],
  [
    'whose space.xml is no advertisement',
    { lab: { 'space.xml': '<a/>' } },
    /lab\/space\.xml: expected .*advertisement/,
  ],
  [
    'whose space.xml advertises results',
    { lab: { 'space.xml': SPACE('x').replace('kind="space"', 'kind="result"') } },
    /expected kind space, got result/,
  ],
  ['whose name cannot stand in a URL', { 'La b': { 'space.xml': SPACE('x') } }, /La b .*cannot name a space/],
] as const)
  t.test(`a folder ${what} is refused by its path`, async (t) => {
    await refused(t, { store: 'memory', spaces: t.testdir(folder as never) }, message);
  });

t.test('a spaces folder that is not there is refused', async (t) => {
  await refused(t, { store: 'memory', spaces: '/nowhere/at/all' }, /\/nowhere\/at\/all cannot be read/);
});

t.test('URLs begin with the public address, and its host is ours', async (t) => {
  const { address, url } = await start(t, { store: 'memory', publicUrl: 'https://space.example/stoa/' });
  t.equal(url, 'https://space.example/stoa');
  const text = await (await fetch(`http://127.0.0.1:${address.port}/spaces/main`)).text();
  t.equal(attributeOf(text, 'endpoint', 'uri'), 'https://space.example/stoa/spaces/main');
});

t.test('closing twice is one closing', async (t) => {
  const server = await start(t, { store: 'memory' });
  const closing = server.close();
  t.equal(server.close(), closing);
  await closing;
});

t.test('listening on every address says so in the log', async (t) => {
  const { log, lines } = createLogKeeper();
  const server = await start(t, { store: 'memory', host: '0.0.0.0', insecureOpenToNetwork: true }, log);
  t.ok(lines.some(([level, , message]) => level === 'warn' && /open to the network/.test(message)));
  t.equal((await fetch(`http://127.0.0.1:${server.address.port}/health`)).status, 200);
});

t.test('a server on every address names one by which others reach it, in its advertisement and in gates', async (t) => {
  const find = (outer: string | undefined) => ({ findOuterAddress: () => Promise.resolve(outer) });
  const serverAt = async (outer: string | undefined, flags: object = {}) => {
    const open = { store: 'memory', port: 0, logLevel: 'silent', host: '0.0.0.0', insecureOpenToNetwork: true };
    const server = await startServer(await loadConfiguration({ flags: { ...open, ...flags } }), find(outer));
    t.teardown(() => server.close());
    return server;
  };
  const server = await serverAt('10.77.0.1');
  const { port } = server.address;
  t.equal(server.url, `http://10.77.0.1:${port}`);
  for (const host of ['10.77.0.1', '10.9.9.9', '127.0.0.1']) {
    const answer = await server.fastify.inject({
      url: '/spaces/main',
      headers: { host: `${host}:${port}`, accept: 'application/xml' },
    });
    t.equal(attributeOf(answer.body, 'endpoint', 'uri'), `http://10.77.0.1:${port}/spaces/main`, host);
  }
  t.equal((await serverAt('fd77::1')).url.startsWith('http://[fd77::1]:'), true);
  t.match((await serverAt(undefined)).url, /^http:\/\/127\.0\.0\.1:/, 'on no network');
  t.equal((await serverAt('10.77.0.1', { publicUrl: 'https://a.example' })).url, 'https://a.example');
  t.match((await serverAt('10.77.0.1', { host: '127.0.0.1' })).url, /^http:\/\/127\.0\.0\.1:/);
});
