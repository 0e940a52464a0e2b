import fc from 'fast-check';
import t from 'tap';
import { nameCloseness } from '../../../src/schema/index.js';

const SAME_WORDS: readonly (readonly [string, string])[] = [
  ['orderItem', 'OrderItems'],
  ['order_item', 'itemOrder'],
  ['convertDocument', 'DocumentConverting'],
  ['getPDFFile', 'getPdfFiles'],
  ['images', 'imaging'],
  ['categories', 'category'],
  ['boxes', 'box'],
  ['stopped', 'stop'],
  ['ShippedOrder', 'order-shipping'],
];

for (const [one, other] of SAME_WORDS) {
  t.test(`${one} and ${other} have the same words and are nearly equal`, async (t) => {
    t.equal(nameCloseness(one, other), 0.99);
  });
}

t.test('closeness is the share of words in common', async (t) => {
  t.equal(nameCloseness('orderItem', 'orderLine'), 0.5);
  t.equal(nameCloseness('order', 'orderItem'), 2 / 3);
  t.equal(nameCloseness('orderOrder', 'orderItem'), 0.5, 'a repeated word counts as often as both have it');
  t.equal(nameCloseness('printer3', 'printer4'), 0.5);
  t.equal(nameCloseness('order', 'invoice'), 0);
});

t.test('words that only look like endings are left whole', async (t) => {
  t.equal(nameCloseness('status', 'statu'), 0);
  t.equal(nameCloseness('address', 'addres'), 0);
  t.equal(nameCloseness('king', 'k'), 0);
  t.equal(nameCloseness('bed', 'b'), 0);
});

t.test('names without words are close only when equal', async (t) => {
  t.equal(nameCloseness('', ''), 1);
  t.equal(nameCloseness('', 'a'), 0);
  t.equal(nameCloseness('--', '__'), 0);
});

t.test('a name that is far too long is measured by its beginning', async (t) => {
  t.ok(nameCloseness('a'.repeat(1_000_000), `${'aB'.repeat(500_000)}`) < 1);
});

const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(fc.constantFrom('order', 'Item', 'IDs', '_', '7', 'boxes', 'Shipping', 'ß', '名'), { maxLength: 6 })
    .map((words) => words.join('')),
);

t.test('closeness is symmetric, from 0 to 1, and 1 for equal names alone', async () => {
  fc.assert(
    fc.property(name, name, (one, other) => {
      const closeness = nameCloseness(one, other);
      return (
        closeness === nameCloseness(other, one) &&
        closeness >= 0 &&
        closeness <= 1 &&
        (closeness === 1) === (one === other)
      );
    }),
    { seed: 4, numRuns: 2000 },
  );
});
