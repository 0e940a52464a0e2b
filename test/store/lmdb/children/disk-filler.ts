import { isStoaError } from '../../../../src/base/index.js';
import type { SpaceId } from '../../../../src/base/index.js';
import { openLmdbStore } from '../../../../src/store/index.js';

/**
 * Run under a limit on the size of files: fills the store at PATH until writes fail, frees some of it, and writes
 * again. Prints what happened as one line of JSON.
 */
const [path = ''] = process.argv.slice(2);
const space = 'urn:uuid:01890000-0000-7000-8000-000000000000' as SpaceId;
const store = await openLmdbStore({ path });
const everything = { from: new Uint8Array(), to: Uint8Array.of(0xff) };

const put = async (at: number, length: number): Promise<boolean> => {
  try {
    const key = Uint8Array.of(at);
    await store.commit(space, { puts: [{ key, value: new Uint8Array(length).fill(at) }], entries: [key] });
    return true;
  } catch (error) {
    if (isStoaError(error, 'STORE_FAILED')) return false;
    throw error;
  }
};

const written: number[] = [];
let failed = 0;
for (let at = 0; at < 100; at += 4) {
  const group = [at, at + 1, at + 2, at + 3];
  const outcomes = await Promise.all(group.map((number) => put(number, 100_000)));
  group.forEach((number, place) => (outcomes[place] ? written.push(number) : (failed += 1)));
}
const found = (await store.range(space, everything)).map(({ key }) => key[0]);
const sequence = await store.sequence(space);
await store.commit(space, { deletes: written.slice(0, 8).map((at) => Uint8Array.of(at)) });
const writesAgain = await put(200, 1000);
await store.close();
process.stdout.write(`${JSON.stringify({ written, failed, found, sequence, writesAgain })}\n`);
