import t from 'tap';
import { StoaError } from '../../../src/base/index.js';
import { carryInTime } from '../../../src/gate/exchange/deadline.js';
import type { CallAnswer, Carrier } from '../../../src/gate/model.js';
import { createVirtualClock } from '../../support/virtual-clock.js';

const answer: CallAnswer = { status: 200, headers: {}, body: new Uint8Array() };
const never: Carrier = () => new Promise(() => undefined);
const request = (signal: AbortSignal) => ({
  uri: 'http://service.example/',
  headers: {},
  body: new Uint8Array(),
  signal,
});
const open = () => new AbortController().signal;

t.test('an answer in time is passed on and leaves no timer behind', async (t) => {
  const clock = createVirtualClock();
  t.equal(await carryInTime(async () => answer, request(open()), { clock, timeoutMs: 1_000 }), answer);
  t.equal(clock.pending(), 0);
});

t.test('a service that never answers ends the call on time, even when its carrier heeds no signal', async (t) => {
  const clock = createVirtualClock();
  const call = t.rejects(carryInTime(never, request(open()), { clock, timeoutMs: 1_000 }), { code: 'SERVICE_TIMEOUT' });
  await clock.advance(1_000);
  await call;
  t.equal(clock.pending(), 0);
});

t.test('a caller that gives up ends the call, before it began or meanwhile', async (t) => {
  const clock = createVirtualClock();
  let carried = 0;
  const counting: Carrier = async (input) => {
    carried++;
    return never(input);
  };
  await t.rejects(carryInTime(counting, request(AbortSignal.abort()), { clock, timeoutMs: 1_000 }), {
    code: 'ABORTED',
  });
  t.equal(carried, 0, 'nothing was sent');
  const caller = new AbortController();
  const call = t.rejects(carryInTime(counting, request(caller.signal), { clock, timeoutMs: 1_000 }), {
    code: 'ABORTED',
  });
  caller.abort();
  await call;
  t.equal(clock.pending(), 0);
});

t.test('a carrier is told to stop, and its own error for that does not hide the reason', async (t) => {
  const clock = createVirtualClock();
  const heeding: Carrier = ({ signal }) =>
    new Promise((_fulfil, reject) =>
      signal.addEventListener('abort', () => reject(new TypeError('cut')), { once: true }),
    );
  const call = t.rejects(carryInTime(heeding, request(open()), { clock, timeoutMs: 5 }), { code: 'SERVICE_TIMEOUT' });
  await clock.advance(5);
  await call;
  const failing: Carrier = () => Promise.reject(new StoaError('DESTINATION_FORBIDDEN', 'no'));
  await t.rejects(carryInTime(failing, request(open()), { clock, timeoutMs: 5 }), { code: 'DESTINATION_FORBIDDEN' });
});
