import t from 'tap';
import type { Test } from 'tap';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SPACE_LIMITS, StoaError } from '../../../src/base/index.js';
import { CONFIGURATION_VARIABLES, loadConfiguration } from '../../../src/server/configuration/index.js';
import type { ConfigurationSources } from '../../../src/server/configuration/index.js';

const refused = async (t: Test, sources: ConfigurationSources, message: RegExp): Promise<StoaError> => {
  const thrown = await loadConfiguration(sources).then(
    () => undefined,
    (error: unknown) => error,
  );
  t.type(thrown, StoaError);
  const error = thrown as StoaError;
  t.equal(error.code, 'CONFIGURATION_INVALID');
  t.match(error.message, message);
  return error;
};

const folderWith = (t: Test, content: unknown): string =>
  t.testdir({ 'stoa.json': typeof content === 'string' ? content : JSON.stringify(content) });

t.test('without any source every key has its default', async (t) => {
  const configuration = await loadConfiguration({ folder: t.testdir({}) });
  t.match(configuration, {
    data: join(homedir(), '.local', 'share', 'stoa'),
    store: 'lmdb',
    host: '127.0.0.1',
    port: 7862,
    insecureOpenToNetwork: false,
    allowedHosts: [],
    allowedOrigins: [],
    relay: { allow: ['loopback', 'private'] },
    limits: DEFAULT_SPACE_LIMITS,
    logLevel: 'info',
  });
  t.equal(configuration.publicUrl, undefined);
  t.match(configuration.spaces, /[/\\]spaces[/\\]?$/);
});

t.test('the result cannot be changed at any depth', async (t) => {
  const configuration = await loadConfiguration({ folder: t.testdir({}) });
  t.throws(() => Object.assign(configuration, { port: 1 }), TypeError);
  t.throws(() => Object.assign(configuration.relay, { timeoutMs: 1 }), TypeError);
  t.throws(() => (configuration.relay.allow as string[]).push('x'), TypeError);
  t.throws(() => Object.assign(configuration.limits, { maxBytes: 1 }), TypeError);
});

t.test('flags win over the environment, which wins over the file, key by key within groups too', async (t) => {
  const folder = folderWith(t, { port: 1, logLevel: 'warn', relay: { timeoutMs: 1, maxAnswerBytes: 10 } });
  const configuration = await loadConfiguration({
    folder,
    environment: { STOA_PORT: '2', STOA_RELAY_TIMEOUT_MS: '2' },
    flags: { port: 3, store: undefined },
  });
  t.match(configuration, { port: 3, logLevel: 'warn', relay: { timeoutMs: 2, maxAnswerBytes: 10 } });
});

t.test('each variable sets its own key and no other', async (t) => {
  const folder = t.testdir({});
  const samples: Record<string, [string, unknown]> = {
    data: ['/tmp/x', '/tmp/x'],
    spaces: ['/tmp/y', '/tmp/y'],
    store: ['memory', 'memory'],
    host: ['127.0.0.2', '127.0.0.2'],
    publicUrl: ['https://space.example/', 'https://space.example'],
    insecureOpenToNetwork: ['true', true],
    allowedHosts: ['a.example, b.example:81', ['a.example', 'b.example:81']],
    allowedOrigins: ['https://a.example', ['https://a.example']],
    'relay.allow': ['private', ['private']],
    'metrics.readers': ['group:ops, subject:p', ['group:ops', 'subject:p']],
    'discovery.backend': ['avahi', 'avahi'],
    'discovery.name': ['workshop', 'workshop'],
    'discovery.interfaces': ['eth0, eth1', ['eth0', 'eth1']],
    'discovery.exclude': ['docker0', ['docker0']],
    'discovery.subtypes': ['_printer', ['_printer']],
    'discovery.wsDiscovery': ['true', true],
    'discovery.neighbours': ['true', true],
    logLevel: ['trace', 'trace'],
    'auth.builtin': ['true', true],
    'auth.clientsFile': ['/etc/clients.json', '/etc/clients.json'],
    'auth.tokenLifeMs': ['30000', 30_000],
    'auth.keyPeriodMs': ['3600000', 3_600_000],
    'tls.cert': ['/etc/cert.pem', '/etc/cert.pem'],
    'tls.key': ['/etc/key.pem', '/etc/key.pem'],
    'tls.ca': ['/etc/ca.pem', '/etc/ca.pem'],
  };
  const get = (value: unknown, path: readonly string[]): unknown =>
    path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], value);
  const defaults = await loadConfiguration({ folder });
  t.ok(CONFIGURATION_VARIABLES.length > 30);
  for (const { name, path } of CONFIGURATION_VARIABLES) {
    const [text, expected] = samples[path.join('.')] ?? ['123', 123];
    const configuration = await loadConfiguration({ folder, environment: { [name]: text } });
    t.same(get(configuration, path), expected, name);
    const others = CONFIGURATION_VARIABLES.filter((variable) => variable.name !== name);
    const changed = others.filter(
      (o) => JSON.stringify(get(configuration, o.path)) !== JSON.stringify(get(defaults, o.path)),
    );
    t.same(changed, [], `${name} changes nothing else`);
  }
  t.ok(CONFIGURATION_VARIABLES.some(({ name }) => name === 'STOA_LIMITS_MAX_DOCUMENT_BYTES'));
});

