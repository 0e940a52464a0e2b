import t from 'tap';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAuthServer, BILLING_SECRET } from '../support/auth-house.js';
import { createTestCli } from './cli-run.js';

const start = async (t: Parameters<typeof startAuthServer>[0]) => {
  const data = t.testdir({ state: {} });
  const server = await startAuthServer(t, { flags: { data, store: 'lmdb' } });
  const url = `${server.url}/spaces/main`;
  const plain = createTestCli(t, url, { folder: data });
  const root = (await plain.run('space', 'root', '--data', data)).output.trim();
  const ruler = createTestCli(t, url, { folder: data, environment: { STOA_CREDENTIAL: root } });
  const secret = { STOA_CLIENT_ID: 'billing', STOA_CLIENT_SECRET: BILLING_SECRET };
  return { data, server, root, plain, ruler, billing: createTestCli(t, url, { folder: data, environment: secret }) };
};

t.test('the root credential of a declared space is printed from the data folder, while the server runs', async (t) => {
  const { data, server, root, plain } = await start(t);
  const space = server.spaces.findByAlias('main');
  t.equal(root, space && server.spaces.root(space.id));
  t.equal(statSync(join(data, 'roots.json')).mode & 0o777, 0o600);
  t.match(JSON.parse((await plain.run('space', 'root', 'main', '--data', data, '--json')).output), {
    alias: 'main',
    root,
  });
  t.match(await plain.run('space', 'root', 'other', '--data', data), {
    code: 2,
    errors: /no space 'other'[\s\S]*main/,
  });
  t.match(await plain.run('space', 'root', '--data', join(data, 'none')), { code: 2, errors: /stoa serve/ });
  t.match(await plain.run('space'), { code: 2 });
});

t.test('grants are shown, given and taken', async (t) => {
  const { ruler, plain, billing, data } = await start(t);
  const note = join(data, 'note.xml');
  writeFileSync(note, '<note/>');
  t.match(await plain.run('policy', 'show'), { code: 1, errors: /root credential[\s\S]*stoa space root/ });
  t.match(await ruler.run('policy'), { code: 0, output: /authenticated +publish lookup read open spawn/ });
  t.equal((await billing.run('publish', note, '--name', 'a')).code, 0);
  t.match(await ruler.run('policy', 'revoke', 'authenticated'), { code: 0, output: /nobody but the holder/ });
  t.match(await billing.run('publish', note, '--name', 'b'), { code: 1, errors: /root credential/ });
  t.equal((await ruler.run('policy', 'grant', 'group:ops', 'publish', '--name', 'b*')).code, 0);
  t.match(await ruler.run('policy', 'grant', 'group:ops', 'lookup', '--name', 'b*'), {
    output: /group:ops +publish lookup +b\*/,
  });
  t.equal((await billing.run('publish', note, '--name', 'b')).code, 0);
  t.match(await billing.run('publish', note, '--name', 'c'), {
    code: 1,
    errors: /does not grant "billing" to publish "c"/,
  });
  const added = await ruler.run('policy', 'grant', 'subject:billing', 'open', '-m', 'status', '-m', 'get*', '--json');
  t.match(JSON.parse(added.output), { version: 4, grants: [{}, { actions: ['open'], methods: ['status', 'get*'] }] });
  t.match(await ruler.run('policy', 'revoke', 'group:ops', 'publish'), { output: /group:ops +lookup +b\*/ });
  t.match(await ruler.run('policy', 'quota', 'documents=100', 'bytes=5000'), {
    output: /each client: documents=100 bytes=5000/,
  });
  t.match(await ruler.run('policy', 'quota', 'bytes=none'), { output: /each client: documents=100\n/ });
  const file = join(data, 'policy.json');
  writeFileSync(file, JSON.stringify({ grants: [{ to: 'anyone', actions: ['lookup'] }], quota: { calls: 3 } }));
  t.match(await ruler.run('policy', 'set', file), { output: /anyone +lookup[\s\S]*calls=3/ });
  t.match(await ruler.run('policy', 'reset'), { output: /authenticated/ });
});

for (const [args, errors] of [
  [['policy', 'grant', 'everybody', 'read'], /anyone, authenticated/],
  [['policy', 'grant', 'anyone'], /what anyone may do/],
  [['policy', 'grant', 'anyone', 'rule'], /'rule'[\s\S]*publish, lookup/],
  [['policy', 'quota', 'documents'], /documents=100/],
  [['policy', 'quota', 'houses=3'], /limits:/],
  [['policy', 'forbid'], /grant/],
] as const)
  t.test(`${args.join(' ')} is told how it is meant`, async (t) => {
    const cli = createTestCli(t, 'http://127.0.0.1:9/spaces/main');
    t.match(await cli.run(...args), { errors });
  });

t.test(
  'the root credential is replaced: the command prints the new one, and so does stoa space root from then on',
  async (t) => {
    const { data, server, root, plain, ruler } = await start(t);
    const url = `${server.url}/spaces/main`;
    const replaced = await ruler.run('policy', 'replace-root');
    t.match(replaced, { code: 0, errors: /refused from now on/ });
    const next = replaced.output.trim();
    t.notSame(next, root);
    t.equal((await plain.run('space', 'root', '--data', data)).output.trim(), next);
    t.match(await ruler.run('policy', 'show'), { code: 1, errors: /root credential/ });
    const heir = createTestCli(t, url, { folder: data, environment: { STOA_CREDENTIAL: next } });
    t.match(await heir.run('policy', 'show'), { code: 0 });
    const seed = 's'.repeat(43);
    const last = JSON.parse((await heir.run('policy', 'replace-root', '--seed', seed, '--json')).output) as unknown;
    t.same(
      JSON.parse((await heir.run('policy', 'replace-root', '--seed', seed, '--json')).output),
      last,
      'the same once more',
    );
    t.match(await heir.run('policy', 'replace-root'), { code: 1, errors: /root credential/ });
    t.equal(statSync(join(data, 'roots.json')).mode & 0o777, 0o600);
  },
);
