import t from 'tap';
import { createFairCache } from '../../../src/base/index.js';
import { createCounterWindow } from '../../../src/security/proof/counter-window.js';
import { createNonceWindow } from '../../../src/security/proof/nonce-window.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { createVirtualClock } from '../../support/virtual-clock.js';

t.test('each number of a window is taken once, in whatever order they come', (t) => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = createSeededRandom(seed);
    const size = 32 * random.intBetween(1, 4);
    const window = createCounterWindow(size);
    const taken = new Set<number>();
    let highest = 0;
    for (let step = 0; step < 2_000; step++) {
      const jump = random.int(100) === 0 ? random.int(3 * size) : random.int(8);
      const count = Math.max(1, highest + jump - random.int(size + 10));
      const expected = count <= highest - size ? 'too-old' : taken.has(count) ? 'seen' : 'new';
      const verdict = window.take(count);
      if (verdict !== expected)
        return void t.fail(`seed ${seed}: ${count} after ${highest}: ${verdict}, not ${expected}`);
      if (verdict === 'new') taken.add(count);
      highest = Math.max(highest, verdict === 'new' ? count : highest);
    }
  }
  const window = createCounterWindow();
  t.equal(window.take(999_999_999_999), 'new');
  t.equal(window.take(999_999_999_999), 'seen');
  t.equal(window.take(1), 'too-old');
  t.end();
});

t.test('a nonce is taken once until the proof with it is too old to be taken', async (t) => {
  const clock = createVirtualClock();
  const window = createNonceWindow(clock);
  const untilMs = clock.nowMs() + 30_000;
  window.take('key', 'nonce', untilMs);
  window.take('another key', 'nonce', untilMs);
  window.take('key', 'another nonce', untilMs);
  for (let second = 0; second <= 30; second++) {
    t.throws(() => window.take('key', 'nonce', untilMs), { code: 'PROOF_REPLAYED' });
    await clock.advance(1_000);
  }
  await clock.advance(2_000);
  window.take('key', 'nonce', clock.nowMs() + 30_000);
});

t.test('a full window refuses, for one key and for all, until the time of some is over', async (t) => {
  const clock = createVirtualClock();
  const window = createNonceWindow(clock, { maxNonces: 10, maxNoncesOfKey: 6 });
  const untilMs = clock.nowMs() + 10_000;
  for (let at = 0; at < 6; at++) window.take('greedy', `nonce ${at}`, untilMs);
  t.throws(() => window.take('greedy', 'nonce 6', untilMs), {
    code: 'PROOF_WINDOW_FULL',
    limit: 'maxNoncesOfKey',
    retryAfterSeconds: 10,
  });
  for (let at = 0; at < 4; at++) window.take(`modest ${at}`, 'nonce', untilMs + 60_000);
  t.throws(() => window.take('late', 'nonce', untilMs), { code: 'PROOF_WINDOW_FULL', limit: 'maxNonces' });
  t.throws(() => window.take('greedy', 'nonce 0', untilMs), { code: 'PROOF_REPLAYED' }, 'none was forgotten');
  await clock.advance(12_000);
  window.take('greedy', 'nonce 0', clock.nowMs() + 10_000);
  t.throws(() => window.take('modest 0', 'nonce', untilMs), { code: 'PROOF_REPLAYED' });
});

t.test('who fills a cache pushes out its own, and nothing of others', (t) => {
  const cache = createFairCache<number>({ max: 6, share: 3 });
  cache.set('ann', 'a', 1);
  for (let at = 0; at < 100; at++) cache.set('mallory', `m${at}`, at);
  t.equal(cache.get('a'), 1);
  t.same([cache.get('m96'), cache.get('m97'), cache.get('m99')], [undefined, 97, 99]);
  cache.set('mallory', 'm99', 100);
  t.same([cache.get('m97'), cache.get('m99')], [97, 100], 'the same one again is no further one');
  cache.delete('m97');
  cache.set('mallory', 'm100', 101);
  t.same([cache.get('m98'), cache.get('m99'), cache.get('m100')], [98, 100, 101]);
  for (const owner of ['b', 'c', 'd', 'e', 'f', 'g']) cache.set(owner, owner, 2);
  t.equal(cache.get('a'), undefined, 'together they fill it all the same');
  t.equal(cache.get('g'), 2);
  t.end();
});
