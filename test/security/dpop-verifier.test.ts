import t from 'tap';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { StoaError, systemRandom, toBase64Url, toUtf8 } from '../../src/base/index.js';
import {
  createClientKey,
  createDpopProof,
  createDpopVerifier,
  digestText,
  parseClientKey,
  portableHashing,
  serializeClientKey,
} from '../../src/security/index.js';
import type { ClientKey, DpopVerifier, ProvedRequest } from '../../src/security/index.js';
import { createVirtualClock } from '../support/virtual-clock.js';

const URL = 'https://space.example/spaces/main';
const REQUEST: ProvedRequest = { method: 'POST', urls: [URL] };

const setUp = async (options: Parameters<typeof createDpopVerifier>[1] = {}) => {
  const clock = createVirtualClock();
  const key = await createClientKey();
  const verifier = createDpopVerifier({ clock, hashing: portableHashing }, options);
  const prove = (url = URL, by: ClientKey = key): Promise<string> =>
    createDpopProof({ key: by, clock, random: systemRandom }, { method: 'POST', url });
  return { clock, key, verifier, prove };
};

const codeOf = (verifier: DpopVerifier, proof: string, request = REQUEST): Promise<string> =>
  verifier.verify(proof, request).then(
    () => 'taken',
    (thrown: unknown) => (thrown instanceof StoaError ? thrown.code : String(thrown)),
  );

t.test('[auth:bound] a proof gives the thumbprint of its key, once', async (t) => {
  const { key, verifier, prove } = await setUp();
  const proof = await prove();
  t.equal(await verifier.verify(proof, REQUEST), key.thumbprint);
  t.equal(await codeOf(verifier, proof), 'DPOP_REPLAYED');
  t.equal(await codeOf(verifier, await prove()), 'taken');
});

t.test('[auth:bound] no byte of a proof can be changed', async (t) => {
  const { verifier, prove } = await setUp();
  const proof = await prove();
  for (let at = 0; at < proof.length; at += 7) {
    const changed = proof.slice(0, at) + (proof[at] === 'A' ? 'B' : 'A') + proof.slice(at + 1);
    t.equal(await codeOf(verifier, changed), 'DPOP_INVALID', String(at));
  }
  t.equal(await codeOf(verifier, proof), 'taken', 'what was refused is not remembered');
});

t.test('the address is compared as URLs are, without query and fragment', async (t) => {
  const { verifier, prove } = await setUp();
  for (const url of [`${URL}?name=x`, `${URL}#x`, 'HTTPS://SPACE.example:443/spaces/main'])
    t.equal(await codeOf(verifier, await prove(url)), 'taken', url);
  for (const url of [`${URL}/`, 'https://space.example/spaces/MAIN', 'https://space.example:444/spaces/main'])
    t.equal(await codeOf(verifier, await prove(url)), 'DPOP_INVALID', url);
});

t.test('a proof is taken within 30 s of its making, either way', async (t) => {
  const { clock, verifier, prove } = await setUp();
  const [early, late] = [await prove(), await prove()];
  await clock.advance(30_000);
  t.equal(await codeOf(verifier, early), 'taken');
  t.equal(await codeOf(verifier, early), 'DPOP_REPLAYED', 'as long as it would be taken it is remembered');
  await clock.advance(1);
  t.equal(await codeOf(verifier, late), 'DPOP_INVALID');
});

t.test('a proof for a request with a token states the token', async (t) => {
  const { clock, key, verifier } = await setUp();
  const proveFor = async (token: string) =>
    createDpopProof(
      { key, clock, random: systemRandom },
      { method: 'POST', url: URL, tokenDigest: await digestText(token) },
    );
  t.equal(await codeOf(verifier, await proveFor('one'), { ...REQUEST, token: 'one' }), 'taken');
  t.equal(await codeOf(verifier, await proveFor('one'), { ...REQUEST, token: 'two' }), 'DPOP_INVALID');
});

/** A proof made by hand. */
const forge = async (header: object, payload: object = {}, alg = 'ES256'): Promise<string> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk: JWK = await exportJWK(publicKey);
  const whole = { htm: 'POST', htu: URL, jti: 'a', iat: Date.UTC(2026, 0, 1) / 1000, ...payload };
  return new SignJWT(whole).setProtectedHeader({ alg, typ: 'dpop+jwt', jwk, ...header }).sign(privateKey);
};

