import t from 'tap';
import fc from 'fast-check';
import { isStoaError } from '../../src/base/index.js';
import { createCredentialMint } from '../../src/security/index.js';
import { createSeededRandom } from '../support/seeded-random.js';

const key = createSeededRandom(1).bytes(32);

t.test('a minted credential is taken for exactly what it was minted for', async (t) => {
  const mint = createCredentialMint(key);
  const credential = mint.mint('lease', 'space', 'document');
  t.match(credential, /^[A-Za-z0-9_-]{43}$/);
  t.ok(mint.verify(credential, 'lease', 'space', 'document'));
  t.ok(
    createCredentialMint(key).verify(credential, 'lease', 'space', 'document'),
    'another mint with the same key takes it',
  );
  t.notOk(mint.verify(credential, 'root', 'space', 'document'));
  t.notOk(mint.verify(credential, 'lease', 'space'));
  t.notOk(mint.verify(credential, 'lease', 'space', 'document', ''));
  t.notOk(createCredentialMint(createSeededRandom(2).bytes(32)).verify(credential, 'lease', 'space', 'document'));
});

t.test('no two different lists of parts share a credential, however they are cut', async () => {
  const mint = createCredentialMint(key);
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 4 }), fc.array(fc.string(), { maxLength: 4 }), (left, right) => {
      const same = JSON.stringify(left) === JSON.stringify(right);
      return mint.verify(mint.mint('p', ...left), 'p', ...right) === same;
    }),
    { seed: 7, numRuns: 200 },
  );
  fc.assert(
    fc.property(fc.string(), fc.nat(8), (text, cut) => {
      const [head, tail] = [text.slice(0, cut), text.slice(cut)];
      return tail === '' || !mint.verify(mint.mint('p', text), 'p', head, tail);
    }),
    { seed: 7, numRuns: 200 },
  );
});

t.test('one changed character, a cut or an extension of a credential is refused', async (t) => {
  const mint = createCredentialMint(key);
  const credential = mint.mint('root', 'space');
  for (let at = 0; at < credential.length; at++) {
    const other = credential[at] === 'A' ? 'B' : 'A';
    t.notOk(
      mint.verify(credential.slice(0, at) + other + credential.slice(at + 1), 'root', 'space'),
      `character ${at}`,
    );
  }
  for (const wrong of ['', credential.slice(1), `${credential}A`, `${credential}=`, ' ', '\u0000'])
    t.notOk(mint.verify(wrong, 'root', 'space'));
});

t.test('a key of less than 32 bytes is refused, and changing the array afterwards changes nothing', async (t) => {
  t.throws(() => createCredentialMint(new Uint8Array(31)), { code: 'CONFIGURATION_INVALID' });
  const own = key.slice();
  const mint = createCredentialMint(own);
  const credential = mint.mint('root', 'space');
  own.fill(0);
  t.ok(mint.verify(credential, 'root', 'space'));
  t.notOk(isStoaError(undefined));
});
