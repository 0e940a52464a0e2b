import t from 'tap';
import { systemRandom } from '../../src/base/index.js';

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

t.test('random bytes are as many as asked for, and never given out twice', async (t) => {
  const seen = new Set<string>();
  for (let at = 0; at < 2000; at++) {
    const length = 8 + (at % 25);
    const bytes = systemRandom.bytes(length);
    t.equal(bytes.length, length);
    seen.add(toHex(bytes.subarray(0, 8)));
  }
  t.equal(seen.size, 2000);
  t.equal(systemRandom.bytes(10_000).length, 10_000);
  t.equal(systemRandom.bytes(0).length, 0);
});

t.test('bytes that were given out belong to who took them', async (t) => {
  const first = systemRandom.bytes(16);
  const kept = toHex(first);
  const second = systemRandom.bytes(16);
  second.fill(0);
  t.equal(toHex(first), kept);
  t.not(first.buffer, second.buffer);
});
