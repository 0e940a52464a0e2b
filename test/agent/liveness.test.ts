import t from 'tap';
import { createLiveness } from '../../src/agent/index.js';
import { createVirtualClock } from '../support/virtual-clock.js';

const watch = () => {
  const clock = createVirtualClock();
  const peer = { isThere: true, asked: 0 };
  const states: string[] = [];
  const liveness = createLiveness({
    clock,
    everyMs: 10_000,
    probe: () => {
      peer.asked += 1;
      return peer.isThere ? Promise.resolve() : Promise.reject(new Error('nobody'));
    },
    onChanged: (state) => states.push(state),
  });
  return { clock, peer, states, liveness };
};

t.test(
  'who does not answer is suspect at once and gone after a second failure; who answers is alive again',
  async (t) => {
    const { clock, peer, states, liveness } = watch();
    await clock.advance(60_000);
    t.same(states, []);
    t.equal(peer.asked, 6);
    peer.isThere = false;
    await clock.advance(10_000);
    t.same(states, ['suspect']);
    await clock.advance(500);
    t.same(states, ['suspect', 'gone'], 'half a second later');
    await clock.advance(100_000);
    t.equal(states.length, 2);
    peer.isThere = true;
    await clock.advance(10_000);
    t.equal(states.at(-1), 'alive');
    liveness.stop();
    await clock.advance(100_000);
    t.equal(clock.pending(), 0);
  },
);

t.test(
  'a call that failed makes suspect and asks at once; a second one is the end; one that succeeded clears it',
  async (t) => {
    const { clock, peer, states, liveness } = watch();
    liveness.fail();
    t.same(states, ['suspect']);
    await clock.advance(500);
    t.same(states, ['suspect', 'alive'], 'it was the call, not the peer');
    peer.isThere = false;
    liveness.fail();
    liveness.fail();
    t.same(states.slice(2), ['suspect', 'gone']);
    liveness.fail();
    t.equal(states.length, 4, 'who is gone fails no more');
    liveness.succeed();
    t.equal(liveness.state(), 'alive');
    peer.isThere = true;
    liveness.fail();
    liveness.ask();
    await clock.advance(1);
    t.equal(states.at(-1), 'alive', 'who was heard of is asked at once');
  },
);
