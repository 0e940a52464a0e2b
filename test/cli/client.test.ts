import t from 'tap';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClientKey, serializeClientKey } from '../../src/client/index.js';
import { codeOf, startTestServer } from '../http/support/test-server.js';
import { askToken } from '../support/auth-house.js';
import { createTestCli } from './cli-run.js';

t.test(
  'a client that is added gets tokens from a running space at once, its secret is shown once and kept hashed',
  async (t) => {
    const data = t.testdir({ state: {} });
    const server = await startTestServer(t, { flags: { data, auth: { builtin: true } } });
    const url = `${server.url}/spaces/main`;
    const cli = createTestCli(t, url, { folder: data });
    const form = (client_secret: string) => ({ grant_type: 'client_credentials', client_id: 'billing', client_secret });
    t.equal((await askToken(server, form('none'))).status, 401);
    const added = await cli.run('client', 'add', 'billing', '--group', 'ops', '--group', 'night', '--data', data);
    t.equal(added.code, 0, added.errors);
    const secret = added.output.trim();
    t.match(secret, /^[\w-]{43}$/);
    const file = join(data, 'clients.json');
    t.notMatch(readFileSync(file, 'utf8'), secret);
    t.equal(statSync(file).mode & 0o777, 0o600);
    t.equal((await askToken(server, form(secret))).status, 200);
    t.match((await cli.run('client', 'list', '--data', data)).output, /billing +secret +ops, night/);

    const program = createTestCli(t, url, {
      folder: data,
      environment: { STOA_CLIENT_ID: 'billing', STOA_CLIENT_SECRET: secret },
    });
    const document = join(data, 'note.xml');
    writeFileSync(document, '<note xmlns="urn:x"/>');
    t.equal((await program.run('publish', document, '--name', 'note')).code, 0);
    t.match((await program.run('lookup', '--json')).output, /"publisher": "billing"/);
    t.match((await program.run('whoami')).output, /^client billing/);

    t.match(await cli.run('client', 'add', 'billing', '--data', data), {
      code: 2,
      errors: /there is a client 'billing'[\s\S]*--replace/,
    });
    const replaced = await cli.run('client', 'add', 'billing', '--replace', '--data', data, '--json');
    t.not((JSON.parse(replaced.output) as { secret: string }).secret, secret);
    t.equal((await askToken(server, form(secret))).status, 401, 'the old secret is worth nothing');
    const present = form((JSON.parse(replaced.output) as { secret: string }).secret);
    const token = String((await askToken(server, present)).body['access_token']);
    const ask = () => server.request('/spaces/main/documents', { headers: { authorization: `Bearer ${token}` } });
    t.equal((await ask()).status, 200);
    t.equal((await cli.run('client', 'remove', 'billing', '--data', data)).code, 0);
    t.equal((await askToken(server, present)).status, 401);
    const refused = await ask();
    t.equal(refused.status, 401);
    t.equal(codeOf(await refused.text()), 'TOKEN_INVALID', 'what it was given ends with it');
    t.equal((await cli.run('client', 'remove', 'billing', '--data', data)).code, 1);
    t.match(await cli.run('client', 'list', '--data', data), { code: 0, errors: /no clients/ });
  },
);

t.test('a client with a key has no secret, and its private key is refused', async (t) => {
  const data = t.testdir({});
  const cli = createTestCli(t, 'http://127.0.0.1:9/spaces/main');
  const key = await createClientKey({ extractable: true });
  const put = (text: string): string => {
    writeFileSync(join(data, 'key.json'), text);
    return join(data, 'key.json');
  };
  const add = (text: string) => cli.run('client', 'add', 'signer', '--key', put(text), '--data', data);
  for (const [text, message] of [
    [await serializeClientKey(key), /is its public part; this is the private one/],
    ['no JSON', /is a JWK in JSON/],
    ['{"kty":"RSA"}', /is of type EC on the curve P-256/],
    [JSON.stringify({ ...key.publicJwk, y: key.publicJwk.x }), /is a point of the curve/],
  ] as const)
    t.match(await add(text), { code: 2, errors: message });
  t.match(await add(JSON.stringify(key.publicJwk)), { code: 0, output: 'client signer added, with its key\n' });
  t.match((await cli.run('client', 'list', '--data', data, '--json')).output, /"by": "key"/);
});

t.test('names that could be taken for others are refused', async (t) => {
  const data = t.testdir({});
  const cli = createTestCli(t, 'http://127.0.0.1:9/spaces/main');
  for (const name of ['local', 'people:alice', '', 'a b', '../x'])
    t.match(await cli.run('client', 'add', name, '--data', data), { code: 1, errors: /must match pattern/ }, name);
  t.match(await cli.run('client', 'add'), { code: 2, errors: /expected the name of a client/ });
  t.match(await cli.run('client', 'sudo'), { code: 2, errors: /expected add, list or remove, got 'sudo'/ });
});