t.test('a proof made by hand as it should be is taken', async (t) => {
  const { verifier } = await setUp();
  t.equal(await codeOf(verifier, await forge({})), 'taken');
});

const privateJwk = await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey);
const FORGED: Readonly<Record<string, readonly [header: object, payload?: object, alg?: string]>> = {
  'another type': [{ typ: 'JWT' }],
  'no type': [{ typ: undefined }],
  'no key': [{ jwk: undefined }],
  'a private key': [{ jwk: privateJwk }],
  'a key of another type': [{}, {}, 'RS256'],
  'a key on another curve': [{}, {}, 'ES384'],
  'a key that is no point': [{ jwk: { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' } }],
  'no id': [{}, { jti: undefined }],
  'an empty id': [{}, { jti: '' }],
  'an id that is no text': [{}, { jti: 7 }],
  'an id that is too long': [{}, { jti: 'x'.repeat(129) }],
  'no time': [{}, { iat: undefined }],
  'a time that is no number': [{}, { iat: '1' }],
  'no method': [{}, { htm: undefined }],
  'a method in lower case': [{}, { htm: 'post' }],
  'an address that is none': [{}, { htu: 'x' }],
  'an address that is no text': [{}, { htu: [URL] }],
  'an end that has passed': [{}, { exp: 1 }],
};
for (const [title, forged] of Object.entries(FORGED))
  t.test(`a proof with ${title} is refused`, async (t) => {
    const { verifier } = await setUp();
    t.equal(await codeOf(verifier, await forge(...forged)), 'DPOP_INVALID');
  });

t.test('what is no proof is refused: nothing, a token without signature, something long', async (t) => {
  const { verifier } = await setUp();
  const part = (value: object): string => toBase64Url(toUtf8(JSON.stringify(value)));
  for (const text of ['', 'a', 'a.b.c', `${part({ alg: 'none', typ: 'dpop+jwt' })}.${part({})}.`, 'x'.repeat(2049)])
    t.equal(await codeOf(verifier, text), 'DPOP_INVALID');
});

t.test('when as many proofs are remembered as can be, more are refused and none is forgotten', async (t) => {
  const { clock, verifier, prove } = await setUp({ maxProofs: 2, maxProofsOfKey: 2 });
  const first = await prove();
  t.same([await codeOf(verifier, first), await codeOf(verifier, await prove())], ['taken', 'taken']);
  t.equal(await codeOf(verifier, await prove()), 'PROOF_WINDOW_FULL');
  t.equal(await codeOf(verifier, first), 'DPOP_REPLAYED');
  await clock.advance(32_000);
  t.equal(await codeOf(verifier, await prove()), 'taken');
});

t.test('a client key is kept as text when it was made to be, and is the same key again', async (t) => {
  const key = await createClientKey({ extractable: true });
  const again = await parseClientKey(await serializeClientKey(key));
  t.same(again.publicJwk, key.publicJwk);
  t.equal(again.thumbprint, key.thumbprint);
  const { verifier, prove } = await setUp();
  t.equal(await verifier.verify(await prove(URL, again), REQUEST), key.thumbprint);
  await t.rejects(serializeClientKey(again), { code: 'CONFIGURATION_INVALID', message: /cannot be read out/ });
  await t.rejects(serializeClientKey(await createClientKey()), { code: 'CONFIGURATION_INVALID' });
});

t.test('what is no client key is refused, and nothing of it told', async (t) => {
  const key = await createClientKey({ extractable: true });
  const other = await createClientKey();
  const { d } = JSON.parse(await serializeClientKey(key)) as { d: string };
  for (const text of [
    'secret text',
    '7',
    'null',
    '{}',
    JSON.stringify(key.publicJwk),
    JSON.stringify({ ...key.publicJwk, d: 7 }),
    JSON.stringify({ ...key.publicJwk, crv: 'P-384', d }),
    JSON.stringify({ ...other.publicJwk, d }),
  ]) {
    const error = await parseClientKey(text).catch((thrown: unknown) => thrown);
    t.match(error, { code: 'CONFIGURATION_INVALID' }, text.slice(0, 20));
    t.notMatch(String((error as Error).stack) + String((error as Error).cause), /secret text/);
  }
});