t.test('an unknown key is refused with the nearest known one', async (t) => {
  await refused(t, { folder: folderWith(t, { prot: 1 }) }, /stoa\.json: unknown key prot; did you mean port\?/);
  await refused(
    t,
    { folder: folderWith(t, { relay: { timeout: 1 } }) },
    /relay\.timeout; did you mean relay\.timeoutMs\?/,
  );
  await refused(t, { folder: folderWith(t, { xyzzyPlugh: 1 }) }, /unknown key xyzzyPlugh$/);
  await refused(t, { folder: t.testdir({}), environment: { STOA_PROT: '1' } }, /STOA_PROT; did you mean STOA_PORT\?/);
  await refused(t, { folder: t.testdir({}), flags: { hosts: 'x' } }, /flags: unknown key hosts; did you mean host\?/);
  await refused(t, { folder: folderWith(t, '{"__proto__": {"port": 1}}') }, /unknown key __proto__/);
});

t.test('every wrong value of a source is told at once, with its key', async (t) => {
  const folder = folderWith(t, { port: 'high', store: 'floppy', allowedOrigins: ['https://a.example/path'] });
  const error = await refused(t, { folder }, /stoa\.json/);
  t.same(error.findings.map(({ rule }) => rule).sort(), ['allowedOrigins.0', 'port', 'store']);
  t.match(error.message, /store must be equal to one of the allowed values: lmdb,memory/);
});

for (const [key, value] of [
  ['port', -1],
  ['port', 65_536],
  ['port', 1.5],
  ['port', '80'],
  ['host', ''],
  ['publicUrl', 'space.example'],
  ['publicUrl', 'ftp://space.example'],
  ['publicUrl', 'https://u:p@space.example'],
  ['logLevel', 'loud'],
  ['insecureOpenToNetwork', 'true'],
  ['allowedHosts', 'a'],
  ['shutdownGraceMs', -1],
  ['relay', { allow: ['everything'] }],
  ['limits', { maxDocuments: 0 }],
  ['relay', null],
  ['limits', []],
] as const)
  t.test(`${key} = ${JSON.stringify(value)} is refused`, async (t) => {
    await refused(t, { folder: folderWith(t, { [key]: value }) }, new RegExp(key));
  });

t.test('variables that are no number or truth value are refused, empty ones count as absent', async (t) => {
  const folder = t.testdir({});
  await refused(t, { folder, environment: { STOA_PORT: '80a' } }, /environment: port must be integer/);
  await refused(t, { folder, environment: { STOA_INSECURE_OPEN_TO_NETWORK: 'yes' } }, /must be boolean/);
  t.equal((await loadConfiguration({ folder, environment: { STOA_PORT: '' } })).port, 7862);
});

t.test('a file that is named must be there and be JSON; stoa.json in the folder need not be', async (t) => {
  const folder = t.testdir({ 'other.json': '{"port": 5}', 'broken.json': '{"port": }' });
  t.equal((await loadConfiguration({ folder, file: 'other.json' })).port, 5);
  t.equal((await loadConfiguration({ folder, environment: { STOA_CONFIG: 'other.json' } })).port, 5);
  await refused(t, { folder, file: 'missing.json' }, /missing\.json is not there/);
  await refused(t, { folder, file: 'broken.json' }, /broken\.json is not JSON/);
  await refused(t, { folder, file: '.' }, /cannot be read/);
  await refused(t, { folder: folderWith(t, '[]') }, /must be object/);
});

t.test('relative paths in a file are meant from its folder, in flags from the current one', async (t) => {
  const folder = t.testdir({ conf: { 'stoa.json': '{"data": "d", "spaces": "s"}' } });
  const configuration = await loadConfiguration({ folder, file: 'conf/stoa.json', flags: { spaces: 's2' } });
  t.equal(configuration.data, join(folder, 'conf', 'd'));
  t.equal(configuration.spaces, join(folder, 's2'));
});

