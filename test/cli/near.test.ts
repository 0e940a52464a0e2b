import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { createListenerAgent } from '../../src/agent/index.js';
import { silentLog, toUtf8 } from '../../src/base/index.js';
import { findNearestSpace } from '../../src/cli/nearest-space.js';
import { createDiscoveryDriver } from '../../src/discovery/index.js';
import type { DiscoveryDriver, FoundService } from '../../src/discovery/index.js';
import { connect, serve } from '../../src/serve/index.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { startHouse } from '../client/space-house.js';
import { PROJECT } from '../support/source-files.js';
import { createTestCli } from './cli-run.js';

const UNITS = join(PROJECT, 'examples/unit-converter.xml');
/** Neither DNS-SD nor WS-Discovery: these tests tell no network anything. */
const QUIET = ['--backend', 'off', '--no-ws-discovery'];

t.test('stoa device says where it is, and what it was not given', async (t) => {
  const cli = createTestCli(t, 'http://127.0.0.1:1/');
  const here = ['--host', '127.0.0.1', ...QUIET];
  const run = await cli.runUntil('announced', 'device', UNITS, '--exec', 'cat', '--name', 'my units', ...here);
  t.match(run.errors, /to call it: stoa call http:\/\/127\.0\.0\.1:\d+\/ convert/);
  t.match(run, { code: 0, output: /^my units at http:\/\/127\.0\.0\.1:\d+\/ {2}urn:uuid:/ });
  t.match(await cli.run('device', UNITS), { code: 2, errors: /--exec COMMAND or --url URL/ });
  t.match(await cli.run('device', UNITS, '--url', 'nowhere'), { code: 2, errors: /expected a URL/ });
  t.match(await cli.run('device', UNITS, '--exec', 'cat', '--port', '70000'), { code: 2, errors: /65535/ });
  t.match(await cli.run('device', UNITS, '--exec', 'cat', '--backend', 'x'), { code: 2, errors: /builtin, avahi/ });
  t.match(await cli.run('device', UNITS, '--exec', 'cat', '--subtype', 'Printer'), { code: 2, errors: /--subtype/ });
  t.match(await cli.run('device'), { code: 2, errors: /the file of the advertisement/ });
});

t.test('[discover:device] stoa read and stoa call take the URL of a device, and ask no space', async (t) => {
  const running = await serve(
    { advertisement: readFileSync(UNITS, 'utf8'), handlers: { convert: () => ({ value: '1.86', unit: 'mi' }) } },
    { announce: { backend: 'off', wsDiscovery: false }, host: '127.0.0.1', signals: [] },
  );
  t.teardown(running.close);
  const findSpace = () => Promise.reject(new TypeError('a space was looked for'));
  const cli = createTestCli(t, '', { findSpace });
  const asked = ['--value', '3', '--unit', 'km', '--to', 'mi'];
  t.match(await cli.run('call', running.url, 'convert', ...asked), { code: 0, output: /<value>1.86</ });
  t.match(await cli.run('read', running.url), { code: 0, output: /<name>unit-converter<\/name>/ });
  t.match(await cli.run('call', running.url, 'nope'), { code: 1, errors: /it has: convert/ });
  t.match(await cli.run('call', 'convert', ...asked), { code: 1, errors: /a space was looked for|INTERNAL/ });
});

t.test('stoa listen answers for the spaces of its arguments and of its file', async (t) => {
  const { url } = await startHouse(t);
  const cli = createTestCli(t, url);
  const here = ['--host', '127.0.0.1', '--port', '0', ...QUIET];
  const byDefault = await cli.runUntil('asked from other networks at', 'listen', ...here);
  t.match(byDefault, { code: 0, output: `answering for main at ${url}\n` });
  const folder = t.testdir({ 'spaces.txt': `# ours\n${url}   # the main one\n\n` });
  const file = join(folder, 'spaces.txt');
  const byFile = await cli.runUntil('asked from other networks at', 'listen', '--file', file, '--json', ...here);
  t.match(JSON.parse(byFile.output), [{ name: 'main', uris: [url] }]);
  const none = await cli.runUntil('asked from other networks at', 'listen', 'http://127.0.0.1:1/spaces/main', ...here);
  t.match(none, { output: /for no space: none answers/, errors: /a space does not answer/ });
});

t.test('stoa lend says at once what is wrong with the space', async (t) => {
  const { url } = await startHouse(t);
  const cli = createTestCli(t, url);
  t.match(await cli.run('lend'), { code: 2, errors: /expected the space for --to/ });
  t.match(await cli.run('lend', '--to', 'http://127.0.0.1:1/spaces/main', ...QUIET), {
    code: 1,
    errors: /SERVICE_UNREACHABLE/,
  });
  const looking = await cli.runUntil('looking out', 'lend', '--to', url, '--name', 'lamp-*', ...QUIET);
  t.match(looking, { code: 0, output: '' });
});

