import t from 'tap';
import type { Test } from 'tap';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import type { Login } from '../../src/cli/login/logins.js';
import { advertisementOf, codeOf, startTestServer } from '../http/support/test-server.js';
import { startOidcProvider } from '../support/oidc-house.js';
import type { OidcHouse, OidcOptions } from '../support/oidc-house.js';
import { createTestCli } from './cli-run.js';
import type { TestCli, TestCliOptions } from './cli-run.js';

const readLogins = ({ folder }: TestCli): Login[] =>
  JSON.parse(readFileSync(join(folder, 'state', 'logins.json'), 'utf8')) as Login[];

const writeLogins = ({ folder }: TestCli, logins: readonly Login[]): void =>
  writeFileSync(join(folder, 'state', 'logins.json'), JSON.stringify(logins));

const issuerOf = ({ issuer, audience, clientId }: OidcHouse) => ({
  issuer,
  audience,
  clientId,
  alias: 'people',
});

/** A space that believes a real provider, and a command line whose browser is alice's. */
const start = async (t: Test, options: OidcOptions & { readonly cli?: TestCliOptions } = {}) => {
  const house = await startOidcProvider(t, options);
  const server = await startTestServer(t, { flags: { auth: { builtin: false, issuers: [issuerOf(house)] } } });
  const url = `${server.url}/spaces/main`;
  const cli = createTestCli(t, url, { openBrowser: house.logIn, ...options.cli });
  const file = join(cli.folder, 'printer.xml');
  writeFileSync(file, advertisementOf('printer'));
  return { house, server, cli, file, url };
};

t.test('[auth:bound] a person logs in at a real OpenID provider, and is who it says in what follows', async (t) => {
  const { house, server, cli, file } = await start(t);
  const login = await cli.run('login');
  t.equal(login.code, 0, login.errors);
  t.equal(login.output, `logged in at ${server.url} as alice, by ${house.issuer}\n`);
  const published = await cli.run('publish', file, '--json');
  t.equal(published.code, 0, published.errors);
  const found = await cli.run('lookup', '--json');
  t.match(found.output, /"publisher": "people:alice"/);
  const [kept] = readLogins(cli);
  t.match(kept, { tokenType: 'DPoP', subject: 'alice', clientId: 'stoa-cli' });
  t.match(decodeJwt(kept?.accessToken ?? ''), {
    aud: house.audience,
    cnf: { jkt: kept?.thumbprint },
    groups: ['ops', 'people'],
  });
  t.equal(statSync(join(cli.folder, 'state', 'logins.json')).mode & 0o777, 0o600);
  const stolen = await server.request('/spaces/main/documents', {
    headers: { authorization: `Bearer ${kept?.accessToken ?? ''}` },
  });
  t.equal(codeOf(await stolen.text()), 'TOKEN_INVALID', 'the token alone is worth nothing');
});

t.test('whoami says who one is, logout forgets it, and nothing secret is printed', async (t) => {
  const { server, cli } = await start(t);
  t.match(await cli.run('whoami'), { code: 1, errors: /nobody: not logged in at .*; stoa login does/ });
  await cli.run('login');
  const whoami = await cli.run('whoami');
  t.match(whoami.output, new RegExp(`^alice at ${server.url}`));
  t.match(whoami.output, /bound to a key of this machine, ends in .*, then renewed by itself/);
  const json = await cli.run('whoami', '--json');
  t.match(JSON.parse(json.output), { subject: 'alice', bound: true, renewable: true });
  const [kept] = readLogins(cli);
  for (const secret of [kept?.accessToken, kept?.refreshToken, kept?.key])
    t.notOk((whoami.output + json.output).includes(secret ?? 'none'));
  t.match(await cli.run('logout'), { code: 0, output: `logged out at ${server.url}\n`, errors: '' });
  t.same(readLogins(cli), []);
  t.equal((await cli.run('logout')).code, 1);
  const [token] = [kept?.refreshToken];
  writeLogins(cli, [{ ...(kept as Login), expiresAtMs: 0 }]);
  t.ok(token);
  t.match(
    await cli.run('lookup'),
    { code: 1, errors: /TOKEN_REFUSED[\s\S]*log in again: stoa login/ },
    'revoked at the provider',
  );
});

