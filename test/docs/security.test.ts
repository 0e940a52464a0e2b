import t from 'tap';
import { readFileSync } from 'node:fs';
import { findBase64, isStoaError, toUtf8 } from '../../src/base/index.js';
import type { DocumentId, SpaceId } from '../../src/base/index.js';
import { createProofVerifier, portableHashing } from '../../src/security/index.js';
import { isContentDigest } from '../../src/security/proof/content-digest.js';
import { toBaseLines } from '../../src/security/proof/message.js';
import { writeSignatureBase } from '../../src/security/proof/signature-base.js';
import { readSignatureFields } from '../../src/security/proof/signature-fields.js';
import { readCredential } from '../../src/security/light.js';
import { createVirtualClock } from '../support/virtual-clock.js';
import { PROJECT } from '../support/source-files.js';

const text = readFileSync(`${PROJECT}docs/security.md`, 'utf8');

const blockOf = (mark: string): string => {
  const at = text.indexOf(`<!-- ${mark} -->`);
  return /```[a-z]*\n([\s\S]*?)\n```/.exec(text.slice(at))?.[1] ?? '';
};

/** A message of the page. */
const readMessage = (mark: string) => {
  const [head = '', body = ''] = blockOf(mark).split('\n\n');
  const [start = '', ...lines] = head.split('\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  return { method: start.split(' ')[0] ?? '', headers, body: toUtf8(body) };
};

const first = readMessage('message: first');
const second = readMessage('message: second');
const fieldsOf = ({ headers }: typeof first) =>
  readSignatureFields(headers['signature-input'] ?? '', headers['signature'] ?? '');

t.test('the first message of the page is proved as the page says, and one changed character is not', async (t) => {
  const fields = fieldsOf(first);
  const clock = createVirtualClock(fields.created * 1000);
  const credential = first.headers['authorization']?.slice('Bearer '.length) ?? '';
  const { service, keyThumbprint = '' } = readCredential(credential);
  const verifier = () =>
    createProofVerifier({
      clock,
      service: () => service as DocumentId,
      verifyCredential: async () =>
        ({
          issuer: 'urn:x:y' as SpaceId,
          gate: first.headers['stoa-gate'],
          methods: ['status'],
          expiresAtMs: Infinity,
          keyThumbprint,
          links: [],
        }) as never,
    });
  const proved = await verifier().verify(first);
  t.match(proved.answerHeaders, { 'stoa-agreed': /^"[\w-]{22}";key=:[A-Za-z0-9+/]+=*:$/ });
  const refused = await verifier()
    .verify({ ...first, body: toUtf8('<status xmlns="urn:example:print" />') })
    .catch((thrown: unknown) => thrown);
  t.ok(isStoaError(refused, 'PROOF_INVALID'));
});

t.test('the signature base of the page is that of its message', (t) => {
  const { components, text: parameters } = fieldsOf(first);
  t.equal(writeSignatureBase(toBaseLines(first, components), parameters), blockOf('base: first'));
  t.end();
});

t.test('the second message of the page is proved with the agreed key', (t) => {
  const { components, text: parameters, keyId, signature, algorithm } = fieldsOf(second);
  const key = findBase64(/<!-- key -->`([^`]+)`/.exec(text)?.[1] ?? '') ?? new Uint8Array();
  t.equal(portableHashing.mac(key, writeSignatureBase(toBaseLines(second, components), parameters)), signature);
  t.equal(algorithm, 'hmac-sha256');
  t.match(blockOf('answer: first'), `"${keyId}"`, 'its session is the one that was agreed on');
  t.ok(isContentDigest(portableHashing, second.body, second.headers['content-digest'] ?? ''));
  t.end();
});
