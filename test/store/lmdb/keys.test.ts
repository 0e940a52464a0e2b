import t from 'tap';
import { compareBytes, isStoaError, toHex } from '../../../src/base/index.js';
import type { SpaceId } from '../../../src/base/index.js';
import { createSpaceKeys, readNumber, spacePrefix, storeKey, writeNumber } from '../../../src/store/lmdb/keys.js';

const UUID = 'urn:uuid:01890000-abcd-7000-8000-0000000000ff' as SpaceId;
const IDS = [
  UUID,
  'urn:uuid:01890000-ABCD-7000-8000-0000000000ff',
  'urn:uuid:01890000-abcd-7000-8000-0000000000f',
  'urn:example:a',
  'urn:example:a\u0003',
  'urn:example:ab',
  `urn:example:${'x'.repeat(243)}`,
] as readonly string[] as readonly SpaceId[];

void t.test('a space with a UUID takes 17 bytes of prefix, any other its length and its id', async (t) => {
  t.equal(toHex(spacePrefix(UUID)), '0101890000abcd700080000000000000ff');
  t.equal(toHex(spacePrefix('urn:x:é' as SpaceId)), `020008${toHex(Buffer.from('urn:x:é'))}`);
});

void t.test("no space's prefix begins another's, nor a record of the store itself", async (t) => {
  const prefixes = IDS.map((id) => toHex(spacePrefix(id)));
  for (const prefix of prefixes) {
    t.same(
      prefixes.filter((other) => other.startsWith(prefix)),
      [prefix],
    );
    t.notOk(toHex(storeKey('format')).startsWith(prefix));
  }
});

void t.test('an id longer than a URN may be is refused by name of the limit', async (t) => {
  const tooLong = `urn:example:${'x'.repeat(244)}` as SpaceId;
  t.throws(() => spacePrefix(tooLong), { code: 'STORE_LIMIT_EXCEEDED', limit: 'MAX_URN_LENGTH' });
  try {
    spacePrefix(tooLong);
  } catch (error) {
    t.ok(isStoaError(error, 'STORE_LIMIT_EXCEEDED'));
  }
});

void t.test('within a space the bounds of the log come first, then its entries by number, then the rows', async (t) => {
  for (const id of IDS) {
    const keys = createSpaceKeys(id);
    const inOrder = [
      keys.bounds,
      keys.entries(1),
      keys.entries(255),
      keys.entries(256),
      keys.entries(2 ** 32 - 1),
      keys.entries(2 ** 32),
      keys.logEnd,
      keys.rowsStart,
      keys.row(Uint8Array.of(0)),
      keys.row(Uint8Array.of(0xff, 0xff)),
      keys.rowsEnd,
    ];
    t.same([...inOrder].sort(compareBytes).map(toHex), inOrder.map(toHex));
    t.same(keys.row(Uint8Array.of()), keys.rowsStart, 'the empty key is the first row');
  }
});

void t.test('numbers are exact up to 2^53 - 1 and sort by their bytes', async (t) => {
  const numbers = [0, 1, 255, 256, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
  const written = numbers.map((number) => {
    const bytes = Buffer.alloc(10, 0xee);
    writeNumber(bytes, number, 1);
    t.equal(readNumber(bytes, 1), number);
    return bytes;
  });
  t.same([...written].sort(compareBytes), written);
});
