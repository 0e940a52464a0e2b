import t from 'tap';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { JWTPayload } from 'jose';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';
import { StoaError } from '../../src/base/index.js';
import { createIssuerKeys, createTokenVerifier, portableHashing } from '../../src/security/index.js';
import type { TokenVerifier, TrustedIssuer } from '../../src/security/index.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import type { VirtualClock } from '../support/virtual-clock.js';

const ISSUER = 'https://login.example';
const AUDIENCE = 'urn:space';

const createSigner = async (clock: VirtualClock, kid = 'one', alg = 'ES256') => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg };
  const nowSeconds = (): number => Math.floor(clock.nowMs() / 1000);
  const sign = (claims: JWTPayload = {}, header: object = {}): Promise<string> => {
    const whole = { iss: ISSUER, aud: AUDIENCE, sub: 'alice', exp: nowSeconds() + 600, groups: ['ops'], ...claims };
    return new SignJWT(whole).setProtectedHeader({ alg, kid, typ: 'at+jwt', ...header }).sign(privateKey);
  };
  return { jwk, sign };
};

const setUp = async (more: Partial<TrustedIssuer> = {}) => {
  const clock = createVirtualClock();
  const signer = await createSigner(clock);
  const asked = { times: 0, keys: [signer.jwk] };
  const keys = () => {
    asked.times++;
    return Promise.resolve({ keys: asked.keys });
  };
  const trusted: TrustedIssuer = {
    issuer: () => ISSUER,
    audience: AUDIENCE,
    alias: 'people',
    groupsClaim: 'groups',
    keys,
    ...more,
  };
  const verifier = createTokenVerifier({ issuers: [trusted], clock, hashing: portableHashing });
  return { clock, signer, asked, verifier };
};

const refusal = (verifier: TokenVerifier, token: string): Promise<string> =>
  verifier.verify(token).then(
    () => 'taken',
    (thrown: unknown) => (thrown instanceof StoaError ? `${thrown.code}: ${thrown.message}` : String(thrown)),
  );

t.test('subjects and groups of a foreign issuer carry its alias', async (t) => {
  const { signer, verifier } = await setUp();
  t.same(await verifier.verify(await signer.sign()), {
    subject: 'people:alice',
    groups: ['people:ops'],
    expiresAtMs: Date.UTC(2026, 0, 1) + 600_000,
  });
});

t.test('groups may stand in any claim, as a list, as one, or as scopes', async (t) => {
  const { signer, verifier } = await setUp({ groupsClaim: 'scope' });
  const groups = async (scope: unknown) => (await verifier.verify(await signer.sign({ scope }))).groups;
  t.same(await groups('read write'), ['people:read', 'people:write']);
  t.same(await groups(['a b']), ['people:a b']);
  t.same(await groups(undefined), []);
});

const CLAIMS: readonly (readonly [JWTPayload, RegExp])[] = [
  [{ iss: 'https://other.example' }, /issuer is not one/],
  [{ iss: `${ISSUER}/` }, /issuer is not one/],
  [{ aud: 'urn:other' }, /claim "aud"/],
  [{ sub: '' }, /names no subject/],
  [{ sub: 'x'.repeat(257) }, /names no subject/],
  [{ sub: undefined as never }, /claim "sub"/],
  [{ exp: undefined as never }, /claim "exp"/],
  [{ nbf: 4_000_000_000 }, /claim "nbf"/],
  [{ groups: [1] }, /groups are no list/],
  [{ groups: { ops: true } }, /groups are no list/],
  [{ groups: Array.from({ length: 201 }, String) }, /more than 200 groups/],
  [{ cnf: { 'x5t#S256': 'x' } }, /bound to something else/],
  [{ cnf: { jkt: 7 } }, /bound to something else/],
  [{ cnf: 'x' }, /bound to something else/],
  [{ cnf: null }, /bound to something else/],
];
for (const [claims, message] of CLAIMS)
  t.test(`a token with ${JSON.stringify(claims).slice(0, 60)} is refused`, async (t) => {
    const { signer, verifier } = await setUp();
    const told = await refusal(verifier, await signer.sign(claims));
    t.match(told, /^TOKEN_INVALID/);
    t.match(told, message);
    t.notMatch(told, /alice|ey[A-Z]/, 'nothing of the token is told');
  });

t.test(
  'a subject that XML cannot hold, would hold in another way, or that shows as something else is refused',
  async (t) => {
    const { signer, verifier } = await setUp();
    const spaces = [' a', 'a ', 'a  b', 'a\tb', 'a\nb', 'a\u2028b', 'a\u00a0b'];
    for (const sub of ['a\u0000', 'a\u001bb', 'a\ud800', 'a\ufffe', 'a\u202eb', 'a\u200bb', ...spaces])
      t.match(await refusal(verifier, await signer.sign({ sub })), /^TOKEN_INVALID.*subject has characters/);
  },
);

t.test('names of people in other scripts, with single spaces, and of programs are subjects', async (t) => {
  const { signer, verifier } = await setUp();
  for (const sub of ['Zoë Müller', '李小龍', 'auth0|5f7c8ec7c33c6c004bbafe82', 'https://idp.example/u/1?x=<&>', '😀'])
    t.equal((await verifier.verify(await signer.sign({ sub }))).subject, `people:${sub}`);
});

