import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { open } from 'lmdb';
import t from 'tap';
import { openLmdbStore } from '../../src/store/index.js';
import type { SpaceId } from '../../src/base/index.js';
import { makeDataDirectory } from '../support/data-directory.js';
import { collectOutcome, spawnTypescript } from '../support/spawn-typescript.js';

const SPACE = 'urn:uuid:01890000-0000-7000-8000-000000000000' as SpaceId;
const WRITER = new URL('./children/store-writer.ts', import.meta.url);
const COMMITS = 8;
/** `TMPFS_MAGIC` of statfs(2): its pages are never written anywhere. */
const TMPFS = 0x01021994;

/**
 * Kilobytes of the database file that this process has mapped and that are not yet on disk, by
 * `/proc/self/smaps` (proc(5)): the kernel counts a page of a shared mapping as dirty while its page cache is.
 */
const countDirtyKilobytes = (path: string): { readonly mapped: number; readonly dirty: number } => {
  let inside = false;
  const total = { mapped: 0, dirty: 0 };
  for (const line of readFileSync('/proc/self/smaps', 'utf8').split('\n')) {
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) inside = line.endsWith(join(path, 'data.mdb'));
    const found = inside ? /^(Rss|Shared_Dirty|Private_Dirty):\s+(\d+) kB/.exec(line) : null;
    if (found) total[found[1] === 'Rss' ? 'mapped' : 'dirty'] += Number(found[2]);
  }
  return total;
};

const findReasonToSkipPages = (path: string): string | undefined => {
  if (process.platform !== 'linux') return 'only Linux tells which mapped pages are dirty';
  if (statfsSync(dirname(path)).type === TMPFS) return 'the temporary directory is on tmpfs, which is never on disk';
  return undefined;
};

void t.test('[space:store] when a commit is acknowledged, no page of the database waits to be written', async (t) => {
  const path = makeDataDirectory(t);
  const reason = findReasonToSkipPages(path);
  if (reason !== undefined) {
    t.pass('dirty pages', { skip: reason });
    return;
  }

  const store = await openLmdbStore({ path });
  for (let at = 0; at < COMMITS; at++) {
    const put = { key: Uint8Array.of(at), value: new Uint8Array(5000).fill(at) };
    await store.commit(SPACE, { puts: [put], entries: [put.key] });
    // Reading maps the new pages, so that they are counted.
    await store.range(SPACE, { from: new Uint8Array(), to: Uint8Array.of(0xff) });
    const { mapped, dirty } = countDirtyKilobytes(path);
    t.ok(mapped > 5 * at, `${String(mapped)} kB are mapped`);
    t.equal(dirty, 0, `commit ${String(at)}`);
  }
  await store.close();

  const control = makeDataDirectory(t);
  mkdirSync(control);
  const unsynced = open<Uint8Array, Uint8Array>({
    path: control,
    keyEncoding: 'binary',
    encoding: 'binary',
    noSync: true,
    overlappingSync: false,
  });
  await unsynced.put(Uint8Array.of(1), new Uint8Array(5000));
  for (const { value } of unsynced.getRange()) t.equal(value.length, 5000);
  t.ok(countDirtyKilobytes(control).dirty > 0, 'without syncing there are dirty pages, so the count can tell');
  await unsynced.close();
});

/** What the trace of one child shows, step by step. */
interface Traced {
  /** Descriptor whose writes are synchronous (O_DSYNC): the one for meta pages. */
  synchronous: string;
  /** Data was written and not yet synced. */
  unsynced: boolean;
  synced: boolean;
  metaWritten: boolean;
}

/** Joins `<unfinished ...>` calls with their `resumed` parts, at the place where they ended. */
const joinCalls = (trace: string): string[] => {
  const unfinished = new Map<string, string>();
  const calls: string[] = [];
  for (const line of trace.split('\n')) {
    const [thread = '', rest = ''] = line.split(/\s+(.*)/s);
    const resumed = /^<\.\.\. \w+ resumed>(.*)/.exec(rest);
    if (rest.endsWith('<unfinished ...>')) unfinished.set(thread, rest.slice(0, -'<unfinished ...>'.length));
    else if (resumed) calls.push((unfinished.get(thread) ?? '') + (resumed[1] ?? ''));
    else calls.push(rest);
  }
  return calls;
};

const follow = (traced: Traced, call: string): void => {
  const opened = /^openat\(.*O_DSYNC.*= (\d+)</.exec(call);
  if (opened) traced.synchronous = opened[1] ?? '';
  const [, name, descriptor] = /^(\w+)\((\d+)<[^>]*data\.mdb>/.exec(call) ?? [];
  if (!name || !/= \d+$/.test(call.trim())) return;
  if (name === 'fdatasync' || name === 'fsync') Object.assign(traced, { unsynced: false, synced: true });
  else if (descriptor === traced.synchronous) traced.metaWritten = true;
  else traced.unsynced = true;
};

const hasStrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;

void t.test(
  '[space:store] data is written, synced, and made valid by a synchronous write before each acknowledgement',
  { skip: hasStrace ? false : 'strace is not installed or may not trace here' },
  async (t) => {
    const path = makeDataDirectory(t);
    const log = `${path}.trace`;
    const calls = 'trace=openat,write,writev,pwrite64,pwritev,fdatasync,fsync';
    const child = spawnTypescript(WRITER, [path, 'traced', '1', String(COMMITS)], {
      under: ['strace', '-f', '-y', '-e', calls, '-o', log],
    });
    const outcome = await collectOutcome(child);
    t.equal(outcome.exitCode, 0, outcome.stderr);
    const traced: Traced = { synchronous: '', unsynced: false, synced: false, metaWritten: false };
    let acknowledged = 0;
    for (const call of joinCalls(readFileSync(log, 'utf8'))) {
      follow(traced, call);
      if (!/^write\(1<[^>]*>, "traced\//.test(call)) continue;
      acknowledged += 1;
      t.match(traced, { unsynced: false, synced: true, metaWritten: true }, `acknowledgement ${String(acknowledged)}`);
      Object.assign(traced, { synced: false, metaWritten: false });
    }
    t.equal(acknowledged, COMMITS);
  },
);
