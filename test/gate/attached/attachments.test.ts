import t from 'tap';
import { fromUtf8, silentLog, toUtf8 } from '../../../src/base/index.js';
import type { StoaError } from '../../../src/base/index.js';
import { createAttachments, createServiceEnd, readFrame, writeFrame } from '../../../src/gate/index.js';
import type { CallAnswer, Frame, HeldAttachment, ServiceGate } from '../../../src/gate/index.js';
import { createVirtualClock } from '../../support/virtual-clock.js';
import { PRINTER, SPACE } from '../gate-house.js';

const echo: ServiceGate = async ({ body }) => ({ status: 200, headers: { 'content-type': 'text/plain' }, body });

const createHouse = () => {
  const clock = createVirtualClock();
  const attachments = createAttachments({ clock, log: silentLog }, { reattachMs: 10_000, maxWaiting: 3 });
  const carry = (text: string, signal = new AbortController().signal): Promise<CallAnswer> =>
    attachments.carry(SPACE, PRINTER, { headers: {}, body: toUtf8(text), signal });
  /** A connection whose far end a test plays itself. */
  const attachRaw = (window = 2) => {
    const sent: Frame[] = [];
    const state = { buffered: 0, closed: undefined as undefined | readonly [number, string] };
    const held = attachments.attach(
      { space: SPACE, document: PRINTER, window },
      {
        send: (frame) => sent.push(readFrame(frame)),
        bufferedBytes: () => state.buffered,
        close: (...reason) => {
          state.closed = reason;
        },
      },
    );
    const answer = (id: number, text = 'ok') =>
      held.receive(writeFrame({ kind: 'answer', id, status: 200, headers: {}, body: toUtf8(text) }));
    return {
      held,
      sent,
      state,
      answer,
      calls: () => sent.flatMap((frame) => (frame.kind === 'call' ? [frame.id] : [])),
    };
  };
  /** A connection with a service behind it. */
  const attachService = (handle: ServiceGate, window = 2) => {
    const near: { held?: HeldAttachment } = {};
    const end = createServiceEnd({
      channel: {
        send: (frame) => near.held?.receive(frame),
        bufferedBytes: () => 0,
        close: () => near.held?.closed(),
      },
      handle,
      onAttached: () => undefined,
    });
    const held = attachments.attach(
      { space: SPACE, document: PRINTER, window },
      { send: end.receive, bufferedBytes: () => 0, close: end.closed },
    );
    near.held = held;
    return { held, end };
  };
  return { clock, attachments, carry, attachRaw, attachService };
};

const text = async (answer: Promise<CallAnswer>): Promise<string> => fromUtf8((await answer).body);
const codeOf = async (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'answered',
    (thrown: StoaError) => thrown.code,
  );

t.test('calls reach an attached service, and each gets its own answer', async (t) => {
  const house = createHouse();
  house.attachService(echo);
  t.same(await Promise.all(['a', 'b', 'c'].map((one) => text(house.carry(one)))), ['a', 'b', 'c']);
  t.equal(house.attachments.count(), 1);
});

t.test('a call to a service that was never attached fails at once, and says that nothing was sent', async (t) => {
  const house = createHouse();
  await t.rejects(house.carry('a'), { code: 'SERVICE_UNREACHABLE', findings: [{ rule: 'never-sent' }] });
});

t.test('no more calls are under way than the service takes at once; the others wait', async (t) => {
  const house = createHouse();
  const far = house.attachRaw(2);
  const answers = ['a', 'b', 'c'].map((one) => text(house.carry(one)));
  t.same(far.calls(), [1, 2]);
  far.answer(2, 'second');
  t.same(far.calls(), [1, 2, 3]);
  far.answer(1, 'first');
  far.answer(3, 'third');
  t.same(await Promise.all(answers), ['first', 'second', 'third']);
});

t.test('calls are held back while the network takes nothing', async (t) => {
  const house = createHouse();
  const far = house.attachRaw(8);
  far.state.buffered = 2_000_000;
  const answer = text(house.carry('a'));
  t.same(far.calls(), []);
  far.state.buffered = 0;
  far.held.drained();
  t.same(far.calls(), [1]);
  far.answer(1, 'now');
  t.equal(await answer, 'now');
});

t.test('answers are held back in the service while the network takes nothing', async (t) => {
  const sent: Uint8Array[] = [];
  const state = { buffered: 2_000_000 };
  const end = createServiceEnd({
    channel: { send: (frame) => sent.push(frame), bufferedBytes: () => state.buffered, close: () => undefined },
    handle: echo,
    onAttached: () => undefined,
  });
  end.receive(writeFrame({ kind: 'call', id: 1, headers: {}, body: toUtf8('x') }));
  await end.idle();
  t.ok(end.isHeldBack());
  t.equal(sent.length, 0);
  state.buffered = 0;
  end.drained();
  t.equal(sent.length, 1);
  t.notOk(end.isHeldBack());
});

t.test('more calls than may wait are refused', async (t) => {
  const house = createHouse();
  house.attachRaw(1);
  const outcomes = Array.from({ length: 6 }, (_, at) => codeOf(house.carry(String(at))));
  t.same(await Promise.all(outcomes.slice(4)), ['TOO_MANY_CALLS', 'TOO_MANY_CALLS'], '1 is sent, 3 wait');
  house.attachments.close();
  t.same(await Promise.all(outcomes.slice(0, 4)), [
    'SERVICE_UNREACHABLE',
    'SHUTTING_DOWN',
    'SHUTTING_DOWN',
    'SHUTTING_DOWN',
  ]);
});

