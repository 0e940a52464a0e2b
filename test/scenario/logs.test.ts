import t from 'tap';
import type { Test } from 'tap';
import { readFileSync } from 'node:fs';
import { createClientCredentials, createClientKey, connect } from '../../src/client/index.js';
import type { Fetch } from '../../src/security/index.js';
import { createLogger } from '../../src/server/logger.js';
import { PRINT, printerAdvertisement } from '../gate/gate-house.js';
import { startService } from '../client/space-house.js';

import {
  BILLING,
  BILLING_SECRET,
  askToken,
  createTestProver,
  getToken,
  startAuthServer,
} from '../support/auth-house.js';
import { startOidcProvider } from '../support/oidc-house.js';
import { createTestCli } from '../cli/cli-run.js';
import { findSecret } from '../http/support/test-server.js';
import { createSecret } from '../../src/server/auth/secret-hash.js';
import { PROJECT } from '../support/source-files.js';

/** A log at the most talkative level, as one text. */
const createLogText = () => {
  const lines: string[] = [];
  return { log: createLogger('trace', { write: (line: string) => void lines.push(line) }), lines };
};

const SECRET_HEADERS = [
  'authorization',
  'dpop',
  'stoa-credential',
  'stoa-lease',
  'stoa-control',
  'signature',
  'cookie',
];

/** Everything secret in what went over the wire: bearer texts, proofs, credentials, addresses of relays, form secrets. */
const createSecrets = () => {
  const found = new Set<string>();
  const add = (text: string): void => {
    if (text.length >= 16) found.add(text);
  };
  const noteText = (text: string): void => {
    for (const [, value = ''] of text.matchAll(/ (?:credential|control|renewal|root|writer)="([^"]+)"/g)) add(value);
    for (const [, address = ''] of text.matchAll(/\/relay\/([^"</]+)"/g)) add(address);
    for (const [, value = ''] of text.matchAll(/"(?:access_token|refresh_token|id_token)":"([^"]+)"/g)) add(value);
    if (text.includes('client_secret='))
      for (const name of ['client_secret', 'client_assertion', 'code', 'code_verifier', 'refresh_token'])
        add(new URLSearchParams(text).get(name) ?? '');
  };
  const noteHeaders = (headers: Headers): void => {
    for (const name of SECRET_HEADERS)
      for (const part of (headers.get(name) ?? '').split(/,? +/)) add(part.replace(/^sig\d*=:|:$/g, ''));
  };
  const noting: Fetch = async (input, init) => {
    noteHeaders(new Headers(init?.headers));
    const body: unknown = init?.body;
    noteText(body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? ''));
    const answer = await fetch(input, init);
    const isStream = (answer.headers.get('content-type') ?? '').startsWith('text/event-stream');
    if (!isStream) noteText(await answer.clone().text());
    return answer;
  };
  return { found, add, fetch: noting };
};

const assertSilent = (t: Test, lines: readonly string[], secrets: ReadonlySet<string>): void => {
  const text = lines.join('');
  for (const secret of secrets) {
    if (text.includes(secret) || text.includes(encodeURIComponent(secret)))
      t.fail(`a log holds a secret: ${lines.find((line) => line.includes(secret))?.slice(0, 300) ?? ''}`);
  }
};

t.test(
  'no log holds a credential: tokens, proofs, leases, gates direct and by relay, spawned spaces, results',
  async (t) => {
    const { log, lines } = createLogText();
    const secrets = createSecrets();
    const flags = { logLevel: 'trace', spaces: `${PROJECT}spaces` };
    const server = await startAuthServer(t, { flags, collaborators: { log } });
    const url = `${server.url}/spaces/main`;
    const key = await createClientKey();
    const auth = createClientCredentials({
      clientId: 'billing',
      clientSecret: BILLING_SECRET,
      key,
      fetch: secrets.fetch,
    });
    const client = connect(url, { auth, fetch: secrets.fetch, log });

    const advertisement = (uri: string): string =>
      printerAdvertisement({ access: 'restricted', endpoints: `<endpoint uri="${uri}" binding="stoa-http"/>` });
    const handlers = { print: () => ({ sheets: 1 }), status: () => true, log: () => undefined };
    const service = await startService(t, client, { advertisement, handlers, options: { log, fetch: secrets.fetch } });
    for (const carry of ['direct', 'relay'] as const) {
      const gate = await client.openGate(service.id, { carry });
      t.equal(await gate.call('status', {}), true, carry);
      t.equal(await gate.call('status', {}), true, carry);
      await gate.callMessage(`<status xmlns="${PRINT}" wrong="1"/>`).catch(() => undefined);
      await gate.close();
      await gate.call('status', {}).catch(() => undefined);
    }

    const held = await client.publish('<note xmlns="urn:x"/>', { name: 'note' });
    await client.renew(held.lease);
    await client.renew({ ...held.lease, credential: 'w'.repeat(43) }).catch(() => undefined);
    secrets.add('w'.repeat(43));
    const spawned = await client.spawn({ name: 'own', result: true });
    const inside = client.at(spawned.url, [spawned.root]);
    const subscription = await inside.subscribe();
    await inside.publish('<note xmlns="urn:x"/>', { name: 'inside' });
    for await (const event of subscription) {
      t.equal(event.name, 'inside');
      break;
    }
    await client.at(spawned.url, [spawned.root, 'x'.repeat(43)]).destroy();
    await server.rotateKeys({ withdraw: true });
    await client.lookup();

    t.ok(lines.length > 20, `${lines.length} lines were logged`);
    t.ok(secrets.found.size > 25, `${secrets.found.size} secrets went over the wire`);
    assertSilent(t, lines, secrets.found);
  },
);

t.test('no log holds what was refused: wrong secrets, tokens, proofs, and secrets where none belong', async (t) => {
  const { log, lines } = createLogText();
  const secrets = createSecrets();
  const server = await startAuthServer(t, { flags: { logLevel: 'trace' }, collaborators: { log } });
  const wrong = 'a-wrong-secret-that-is-long-enough';
  const prover = await createTestProver();
  const token = await getToken(server, prover);
  const proof = await prover.prove({ method: 'GET', url: `${server.url}/none`, token });
  for (const secret of [wrong, token, proof]) secrets.add(secret);
  await askToken(server, { ...BILLING, client_secret: wrong });
  await askToken(server, { ...BILLING, client_secret: wrong, client_assertion: wrong });
  const documents = '/spaces/main/documents';
  const send = (path: string, headers: Readonly<Record<string, string>>) => server.request(path, { headers });
  await send(documents, { authorization: `Bearer ${token}` });
  await send(documents, { authorization: `DPoP ${token}`, dpop: proof });
  await send(documents, { authorization: `DPoP ${token}` });
  await send(documents, { authorization: `Bearer ${wrong}`, cookie: `session=${wrong}` });
  await send(`${documents}?access_token=${token}`, {});
  await send(`${documents}/${wrong}`, { 'stoa-lease': wrong, 'stoa-credential': wrong });
  await send(`/spaces/main/relay/${wrong}`, { 'stoa-control': wrong });
  await send(`/${wrong}/%zz`, {});
  await server.raw(`GET / HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${wrong}\r\nbroken header\r\n\r\n`);
  t.ok(lines.length > 8, `${lines.length} lines were logged`);
  assertSilent(t, lines, secrets.found);
});

t.test('no log holds what a person logged in with, and no command prints it', async (t) => {
  const { log, lines } = createLogText();
  const house = await startOidcProvider(t);
  const { issuer, audience, clientId } = house;
  const issuers = [{ issuer, audience, clientId, alias: 'people' }];
  const server = await startAuthServer(t, { auth: { issuers }, flags: { logLevel: 'trace' }, collaborators: { log } });
  const cli = createTestCli(t, `${server.url}/spaces/main`, { openBrowser: house.logIn });
  const runs = [await cli.run('login'), await cli.run('lookup'), await cli.run('whoami', '--json')];
  t.same(
    runs.map(({ code }) => code),
    [0, 0, 0],
  );
  const kept = readFileSync(`${cli.folder}/state/logins.json`, 'utf8');
  const secrets = new Set(
    [...kept.matchAll(/"(?:accessToken|refreshToken)": "([^"]+)"/g)].map(([, value = '']) => value),
  );
  const [, d = ''] = /\\"d\\":\\"([^"\\]+)/.exec(kept) ?? [];
  secrets.add(d);
  t.equal(secrets.size, 3);
  assertSilent(t, [...lines, ...runs.map(({ output, errors }) => output + errors)], secrets);
});