t.test('a token that ends is renewed by the next command, and one that has ended for good is told', async (t) => {
  const { cli } = await start(t, { accessTokenTtl: 20 });
  await cli.run('login');
  const [first] = readLogins(cli);
  t.equal((await cli.run('lookup')).code, 0);
  const [second] = readLogins(cli);
  t.not(second?.accessToken, first?.accessToken, 'it had less than 30 s left');
  t.equal(second?.thumbprint, first?.thumbprint);
  const both = await Promise.all([cli.run('lookup'), cli.run('lookup')]);
  t.same(
    both.map(({ code }) => code),
    [0, 0],
    'two at once do not use one refresh token twice',
  );
  const { refreshToken, ...without } = readLogins(cli)[0] as Login;
  t.ok(refreshToken);
  writeLogins(cli, [without]);
  t.match(await cli.run('lookup'), { code: 1, errors: /has ended \[TOKEN_REFUSED\]\n {2}→ log in again: stoa login/ });
});

t.test('a person logs in by another device', async (t) => {
  const house = await startOidcProvider(t);
  const server = await startTestServer(t, { flags: { auth: { issuers: [issuerOf(house)] } } });
  const cli = createTestCli(t, `${server.url}/spaces/main`, {
    onNote: (line) => {
      const [, url, code] = /open (\S+) and type (\S+)/.exec(line) ?? [];
      if (url !== undefined && code !== undefined) void house.typeCode(url, code);
    },
  });
  const login = await cli.run('login', '--device');
  t.equal(login.code, 0, login.errors);
  t.match(login.output, /as alice/);
  t.equal((await cli.run('lookup')).code, 0);
});

t.test('a provider without DPoP gives bearer tokens, and the person is told what that means', async (t) => {
  const { cli } = await start(t, { dpop: false });
  t.match(await cli.run('login'), { code: 0, errors: /binds no tokens to keys/ });
  t.match(readLogins(cli)[0], { tokenType: 'Bearer' });
  t.equal((await cli.run('lookup')).code, 0);
});

t.test('a token of the provider for another audience is not taken', async (t) => {
  const house = await startOidcProvider(t, { dpop: false });
  const other = await startTestServer(t, {
    flags: { auth: { issuers: [{ ...issuerOf(house), audience: 'urn:other' }] } },
  });
  const cli = createTestCli(t, `${other.url}/spaces/main`, { openBrowser: house.logIn });
  await cli.run('login');
  t.match(await cli.run('lookup'), { code: 1, errors: /claim "aud" is not the expected one/ });
});

t.test('where there is nothing to log in to, or nobody to log in at, it is said what to do', async (t) => {
  const open = await startTestServer(t);
  t.match(await createTestCli(t, `${open.url}/spaces/main`).run('login'), {
    code: 2,
    errors: /asks nobody who they are/,
  });
  const builtin = await startTestServer(t, { flags: { auth: { builtin: true } } });
  const cli = createTestCli(t, `${builtin.url}/spaces/main`);
  t.match(await cli.run('login'), { code: 2, errors: /names no provider[\s\S]*--issuer and --client-id/ });
  t.match(await cli.run('login', '--issuer', 'http://127.0.0.1:9'), { code: 2, errors: /expected --client-id/ });
  t.match(await cli.run('login', '--issuer', 'http://127.0.0.1:9', '--client-id', 'x'), {
    code: 1,
    errors: /ISSUER_UNREACHABLE/,
  });
  t.match(await createTestCli(t, 'http://127.0.0.1:9/spaces/main').run('login'), {
    code: 1,
    errors: /cannot be reached/,
  });
});

t.test('a login that is interrupted ends, and keeps nothing', async (t) => {
  const { cli } = await start(t, { cli: { openBrowser: () => Promise.resolve() } });
  t.match(await cli.runUntil('log in with the browser', 'login'), { code: 1, errors: /ABORTED/ });
  t.match(await cli.run('whoami'), { code: 1 });
});

t.test('a browser that comes back with another state is refused', async (t) => {
  const { cli } = await start(t, {
    cli: {
      openBrowser: async (url) => {
        const back = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
        back.searchParams.set('code', 'stolen');
        back.searchParams.set('state', 'other');
        await fetch(back);
      },
    },
  });
  t.equal((await cli.run('login')).code, 1);
  t.match(await cli.run('whoami'), { code: 1 });
});

t.test('a file of logins that cannot be read is told by commands that need it, without its text', async (t) => {
  const { cli } = await start(t);
  writeFileSync(join(cli.folder, 'state', 'logins.json'), '{"secret": nonsense');
  const run = await cli.run('lookup');
  t.equal(run.code, 1);
  t.match(run.errors, /cannot be read[\s\S]*log in again/);
  t.notMatch(run.errors, /nonsense/);
  t.equal((await cli.run('help')).code, 0);
});
