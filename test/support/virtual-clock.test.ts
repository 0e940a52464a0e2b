import t from 'tap';
import { VIRTUAL_START_MS, createVirtualClock } from './virtual-clock.js';

t.test('the virtual clock runs due calls in order of time, then of making', async (t) => {
  const clock = createVirtualClock();
  const ran: string[] = [];
  const note = (name: string) => () => void ran.push(`${name}@${String(clock.nowMs() - VIRTUAL_START_MS)}`);
  clock.callAt(clock.nowMs() + 20, note('late'));
  clock.callAt(clock.nowMs() + 10, note('first'));
  clock.callAt(clock.nowMs() + 10, note('second'));
  const cancelled = clock.callAt(clock.nowMs() + 10, note('cancelled'));
  cancelled.cancel();
  cancelled.cancel();
  await clock.advance(15);
  t.same(ran, ['first@10', 'second@10']);
  t.equal(clock.nowMs(), VIRTUAL_START_MS + 15);
  await clock.advance(5);
  t.same(ran, ['first@10', 'second@10', 'late@20']);
  t.equal(clock.pending(), 0);
});

t.test('a call made while time moves runs in the same move when it is due', async (t) => {
  const clock = createVirtualClock();
  let ticks = 0;
  const tick = (): void => {
    ticks += 1;
    void Promise.resolve().then(() => clock.callAt(clock.nowMs() + 10, tick));
  };
  clock.callAt(clock.nowMs() + 10, tick);
  await clock.advance(45);
  t.equal(ticks, 4);
  t.equal(clock.pending(), 1);
});

t.test('a call in the past runs at the next move without turning time back', async (t) => {
  const clock = createVirtualClock();
  let ranAtMs = 0;
  clock.callAt(clock.nowMs() - 5, () => (ranAtMs = clock.nowMs()));
  await clock.advance(0);
  t.equal(ranAtMs, VIRTUAL_START_MS);
});

t.test('where only promises are waited for they settle between the calls, and nothing else does', async (t) => {
  const clock = createVirtualClock(VIRTUAL_START_MS, { onlyPromises: true });
  const ran: string[] = [];
  clock.callAt(clock.nowMs() + 10, () => {
    void Promise.resolve()
      .then(() => undefined)
      .then(() => ran.push('promise'));
    setImmediate(() => ran.push('turn'));
  });
  clock.callAt(clock.nowMs() + 20, () => ran.push('later'));
  await clock.advance(30);
  t.same(ran, ['promise', 'later']);
});