t.test(
  'when the connection breaks, what was sent has failed, and what was not waits for the next connection',
  async (t) => {
    const house = createHouse();
    const first = house.attachRaw(1);
    const sent = codeOf(house.carry('sent'));
    const waiting = text(house.carry('waiting'));
    first.held.closed();
    t.equal(await sent, 'SERVICE_UNREACHABLE');
    const late = text(house.carry('late'));
    await house.clock.advance(9_000);
    house.attachService(echo);
    t.same(await Promise.all([waiting, late]), ['waiting', 'late']);
  },
);

t.test('what was sent and broke is not said to have never been sent', async (t) => {
  const house = createHouse();
  const far = house.attachRaw(1);
  const sent = house.carry('sent');
  far.held.closed();
  await sent.catch((thrown: StoaError) => t.same(thrown.findings, []));
  await t.rejects(sent, { code: 'SERVICE_UNREACHABLE' });
});

t.test('a service that does not come back in time fails what waits for it', async (t) => {
  const house = createHouse();
  const far = house.attachRaw(1);
  far.held.closed();
  const waiting = house.carry('waiting');
  const outcome = t.rejects(waiting, { code: 'SERVICE_UNREACHABLE', findings: [{ rule: 'never-sent' }] });
  await house.clock.advance(10_000);
  await outcome;
  t.equal(house.clock.pending(), 0);
  await t.rejects(house.carry('later'), { code: 'SERVICE_UNREACHABLE' });
});

t.test('a service that attaches anew ends its old connection', async (t) => {
  const house = createHouse();
  const first = house.attachRaw();
  const sent = codeOf(house.carry('sent'));
  const second = house.attachRaw();
  t.same(first.state.closed?.[0], 4409);
  t.equal(await sent, 'SERVICE_UNREACHABLE');
  // The close of the old connection arrives when the new one stands already.
  first.held.closed();
  const answer = text(house.carry('again'));
  second.answer(1, 'by the second');
  t.equal(await answer, 'by the second');
});

t.test('an answer of a connection that is gone is nobody’s', async (t) => {
  const house = createHouse();
  const first = house.attachRaw();
  const sent = codeOf(house.carry('sent'));
  first.held.closed();
  t.equal(await sent, 'SERVICE_UNREACHABLE');
  const second = house.attachRaw();
  const waiting = text(house.carry('again'));
  first.answer(1, 'late');
  second.answer(1, 'right');
  t.equal(await waiting, 'right');
});

t.test('a second answer to one call ends the connection', async (t) => {
  const house = createHouse();
  const far = house.attachRaw();
  const answer = text(house.carry('a'));
  far.answer(1, 'once');
  far.answer(1, 'twice');
  t.equal(await answer, 'once');
  t.same(far.state.closed?.[0], 4400);
});

t.test('bytes that are no frame end the connection, and calls under way fail', async (t) => {
  const house = createHouse();
  const far = house.attachRaw();
  const sent = codeOf(house.carry('a'));
  far.held.receive(new Uint8Array([1]));
  t.equal(await sent, 'SERVICE_UNREACHABLE');
  t.same(far.state.closed?.[0], 4400);
});

t.test('a caller that gives up is told so, the service too, and its late answer is dropped', async (t) => {
  const house = createHouse();
  const far = house.attachRaw(1);
  const ending = new AbortController();
  const given = codeOf(house.carry('a', ending.signal));
  ending.abort();
  t.equal(await given, 'ABORTED');
  t.same(far.sent.at(-1), { kind: 'cancel', id: 1 });
  const next = text(house.carry('b'));
  t.same(far.calls(), [1], 'the service still works on the call that was given up');
  far.answer(1, 'late');
  t.same(far.calls(), [1, 2]);
  far.answer(2, 'for b');
  t.equal(await next, 'for b');
});

t.test('a call given up before it was sent is never sent', async (t) => {
  const house = createHouse();
  const far = house.attachRaw(1);
  const first = text(house.carry('a'));
  const ending = new AbortController();
  const given = codeOf(house.carry('b', ending.signal));
  ending.abort();
  t.equal(await given, 'ABORTED');
  far.answer(1, 'a');
  t.equal(await first, 'a');
  t.same(far.calls(), [1]);
  t.equal(await codeOf(house.carry('c', AbortSignal.abort())), 'ABORTED');
});

t.test('a service whose connection is gone has its calls aborted, and answers nothing more', async (t) => {
  const house = createHouse();
  const seen: AbortSignal[] = [];
  const { held, end } = house.attachService(
    ({ signal }) =>
      new Promise((resolve) => {
        seen.push(signal);
        signal.addEventListener('abort', () => resolve({ status: 200, headers: {}, body: toUtf8('late') }));
      }),
  );
  const sent = codeOf(house.carry('a'));
  held.closed();
  end.closed();
  t.equal(await sent, 'SERVICE_UNREACHABLE');
  t.ok(seen[0]?.aborted);
  await end.idle();
});
