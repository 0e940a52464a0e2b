import t from 'tap';
import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { createNodeMac } from '../../src/http/index.js';
import { createCredentialMint } from '../../src/security/index.js';

t.test('the MAC of the platform is HMAC-SHA-256 for keys and messages of every length', async () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 130 }),
      fc.array(fc.uint8Array({ maxLength: 1200 }), { minLength: 1, maxLength: 4 }),
      (key, messages) => {
        const mac = createNodeMac(key);
        return messages.every(
          (message) => createHmac('sha256', key).update(message).digest('base64url') === mac(message),
        );
      },
    ),
    { seed: 7, numRuns: 300 },
  );
});

t.test('credentials minted by the MAC of the platform and by the portable one are the same', async (t) => {
  const key = new Uint8Array(32).fill(3);
  const credential = createCredentialMint(key, createNodeMac).mint('lease', 'space', 'document');
  t.equal(createCredentialMint(key).mint('lease', 'space', 'document'), credential);
});
