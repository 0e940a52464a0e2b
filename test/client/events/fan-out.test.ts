import t from 'tap';
import { createFanOut } from '../../../src/client/space/fan-out.js';
import type { Outlet } from '../../../src/client/space/fan-out.js';
import type { SubscriptionItem } from '../../../src/client/space/remote-subscription.js';

const itemOf = (sequence: number): SubscriptionItem => ({
  event: { sequence: String(sequence) } as Extract<SubscriptionItem, { event: unknown }>['event'],
});

const sequenceOf = (item: SubscriptionItem | undefined): number | undefined =>
  item !== undefined && 'event' in item ? Number(item.event.sequence) : undefined;

/** A source of numbers that counts how many it was asked for. */
const setUp = (count: number, failure?: Error) => {
  const state = { made: 0, ended: 0 };
  const source = async function* (): AsyncGenerator<SubscriptionItem> {
    for (; state.made < count; state.made++) yield itemOf(state.made);
    if (failure) throw failure;
  };
  return { state, fanOut: createFanOut(source(), () => state.ended++) };
};

const readAll = async (outlet: Outlet): Promise<number[]> => {
  const read: number[] = [];
  for (let item = await outlet.next(); item !== undefined; item = await outlet.next())
    read.push(sequenceOf(item) ?? -1);
  return read;
};

t.test('a single reader is told what it asks for, and nothing is read ahead', async (t) => {
  const { fanOut, state } = setUp(100);
  const outlet = fanOut.add();
  for (const at of [0, 1, 2]) t.equal(sequenceOf(await outlet.next()), at);
  t.equal(state.made, 2, 'the third was made, the fourth was not asked for');
  await outlet.close();
  t.equal(state.ended, 1);
  t.equal(await outlet.next(), undefined);
});

t.test('each of several readers gets everything in order, at its own pace', async (t) => {
  const { fanOut, state } = setUp(500);
  const [quick, slow] = [fanOut.add(), fanOut.add()];
  t.equal(sequenceOf(await slow.next()), 0);
  t.equal((await readAll(quick)).length, 500);
  t.same(
    await readAll(slow),
    Array.from({ length: 499 }, (_, at) => at + 1),
  );
  await quick.close();
  t.equal(state.ended, 0);
  await slow.close();
  await slow.close();
  t.equal(state.ended, 1, 'ended once, by the last one');
});

t.test('who falls more than a thousand behind is cut off after what it has', async (t) => {
  const { fanOut } = setUp(1_500);
  const [quick, slow] = [fanOut.add(), fanOut.add()];
  t.equal((await readAll(quick)).length, 1_500);
  t.equal((await readAll(slow)).length, 1_000);
  t.equal(slow.isCutOff(), true);
  t.equal(quick.isCutOff(), false);
});

t.test('when the last one that reads leaves, who has not begun goes on from what it was told', async (t) => {
  const { fanOut, state } = setUp(10);
  const [reading, waiting] = [fanOut.add(), fanOut.add()];
  await reading.next();
  await reading.next();
  await reading.close();
  t.equal(state.ended, 1);
  t.same(await readAll(waiting), [0, 1]);
  t.equal(waiting.isCutOff(), true);
});

t.test('a failure of the source reaches every reader, after what came before it', async (t) => {
  const { fanOut } = setUp(2, new TypeError('broken'));
  const [one, other] = [fanOut.add(), fanOut.add()];
  await t.rejects(readAll(one), { message: 'broken' });
  t.equal(sequenceOf(await other.next()), 0);
  t.equal(sequenceOf(await other.next()), 1);
  await t.rejects(other.next(), { message: 'broken' });
});