t.test('[discover:spaces] stoa discover --at asks an agent over HTTP, as from another network', async (t) => {
  const { url } = await startHouse(t);
  const agent = await createListenerAgent({
    spaces: [url],
    nearby: { backend: 'off', wsDiscovery: false },
    host: '127.0.0.1',
    port: 0,
  });
  t.teardown(agent.close);
  const cli = createTestCli(t, url);
  t.match(await cli.run('discover', '--at', agent.url), { code: 0, output: url });
  const type = ['--type', '{urn:stoa:advertisement:1}space'];
  const found = await cli.run('discover', '--at', agent.url, '--json', ...type);
  t.match(JSON.parse(found.output), [{ xaddrs: [url, /advertisements/], scopes: ['stoa://scope/name/main'] }]);
  t.match(await cli.run('discover', '--at', agent.url, '--type', '{urn:x}Camera'), {
    code: 1,
    errors: /nothing found/,
  });
  t.match(await cli.run('discover', '--at', url), { code: 1, errors: /ANSWER_INVALID/ });
  t.match(await cli.run('discover', '--at', 'nowhere'), { code: 2, errors: /listener agent/ });
  t.match(await cli.run('discover', '--at', agent.url, '--type', '{urn:x}'), { code: 2, errors: /namespace/ });
});

/** A link on which these are announced. */
const openLink = async (found: readonly FoundService[]): Promise<DiscoveryDriver> => {
  const parts = { clock: createVirtualClock(), random: createSeededRandom(1), log: silentLog };
  return {
    ...(await createDiscoveryDriver({ backend: 'off' }, parts)),
    browse: (_, listener) => {
      for (const service of found) listener({ kind: 'up', service });
      return { stop: () => undefined };
    },
  };
};

const startAnnounced = async (t: Test, name: string) => {
  const { client, server, url } = await startHouse(t);
  const { id } = await client.describe();
  const txt = new Map([
    ['id', toUtf8(id)],
    ['path', toUtf8('/spaces/main')],
  ]);
  const { port } = server.address;
  const place = { host: `${name}.local`, port, addresses: ['127.0.0.1'] };
  const service: FoundService = { key: name, name, type: '_stoa._tcp', ...place, txt, ttlMs: 120_000 };
  return { client, url, service };
};

t.test(
  '[discover:spaces] with no address the nearest space is used that has what is asked for, else the nearest',
  async (t) => {
    const near = await startAnnounced(t, 'near');
    const far = await startAnnounced(t, 'far');
    const { url: gone } = await startAnnounced(t, 'gone');
    await near.client.publish('<minutes/>', { name: 'minutes' });
    const cli = createTestCli(t, near.url);
    t.match(await cli.run('publish', UNITS, '--space', far.url), { code: 0 });
    const usualUrl = gone.replace(/:\d+/, ':1');
    const looking = createTestCli(t, '', {
      folder: cli.folder,
      findSpace: (connect, seek) =>
        findNearestSpace({
          ...{ usualUrl, connect, seek, note: (line) => notes.push(line), log: silentLog },
          signal: new AbortController().signal,
          openDriver: () => openLink([near.service, far.service]),
        }),
    });
    const notes: string[] = [];
    const usedBy = async (...args: readonly string[]): Promise<string> => {
      notes.length = 0;
      const { code, errors } = await looking.run(...args);
      if (code > 0) return errors;
      return notes.join().includes(far.url) ? 'far' : 'near';
    };
    t.equal(await usedBy('lookup'), 'near');
    t.notMatch(notes, [/what is asked for/]);
    t.equal(await usedBy('lookup', '--schema', join(PROJECT, 'examples/want-convert.xsd')), 'far');
    t.match(notes, [/the nearest that has what is asked for/]);
    t.equal(await usedBy('lookup', 'minutes'), 'near');
    t.equal(await usedBy('lookup', 'unit-*'), 'far');
    t.equal(await usedBy('read', 'unit-converter'), 'far');
    t.equal(await usedBy('generate', 'unit-converter'), 'far');
    t.equal(await usedBy('lookup', 'nothing-of-the-kind'), 'near', 'what none of them has may come');
    t.match(await usedBy('read', 'nothing-of-the-kind'), `nothing in ${near.url} is named`);
    t.match(await usedBy('lookup', '--kind', 'x'), /--kind/, 'a wrong question is told before anybody is asked');
    t.same(notes, []);
  },
);

t.test(
  '[discover:spaces] connect() with no address takes the nearest space, or the nearest that has what is wanted',
  async (t) => {
    const near = await startAnnounced(t, 'near');
    const far = await startAnnounced(t, 'far');
    await far.client.publish('<minutes/>', { name: 'minutes' });
    const liar = { ...near.service, key: 'liar', port: far.service.port };
    const openDriver = () => openLink([liar, near.service, far.service]);
    const refused: string[] = [];
    const space = await connect({ openDriver, onRefused: (_, { code }) => refused.push(code) });
    t.equal(space.url, near.url);
    t.same(refused, ['ANSWER_INVALID'], 'what is not what was announced is left out');
    const found = await connect({ openDriver, wanted: { name: 'minutes' } });
    t.equal(found.url, far.url);
    t.equal((await connect({ openDriver, wanted: { name: 'nothing' } })).url, near.url);
    const nobody = { openDriver: () => openLink([]), waitMs: 20 };
    await t.rejects(connect(nobody), { code: 'SPACE_NOT_FOUND' });
    await t.rejects(connect({ discovery: { backend: 'off' }, waitMs: 20 }), { code: 'SPACE_NOT_FOUND' });
  },
);
