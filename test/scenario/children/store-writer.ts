import { writeSync } from 'node:fs';
import type { SpaceId } from '../../../src/base/index.js';
import { openLmdbStore } from '../../../src/store/index.js';
import { valueOfKey } from '../store-kill-round.js';

/**
 * Writes to the store at PATH with WRITERS commits in flight and prints the key of each commit on a line of its
 * own as soon as it is acknowledged, until it is killed or COUNT commits were made.
 */
const [path = '', round = '', writers = '1', count = 'Infinity'] = process.argv.slice(2);
const space = 'urn:uuid:01890000-0000-7000-8000-00000000dead' as SpaceId;
const store = await openLmdbStore({ path });
let started = 0;

const write = async (writer: number): Promise<void> => {
  while (started < Number(count)) {
    const key = `${round}/${String(writer)}/${String(started++)}`;
    const bytes = Buffer.from(key);
    await store.commit(space, { puts: [{ key: bytes, value: valueOfKey(key) }], entries: [bytes] });
    // Synchronous, so that an acknowledgement is out before anything else happens in this process.
    writeSync(1, `${key}\n`);
  }
};

await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(writer)));
await store.close();
