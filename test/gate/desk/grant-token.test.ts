import t from 'tap';
import { findBase64Url, fromUtf8, toBase64Url, toUtf8 } from '../../../src/base/index.js';
import type { DocumentId, GateId, SpaceId, SubjectId } from '../../../src/base/index.js';
import { coverText } from '../../../src/gate/desk/cover.js';
import { createGrantTokens } from '../../../src/gate/desk/grant-token.js';
import { createCredentialMint } from '../../../src/security/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';

const space = 'urn:uuid:00000000-0000-7000-8000-000000000001' as SpaceId;
const other = 'urn:uuid:00000000-0000-7000-8000-000000000002' as SpaceId;
const grant = {
  gate: 'urn:uuid:00000000-0000-7000-8000-00000000000a' as GateId,
  document: 'urn:example:printer' as DocumentId,
  expiresAtMs: 1_700_000_000_000,
  methods: ['print', 'Status ☃'],
  subject: 'local' as SubjectId,
  opener: ['ops'],
  carry: 'relay' as const,
};
const mint = createCredentialMint(createSeededRandom(1).bytes(32));

t.test('a token gives back its grant, for its own purpose and space alone', async (t) => {
  const tokens = createGrantTokens(mint);
  const address = tokens.write('gate-address', space, grant);
  t.match(address, /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$/, 'it is one segment of a path');
  t.same(tokens.find('gate-address', space, address), grant);
  t.equal(tokens.find('gate-control', space, address), undefined, 'an address is no control');
  t.equal(tokens.find('gate-address', other, address), undefined, 'nor an address in another space');
  const all = tokens.write('gate-control', space, { ...grant, methods: undefined });
  t.same(tokens.find('gate-control', space, all), { ...grant, methods: undefined });
});

t.test('who opened a gate, and by what right, cannot be read in its address', (t) => {
  const tokens = createGrantTokens(mint);
  const opener = ['operators', 'a group of many names '.repeat(10), 'ünïcode'];
  const subject = 'people:alice' as SubjectId;
  const textOf = (gate: string, purpose: 'gate-address' | 'gate-control' = 'gate-address'): string => {
    const token = tokens.write(purpose, space, { ...grant, gate: gate as GateId, subject, opener });
    t.match(tokens.find(purpose, space, token), { subject, opener });
    return fromUtf8(findBase64Url(token.split('.')[0] ?? '') ?? new Uint8Array());
  };
  const [one, other] = [textOf(grant.gate), textOf('urn:uuid:00000000-0000-7000-8000-00000000000b')];
  for (const secret of ['alice', 'operators', toBase64Url(toUtf8('people')), 'a group']) t.notMatch(one, secret);
  const coveredIn = (text: string): string => String((JSON.parse(text) as readonly unknown[])[5]);
  t.not(coveredIn(one), coveredIn(other), 'it says not either whether two gates are of one opener');
  t.equal(coveredIn(one).length, coveredIn(other).length);
  t.end();
});

t.test('a forged or damaged token gives nothing, whatever it holds', async (t) => {
  const tokens = createGrantTokens(mint);
  const token = tokens.write('gate-address', space, grant);
  const seal = token.slice(token.indexOf('.'));
  const forge = (value: unknown) => toBase64Url(toUtf8(JSON.stringify(value)));
  const wrong = [
    '',
    '.',
    seal,
    seal.slice(1),
    token.slice(1),
    token.slice(0, -1),
    `${token}A`,
    `${token}.${seal}`,
    token.replace('.', '-'),
    forge([1, grant.gate, grant.document, 9e15, null]) + seal,
    forge({ __proto__: null }) + seal,
    'x'.repeat(9_000),
    `${'A'.repeat(9_000)}${seal}`,
    '../../spaces',
    '%00',
  ];
  for (const text of wrong) t.equal(tokens.find('gate-address', space, text), undefined, text.slice(0, 60));
  for (let at = 0; at < token.length; at += 5) {
    const changed = token.slice(0, at) + (token[at] === 'x' ? 'y' : 'x') + token.slice(at + 1);
    t.equal(tokens.find('gate-address', space, changed), undefined, `character ${at} changed`);
  }
});

t.test('payloads of another layout are refused even with a true seal', async (t) => {
  const tokens = createGrantTokens(mint);
  const cover = (text: string): string => coverText(mint, text, space, grant.gate);
  for (const value of [
    null,
    [],
    [1, grant.gate, grant.document, 1, null, 'local', null],
    [2, 'x', grant.document, 1, null, 'local', null],
    [2, grant.gate, 7, 1, null, 'local', null],
    [2, grant.gate, grant.document, '1', null, 'local', null],
    [4, grant.gate, grant.document, 1, null, 'local', null, 'relay'],
    [5, grant.gate, grant.document, 1, null, 'local', null, 'relay', null, 'anyone'],
    [6, grant.gate, grant.document, 1, null, '*', null, 'relay', null],
    [6, grant.gate, grant.document, 1, null, cover('["local","ops"]'), null, 'relay', null],
    [6, grant.gate, grant.document, 1, null, cover('["local",[1]]'), null, 'relay', null],
    [6, grant.gate, grant.document, 1, null, cover('["local"]'), null, 'relay', null],
    [6, grant.gate, grant.document, 1, null, cover('{}'), null, 'relay', null],
    [2, grant.gate, grant.document, 1, null, null, null],
  ]) {
    const payload = toBase64Url(toUtf8(JSON.stringify(value)));
    t.equal(
      tokens.find('gate-address', space, `${payload}.${mint.mint('gate-address', space, payload)}`),
      undefined,
      JSON.stringify(value),
    );
  }
});

t.test('a grant of more method names than an address can hold is refused with the way out', async (t) => {
  const methods = Array.from({ length: 400 }, (_, at) => `operationNumber${String(at).padStart(6, '0')}`);
  t.throws(() => createGrantTokens(mint).write('gate-address', space, { ...grant, methods }), {
    code: 'PARAMETER_INVALID',
    hint: /all by naming none/,
  });
});