t.test('a token whose keys are withdrawn while it is verified is verified again', async (t) => {
  const { signer, asked, verifier } = await setUp({ isOwn: true });
  const token = await signer.sign();
  const verifying = refusal(verifier, token);
  asked.keys = [];
  verifier.forget();
  t.match(await verifying, /^TOKEN_INVALID.*no such key/);
  t.equal(verifier.find(token), undefined);
});

t.test('a token that ends is refused from then on, whether it was seen before or not', async (t) => {
  const { clock, signer, verifier } = await setUp();
  const [seen, unseen] = [await signer.sign(), await signer.sign({ jti: 'x' })];
  await verifier.verify(seen);
  t.ok(verifier.find(seen));
  await clock.advance(604_000);
  t.ok(verifier.find(seen), 'clocks differ');
  await clock.advance(1_000);
  t.equal(verifier.find(seen), undefined);
  for (const token of [seen, unseen]) t.match(await refusal(verifier, token), /^TOKEN_EXPIRED/);
});

t.test('a token is verified by the keys of its own issuer, in algorithms with public keys only', async (t) => {
  const { clock, signer, verifier } = await setUp();
  const other = await createSigner(clock);
  t.match(await refusal(verifier, await other.sign()), /^TOKEN_INVALID.*signature or form/);
  const secret = new TextEncoder().encode(JSON.stringify(signer.jwk));
  const mac = await new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'alice', exp: 4_000_000_000 })
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .sign(secret);
  t.match(await refusal(verifier, mac), /^TOKEN_INVALID/);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const none = `${part({ alg: 'none' })}.${part({ iss: ISSUER, aud: AUDIENCE, sub: 'alice', exp: 4_000_000_000 })}.`;
  t.match(await refusal(verifier, none), /^TOKEN_INVALID/);
  t.match(await refusal(verifier, `${await signer.sign()}${'x'.repeat(8192)}`), /longer than 8192/);
  t.match(await refusal(verifier, 'a.b.c'), /^TOKEN_INVALID/);
});

t.test('a type is asked for where it is known, so that an ID token does not pass', async (t) => {
  const { signer, verifier } = await setUp({ type: 'at+jwt' });
  t.equal(await refusal(verifier, await signer.sign()), 'taken');
  t.match(await refusal(verifier, await signer.sign({}, { typ: 'JWT' })), /^TOKEN_INVALID/);
});

t.test('keys are asked for once, and again for a key that is not known, but not for each made-up one', async (t) => {
  const { clock, signer, asked, verifier } = await setUp();
  await verifier.verify(await signer.sign());
  await verifier.verify(await signer.sign({ jti: 'x' }));
  t.equal(asked.times, 1);
  const next = await createSigner(clock, 'two');
  t.match(await refusal(verifier, await next.sign()), /publishes no such key/);
  t.equal(asked.times, 1);
  await clock.advance(30_000);
  asked.keys = [signer.jwk, next.jwk];
  t.equal(await refusal(verifier, await next.sign()), 'taken');
  t.equal(asked.times, 2);
});

t.test('keys that cannot be had are a failure of the issuer, which passes', async (t) => {
  const { signer, verifier } = await setUp({
    keys: () => Promise.reject(new StoaError('SERVICE_UNREACHABLE', 'gone')),
  });
  t.match(await refusal(verifier, await signer.sign()), /^ISSUER_UNREACHABLE/);
});

/** An issuer on this machine that says `metadata` of itself. */
const startIssuer = async (t: Test, metadata: (url: string) => object, path = '/.well-known/openid-configuration') => {
  const server = createServer((request, response) => {
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    if (request.url === path) response.end(JSON.stringify(metadata(url)));
    else if (request.url === '/keys') response.end('{"keys":[]}');
    else if (request.url === '/redirect') response.writeHead(302, { location: '/keys' }).end();
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
};

t.test("keys are found by the metadata of OpenID Connect or of RFC 8414, which must be the issuer's own", async (t) => {
  const clock = createVirtualClock();
  const ask = async (issuer: string) =>
    createIssuerKeys({ fetch, clock }, issuer)().then(
      () => 'found',
      (thrown: unknown) => (thrown as StoaError).message,
    );
  const own = (url: string) => ({ issuer: url, jwks_uri: `${url}/keys` });
  t.equal(await ask(await startIssuer(t, own)), 'found');
  t.equal(await ask(await startIssuer(t, own, '/.well-known/oauth-authorization-server')), 'found');
  t.match(
    await ask(await startIssuer(t, (url) => ({ ...own(url), issuer: 'https://bank.example' }))),
    /is not its own/,
  );
  t.match(await ask(await startIssuer(t, (url) => ({ issuer: url }))), /publishes no keys/);
  t.match(
    await ask(await startIssuer(t, (url) => ({ issuer: url, jwks_uri: 'http://elsewhere.example/keys' }))),
    /publishes no keys/,
  );
  t.match(await ask(await startIssuer(t, (url) => ({ issuer: url, jwks_uri: `${url}/redirect` }))), /cannot be had/);
  t.match(await ask(await startIssuer(t, () => [])), /is not its own/);
});
