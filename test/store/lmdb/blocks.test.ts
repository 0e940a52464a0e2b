import t from 'tap';
import { createArena, createBlocks } from '../../../src/store/lmdb/blocks.js';

const MEGABYTE = 1024 * 1024;

t.test('a block is used again once it was given back, when it is large enough', async (t) => {
  const blocks = createBlocks();
  const first = blocks.take(100);
  t.ok(first.length >= 100);
  t.not(blocks.take(100), first, 'nobody else gets it before');
  blocks.giveBack([first]);
  t.equal(blocks.take(50), first);
  blocks.giveBack([first]);
  const larger = blocks.take(first.length + 1);
  t.ok(larger.length > first.length);
  t.equal(blocks.take(first.length), first);
});

t.test('no more is kept than a few groups take', async (t) => {
  const blocks = createBlocks();
  const large = blocks.take(MEGABYTE + 1);
  blocks.giveBack([large]);
  t.not(blocks.take(MEGABYTE + 1), large);
  const many = Array.from({ length: 10 }, () => blocks.take(1));
  blocks.giveBack(many);
  const again = many.map(() => blocks.take(1));
  t.equal(again.filter((block) => many.includes(block)).length, 4);
});

t.test('parts of an arena have memory of their own, however large they are', async (t) => {
  const blocks = createBlocks();
  const arena = createArena(blocks);
  const parts = [1, 100_000, 0, 200_000, MEGABYTE * 2, 7].map((bytes, at) => arena.allocate(bytes).fill(at));
  t.same(
    parts.map(({ length }) => length),
    [1, 100_000, 0, 200_000, MEGABYTE * 2, 7],
  );
  parts.forEach((part, at) => t.ok(part.every((byte) => byte === at)));
  const [first] = arena.blocks;
  blocks.giveBack(arena.blocks);
  t.ok(arena.blocks.includes(blocks.take(1)) && first !== undefined, 'and its blocks are used again');
});
