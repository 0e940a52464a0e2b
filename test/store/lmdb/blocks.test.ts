import t from 'tap';
import { createBlocks } from '../../../src/store/lmdb/blocks.js';

const MEGABYTE = 1024 * 1024;

t.test('a block is used again once it was given back, when it is large enough', async (t) => {
  const blocks = createBlocks();
  const first = blocks.take(100);
  t.ok(first.length >= 100);
  t.not(blocks.take(100), first, 'nobody else gets it before');
  blocks.giveBack(first);
  t.equal(blocks.take(50), first);
  blocks.giveBack(first);
  const larger = blocks.take(101);
  t.ok(larger.length >= 101);
});

t.test('no more is kept than a large group takes', async (t) => {
  const blocks = createBlocks();
  const large = blocks.take(MEGABYTE + 1);
  blocks.giveBack(large);
  t.not(blocks.take(MEGABYTE + 1), large);
});