t.test('a secret in a field of any name would be in the text that is searched', (t) => {
  const { log, lines } = createLogText();
  log.info({ harmless: 'a-secret-in-a-field-of-another-name' }, 'x');
  t.match(lines.join(''), 'a-secret-in-a-field-of-another-name');
  t.end();
});

t.test('what every test with a server looks for in its log is what secrets look like', async (t) => {
  const server = await startAuthServer(t, { flags: { spaces: `${PROJECT}spaces` } });
  const key = await createClientKey();
  const client = connect(`${server.url}/spaces/main`, {
    auth: createClientCredentials({ clientId: 'billing', clientSecret: BILLING_SECRET, key }),
  });
  const held = await client.publish(
    printerAdvertisement({
      access: 'restricted',
      endpoints: '<endpoint uri="http://127.0.0.1:9/" binding="stoa-http"/>',
    }),
  );
  const gate = await client.openGate(held.entry.id, { carry: 'relay' });
  const spawned = await client.spawn({ name: 'own', result: true });
  const token = await getToken(server, await createTestProver());
  const secrets = [held.lease.credential, spawned.root, spawned.lease.credential, token, createSecret()];
  for (const secret of [...secrets, gate.uri.split('/').at(-1)]) {
    t.ok(secret);
    t.ok(secret?.endsWith(findSecret(JSON.stringify({ msg: `so ${secret} it is` })) ?? '?'));
  }
  for (const line of [held.entry.id, gate.id, 'a'.repeat(60), server.url]) t.equal(findSecret(line), undefined, line);
});
