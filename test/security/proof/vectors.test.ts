import t from 'tap';
import { hkdfSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { concatBytes, findBase64, fromUtf8, systemRandom, toUtf8 } from '../../../src/base/index.js';
import { nodeHashing } from '../../../src/http/index.js';
import { createClientKey, portableHashing, toKeyThumbprint } from '../../../src/security/index.js';
import { createAgreement, deriveMacKey } from '../../../src/security/proof/agreement.js';
import { isContentDigest, writeContentDigest } from '../../../src/security/proof/content-digest.js';
import { findPoint, readPoint, writePoint } from '../../../src/security/proof/public-point.js';
import { writeSignatureBase } from '../../../src/security/proof/signature-base.js';

const base64 = (text: string): Uint8Array => findBase64(text) ?? new Uint8Array();

t.test('Content-Digest is that of RFC 9530, appendix D', (t) => {
  for (const hashing of [portableHashing, nodeHashing]) {
    t.equal(
      writeContentDigest(hashing, toUtf8('{"hello": "world"}\n')),
      'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:',
    );
    t.equal(
      writeContentDigest(hashing, toUtf8('{"hello": "world"}')),
      'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:',
    );
    t.equal(writeContentDigest(hashing, new Uint8Array()), 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:');
  }
  t.end();
});

t.test('a digest is taken in one form alone', (t) => {
  const body = toUtf8('{"hello": "world"}');
  const good = 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:';
  t.ok(isContentDigest(portableHashing, body, good));
  const wrong = [
    '',
    ` ${good}`,
    `${good};q=1`,
    `${good}, sha-512=:AAAA:`,
    `SHA-256=${good.slice(8)}`,
    'X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=',
    'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPF=:',
    'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE:',
  ];
  for (const header of wrong) t.notOk(isContentDigest(portableHashing, body, header), header);
  t.end();
});

t.test('the signature base and HMAC are those of RFC 9421, appendix B.2.5', (t) => {
  const key = base64('uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==');
  const base = writeSignatureBase(
    [
      ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
      ['@authority', 'example.com'],
      ['content-type', 'application/json'],
    ],
    '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
  );
  for (const { mac } of [portableHashing, nodeHashing])
    t.equal(mac(key, base), 'pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=');
  t.end();
});

t.test('the signature base is what is signed in RFC 9421, appendix B.2.4, with ECDSA P-256', async (t) => {
  const base = writeSignatureBase(
    [
      ['@status', '200'],
      ['content-type', 'application/json'],
      [
        'content-digest',
        'sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:',
      ],
      ['content-length', '23'],
    ],
    '("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
  );
  const signature = base64('wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==');
  const point = findPoint({
    x: 'qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA',
    y: 'Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0',
  });
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey(
    'raw',
    point?.slice() ?? new Uint8Array(),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['verify'],
  );
  const verify = (text: string) =>
    subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature.slice(), toUtf8(text).slice());
  t.equal(await verify(base), true);
  t.equal(await verify(`${base} `), false);
});

t.test('thumbprints are those of RFC 7638, and points go through headers unchanged', async (t) => {
  for (let round = 0; round < 5; round++) {
    const { publicJwk, thumbprint } = await createClientKey();
    t.equal(toKeyThumbprint(publicJwk), thumbprint);
    t.equal(thumbprint, await calculateJwkThumbprint(publicJwk));
    const point = findPoint(publicJwk) ?? new Uint8Array();
    t.same(readPoint(writePoint(point)), point);
    t.equal(readPoint(writePoint(point).slice(1)), undefined);
    t.equal(readPoint(writePoint(point.subarray(1))), undefined, 'too short');
    t.equal(
      readPoint(writePoint(concatBytes(Uint8Array.of(2), point.subarray(1)))),
      undefined,
      'no uncompressed point',
    );
  }
  t.equal(readPoint(undefined), undefined);
  t.equal(findPoint({ x: 'AAAA', y: 'AAAA' }), undefined);
  t.equal(findPoint({ x: '!' }), undefined);
});

t.test('both sides derive the same key, by HKDF of RFC 5869, and another for every other context', async (t) => {
  const [client, service] = [await createAgreement(), await createAgreement()];
  const secret = await client.share(service.point);
  t.same(await service.share(client.point), secret);
  const context = {
    gate: 'urn:example:gate',
    service: 'urn:example:service',
    keyThumbprint: 'thumbprint',
    session: 'session',
    clientPoint: client.point,
    servicePoint: service.point,
  };
  const key = deriveMacKey(secret, context);
  const frame = (bytes: Uint8Array) => concatBytes(Uint8Array.of(0, 0, 0, bytes.length), bytes);
  const texts = ['stoa-gate-mac-1', context.gate, context.service, context.keyThumbprint, context.session].map(toUtf8);
  const info = concatBytes(...[...texts, client.point, service.point].map(frame));
  t.same(key, new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(32), info, 32)));
  for (const name of ['gate', 'service', 'keyThumbprint', 'session'] as const)
    t.notSame(deriveMacKey(secret, { ...context, [name]: `${context[name]}x` }), key, name);
  t.notSame(
    deriveMacKey(secret, { ...context, gate: 'urn:example:gateu', service: 'rn:example:service' }),
    key,
    'parts do not run together',
  );
  t.notSame(deriveMacKey(secret, { ...context, clientPoint: service.point, servicePoint: client.point }), key);
});

t.test('an ephemeral key that is no point of the curve is refused', async (t) => {
  const agreement = await createAgreement();
  const off = agreement.point.slice();
  off[64] = (off[64] ?? 0) ^ 1;
  const wrong = [
    off,
    new Uint8Array(65),
    agreement.point.subarray(0, 64),
    new Uint8Array(),
    concatBytes(Uint8Array.of(4), systemRandom.bytes(64)),
  ];
  for (const point of wrong) await t.rejects(agreement.share(point), { code: 'PROOF_INVALID' });
  t.equal(fromUtf8(toUtf8('x')), 'x');
});
