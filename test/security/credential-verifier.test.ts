import t from 'tap';
import type { Test } from 'tap';
import { SignJWT, UnsecuredJWT } from 'jose';
import { StoaError, toBase64Url, toUtf8 } from '../../src/base/index.js';
import type { DocumentId, GateId, SpaceId } from '../../src/base/index.js';
import {
  createCredentialSigner,
  createCredentialVerifier,
  createKeyFetcher,
  createSigningKeys,
  parseSigningKeys,
  serializeSigningKeys,
  toKeySet,
} from '../../src/security/index.js';
import type { SigningKeys, VerifierOptions } from '../../src/security/index.js';
import { createVirtualClock } from '../support/virtual-clock.js';

const issuer = 'urn:uuid:00000000-0000-7000-8000-000000000001' as SpaceId;
const audience = 'urn:uuid:00000000-0000-7000-8000-000000000002' as DocumentId;
const gate = 'urn:uuid:00000000-0000-7000-8000-000000000003' as GateId;
const expected = { issuer, audience };

const setUp = async (options: VerifierOptions = {}) => {
  const clock = createVirtualClock();
  const published: SigningKeys[] = [await createSigningKeys()];
  let asked = 0;
  const verifier = createCredentialVerifier(
    {
      clock,
      keys: async () => {
        asked++;
        return toKeySet(...published);
      },
    },
    options,
  );
  const signWith = async (keys: SigningKeys, lasts = 3_600_000) =>
    createCredentialSigner({ keys, clock }).sign({
      issuer,
      audience,
      gate,
      methods: ['print'],
      notAfterMs: clock.nowMs() + lasts,
    });
  return { clock, published, verifier, signWith, first: published[0] as SigningKeys, asked: () => asked };
};

/** Asserts that verifying is refused with `code` and that the message holds nothing of the token. */
const refuses = async (t: Test, verifying: Promise<unknown>, code: string, token: string): Promise<void> => {
  const error = await verifying.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof StoaError)) return void t.fail(`expected ${code}, got ${String(error)}`);
  t.equal(error.code, code, error.message);
  for (const part of token.split('.').filter((one) => one.length > 8))
    t.notOk(error.message.includes(part), 'the message tells nothing of the token');
};

t.test('a signed credential verifies and says its gate, methods and end, at most 60 s ahead', async (t) => {
  const { verifier, signWith, first, clock } = await setUp();
  const { token, expiresAtMs } = await signWith(first);
  t.equal(expiresAtMs, clock.nowMs() + 60_000);
  t.same(await verifier.verify(token, expected), {
    issuer,
    gate,
    methods: ['print'],
    expiresAtMs,
    links: [],
  });
});

t.test('a credential ends no later than its gate, to the second', async (t) => {
  const { signWith, first, clock } = await setUp();
  t.equal((await signWith(first, 12_300)).expiresAtMs, clock.nowMs() + 13_000);
});

t.test('an expired credential is refused, also when it was verified and kept before', async (t) => {
  const { verifier, signWith, first, clock } = await setUp({ toleranceMs: 0 });
  const { token } = await signWith(first);
  await verifier.verify(token, expected);
  await clock.advance(59_999);
  await verifier.verify(token, expected);
  await clock.advance(1);
  await refuses(t, verifier.verify(token, expected), 'CREDENTIAL_EXPIRED', token);
});

t.test('another audience, another issuer or another key is refused, whatever was kept before', async (t) => {
  const { verifier, signWith, first } = await setUp();
  const { token } = await signWith(first);
  await verifier.verify(token, expected);
  await refuses(t, verifier.verify(token, { issuer, audience: issuer }), 'CREDENTIAL_INVALID', token);
  await refuses(t, verifier.verify(token, { issuer: audience, audience }), 'CREDENTIAL_INVALID', token);
  const foreign = await signWith(await createSigningKeys());
  await refuses(t, verifier.verify(foreign.token, expected), 'CREDENTIAL_INVALID', foreign.token);
});

t.test('any changed character of a credential is refused', async (t) => {
  const { verifier, signWith, first } = await setUp();
  const { token } = await signWith(first);
  // The last character of a part may hold bits that base64url ignores: jose decodes them alike, so they change nothing.
  const ends = new Set([...token.matchAll(/\./g)].map(({ index }) => index - 1).concat(token.length - 1));
  for (let at = 0; at < token.length; at += 7) {
    if (ends.has(at)) continue;
    const changed = token.slice(0, at) + (token[at] === 'x' ? 'y' : 'x') + token.slice(at + 1);
    await refuses(t, verifier.verify(changed, expected), 'CREDENTIAL_INVALID', changed);
  }
});

t.test(
  'tokens of another form are refused: none, another algorithm, another type, no claims, not a token',
  async (t) => {
    const { verifier, first, clock } = await setUp();
    const seconds = Math.floor(clock.nowMs() / 1000) + 30;
    const claims = { iss: issuer, aud: audience, jti: gate, methods: ['print'], exp: seconds };
    const sign = (payload: object, typ: string) =>
      new SignJWT({ ...payload }).setProtectedHeader({ alg: 'ES256', kid: first.id, typ }).sign(first.privateKey);
    const secret = toUtf8(JSON.stringify(first.publicJwk));
    const endless = { ...claims, exp: undefined };
    const tokens = [
      new UnsecuredJWT(claims).encode(),
      `${toBase64Url(toUtf8('{"alg":"none"}'))}.${toBase64Url(toUtf8(JSON.stringify(claims)))}.`,
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: first.id, typ: 'stoa-gate+jwt' }).sign(secret),
      await sign(claims, 'JWT'),
      await sign(endless, 'stoa-gate+jwt'),
      await sign({ ...claims, methods: 'print' }, 'stoa-gate+jwt'),
      await sign({ ...claims, jti: 'not a urn' }, 'stoa-gate+jwt'),
      '',
      '..',
      'not.a.token',
      'x'.repeat(8193),
    ];
    for (const token of tokens) await refuses(t, verifier.verify(token, expected), 'CREDENTIAL_INVALID', token);
  },
);