for (const host of ['0.0.0.0', '::', '192.168.1.2', 'example.org', '::ffff:10.0.0.1'])
  t.test(`listening on ${host} has to be said to be meant`, async (t) => {
    const folder = t.testdir({});
    const error = await refused(t, { folder, flags: { host } }, /can be reached from other machines/);
    t.match(error.hint, /--insecure-open-to-network/);
    const open = await loadConfiguration({ folder, flags: { host, insecureOpenToNetwork: true } });
    t.same(open.relay.allow, [], 'and relays then go to public addresses only');
  });

for (const host of ['localhost', '127.0.0.1', '127.8.9.10', '::1', '[::1]'])
  t.test(`listening on ${host} needs no leave`, async (t) => {
    t.equal((await loadConfiguration({ folder: t.testdir({}), flags: { host } })).host, host);
  });

t.test('data goes below XDG_DATA_HOME when that is set', async (t) => {
  const { data } = await loadConfiguration({ folder: t.testdir({}), environment: { XDG_DATA_HOME: '/srv/x' } });
  t.equal(data, join('/srv/x', 'stoa'));
});

t.test('docs/configuration.md explains every key and variable, and none that does not exist', async (t) => {
  const text = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([\w.]+)` \| `(STOA_\w+)` \|/gm)].map((match) => `${match[1]} ${match[2]}`);
  t.same(rows.sort(), CONFIGURATION_VARIABLES.map(({ name, path }) => `${path.join('.')} ${name}`).sort());
});

const HASH = `scrypt:15:${'A'.repeat(22)}:${'A'.repeat(43)}`;
const CLIENT = { id: 'billing', secretHash: HASH, groups: ['ops'] };
const ISSUER = { issuer: 'https://login.example', audience: 'urn:space', alias: 'people' };

t.test('a server that asks who callers are may listen beyond this machine', async (t) => {
  for (const auth of [{ builtin: true }, { clients: [CLIENT] }, { issuers: [ISSUER] }]) {
    const folder = folderWith(t, { host: '0.0.0.0', auth });
    t.equal((await loadConfiguration({ folder })).host, '0.0.0.0');
  }
  await refused(t, { folder: folderWith(t, { host: '0.0.0.0', auth: { builtin: false, clients: [CLIENT] } }) }, /host/);
});

t.test('clients that are listed switch the built-in issuer on, unless it is switched off', async (t) => {
  const load = async (auth: object) => (await loadConfiguration({ folder: folderWith(t, { auth }) })).auth.builtin;
  t.equal(await load({}), false);
  t.equal(await load({ clients: [CLIENT] }), true);
  t.equal(await load({ clients: [CLIENT], builtin: false }), false);
});

for (const [auth, message] of [
  [{ clients: [{ ...CLIENT, id: 'local' }] }, /auth\.clients\.0\.id must match pattern/],
  [{ clients: [{ ...CLIENT, id: 'server' }] }, /auth\.clients\.0\.id must match pattern/],
  [{ clients: [{ ...CLIENT, id: 'a:b' }] }, /auth\.clients\.0\.id must match pattern/],
  [
    { clients: [{ ...CLIENT, secretHash: 'secret' }] },
    /auth\.clients\.0\.secretHash must be a hash as stoa client add prints/,
  ],
  [{ clients: [{ id: 'a' }] }, /expected a to have a secretHash or a jwk/],
  [{ clients: [{ ...CLIENT, jwk: { kty: 'EC' } }] }, /expected billing to have a secretHash or a jwk/],
  [{ clients: [CLIENT, CLIENT] }, /auth\.clients: billing is there twice/],
  [
    { clients: [{ ...CLIENT, secretHas: 'x' }] },
    /unknown key auth\.clients\.0\.secretHas; did you mean auth\.clients\.0\.secretHash/,
  ],
  [{ issuers: [{ ...ISSUER, issuer: 'http://login.example' }] }, /must be the https URL of an issuer/],
  [{ issuers: [{ ...ISSUER, issuer: 'https://login.example?x' }] }, /must be the https URL of an issuer/],
  [{ issuers: [{ issuer: ISSUER.issuer, alias: 'people' }] }, /must have required property 'audience'/],
  [{ issuers: [ISSUER, { ...ISSUER, issuer: 'https://other.example' }] }, /people is there twice/],
] as const)
  t.test(`who callers are: ${message.source} is told`, async (t) => {
    await refused(t, { folder: folderWith(t, { auth }) }, message);
  });
