import t from 'tap';
import { systemClock, wait } from '../../src/base/index.js';
import { createVirtualClock } from '../support/virtual-clock.js';

const heldTimers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

t.test('waiting ends when its time is over, or its signal is aborted, and leaves no timer behind', async (t) => {
  const clock = createVirtualClock();
  let ended = 0;
  const ending = new AbortController();
  for (const signal of [undefined, ending.signal, AbortSignal.abort()])
    void wait(clock, { waitMs: 100, signal }).then(() => ended++);
  await clock.settle();
  t.equal(ended, 1, 'a signal that is aborted already waits for nothing');
  ending.abort();
  await clock.settle();
  t.equal(ended, 2);
  await clock.advance(99);
  t.equal(ended, 2);
  await clock.advance(1);
  t.equal(ended, 3);
  t.equal(clock.pending(), 0);
});

t.test('a process ends while a call is pending, unless that holds it because somebody waits for just that', (t) => {
  const before = heldTimers();
  const later = Date.now() + 60_000;
  const loose = systemClock.callAt(later, () => undefined);
  t.equal(heldTimers(), before);
  const held = systemClock.callAt(later, () => undefined, { holds: true });
  t.equal(heldTimers(), before + 1);
  held.cancel();
  loose.cancel();
  t.equal(heldTimers(), before);
  t.end();
});
