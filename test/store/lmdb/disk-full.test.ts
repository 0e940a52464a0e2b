import t from 'tap';
import type { SpaceId } from '../../../src/base/index.js';
import { openLmdbStore } from '../../../src/store/index.js';
import { readChanges } from '../../contract/store/backend.js';
import { makeDataDirectory } from '../../support/data-directory.js';
import { collectOutcome, spawnTypescript } from '../../support/spawn-typescript.js';

const SPACE = 'urn:uuid:01890000-0000-7000-8000-000000000000' as SpaceId;
const FILLER = new URL('./children/disk-filler.ts', import.meta.url);

/** Blocks of 1 KiB that a file may have; a write beyond fails with EFBIG, as one on a full disk does with ENOSPC. */
const UNDER = ['bash', '-c', 'ulimit -f 4000 && exec "$@"', 'bash'];

interface Filled {
  readonly written: readonly number[];
  readonly failed: number;
  readonly found: readonly number[];
  readonly sequence: number;
  readonly writesAgain: boolean;
}

void t.test('[space:store] a full disk fails commits with STORE_FAILED, loses nothing, and is got over', async (t) => {
  const path = makeDataDirectory(t);
  const outcome = await collectOutcome(spawnTypescript(FILLER, [path], { under: UNDER }));
  t.equal(outcome.exitCode, 0, outcome.stderr);
  const filled: Filled = JSON.parse(outcome.stdout);
  t.ok(filled.written.length > 8, `${String(filled.written.length)} written`);
  t.ok(filled.failed > 0, `${String(filled.failed)} failed`);
  t.same(filled.found, filled.written, 'what was acknowledged is there, what failed is not');
  t.equal(filled.sequence, filled.written.length, 'the log has no entry of a failed commit');
  t.ok(filled.writesAgain, 'freed pages are written again');

  const store = await openLmdbStore({ path });
  t.equal(await store.sequence(SPACE), filled.written.length + 1);
  const log = await readChanges(store, SPACE, { after: 0, count: filled.written.length + 1 });
  t.equal(log.length, filled.written.length + 1);
  await store.close();
});