t.test('keys are asked for once, once more for an unknown key, and then not again for half a minute', async (t) => {
  const { verifier, signWith, published, first, clock, asked } = await setUp();
  await verifier.verify((await signWith(first)).token, expected);
  await clock.advance(1_000);
  await verifier.verify((await signWith(first)).token, expected);
  t.equal(asked(), 1);
  const second = await createSigningKeys();
  const early = (await signWith(second)).token;
  await refuses(t, verifier.verify(early, expected), 'CREDENTIAL_INVALID', early);
  t.equal(asked(), 1, 'asked a second ago: not again');
  await clock.advance(30_000);
  published.unshift(second);
  t.ok(await verifier.verify((await signWith(second)).token, expected), 'a rotated key is learned');
  t.equal(asked(), 2);
  for (let round = 0; round < 20; round++) {
    const { token } = await signWith(await createSigningKeys());
    await refuses(t, verifier.verify(token, expected), 'CREDENTIAL_INVALID', token);
  }
  t.equal(asked(), 2, 'made-up keys cause no flood');
});

t.test('a withdrawn key is refused once the keys at hand are too old', async (t) => {
  const { verifier, signWith, published, first, clock } = await setUp();
  await verifier.verify((await signWith(first)).token, expected);
  published.splice(0, 1, await createSigningKeys());
  await clock.advance(600_000);
  const { token } = await signWith(first);
  await refuses(t, verifier.verify(token, expected), 'CREDENTIAL_INVALID', token);
});

t.test('at most the given number of verified credentials is kept', async (t) => {
  const { verifier, signWith, first } = await setUp({ maxKept: 1 });
  const [one, two] = [await signWith(first), await signWith(first)];
  const kept = await verifier.verify(one.token, expected);
  t.equal(await verifier.verify(one.token, expected), kept, 'the same object: no new check');
  await verifier.verify(two.token, expected);
  t.not(await verifier.verify(one.token, expected), kept, 'it made room for the second');
});

t.test('signing keys survive their text, and a text that is no key is refused without being quoted', async (t) => {
  const { first, verifier, signWith } = await setUp();
  const kept = await parseSigningKeys(await serializeSigningKeys(first));
  t.equal(kept.id, first.id);
  t.ok(await verifier.verify((await signWith(kept)).token, expected));
  t.same(
    Object.keys(toKeySet(kept).keys[0] ?? {}).sort(),
    ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
    'nothing private is published',
  );
  for (const text of [
    '',
    '{',
    '{}',
    '[]',
    'null',
    '{"kty":"oct","k":"c2VjcmV0"}',
    '{"kty":"EC","crv":"P-256","d":"c2VjcmV0"}',
  ]) {
    await t.rejects(parseSigningKeys(text), { code: 'CONFIGURATION_INVALID' }, text);
    await parseSigningKeys(text).catch((error: Error) => t.notMatch(error.message, /c2VjcmV0/));
  }
});

t.test('keys are fetched without following redirects, and what is no key set is refused', async (t) => {
  const { first } = await setUp();
  const answers =
    (body: string, status = 200): typeof fetch =>
    async (_url, init) => {
      t.equal(init?.redirect, 'error');
      return new Response(body, { status });
    };
  const url = 'http://space.example/keys';
  t.same(await createKeyFetcher(answers(JSON.stringify(toKeySet(first))), url)(), toKeySet(first));
  await t.rejects(createKeyFetcher(answers('', 503), url)(), { code: 'SERVICE_UNREACHABLE' });
  await t.rejects(createKeyFetcher(() => Promise.reject(new TypeError('no route')), url)(), {
    code: 'SERVICE_UNREACHABLE',
  });
  for (const body of ['', '<keys/>', '{}', '{"keys":[1]}', `{"keys":[],"x":"${'x'.repeat(70_000)}"}`]) {
    await t.rejects(createKeyFetcher(answers(body), url)(), { code: 'CREDENTIAL_INVALID' });
  }
});

t.test('no more is read of keys than a key set may have', async (t) => {
  let pieces = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      pieces++;
      controller.enqueue(new Uint8Array(16_384).fill(32));
    },
  });
  const flood: typeof fetch = () => Promise.resolve(new Response(body));
  await t.rejects(createKeyFetcher(flood, 'http://space.example/keys')(), { code: 'CREDENTIAL_INVALID' });
  t.ok(pieces < 10, `${pieces} pieces of a stream without end`);
});

t.test('keys that do not come in time are told as such, and no timer is left behind', async (t) => {
  const clock = createVirtualClock();
  const silent: typeof fetch = (_url, init) =>
    new Promise((_fulfil, reject) => init?.signal?.addEventListener('abort', () => reject(new TypeError('aborted'))));
  const asked = t.rejects(createKeyFetcher(silent, 'http://space.example/keys', { clock })(), {
    code: 'SERVICE_UNREACHABLE',
    message: /within 10000 ms/,
  });
  await clock.advance(10_000);
  await asked;
  t.equal(clock.pending(), 0);
});
