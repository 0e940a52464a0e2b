import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import t from 'tap';
import type { SpaceId } from '../../../src/base/index.js';
import { openLmdbStore } from '../../../src/store/index.js';
import { never, rejection } from '../../contract/store/backend.js';
import { makeDataDirectory } from '../../support/data-directory.js';
import { collectOutcome, readLines, spawnTypescript } from '../../support/spawn-typescript.js';

const SPACE = 'urn:uuid:01890000-0000-7000-8000-000000000000' as SpaceId;
const OPENER = new URL('./children/store-opener.ts', import.meta.url);
const LOCK = 'stoa.lock';
const ROW = { key: Uint8Array.of(1), value: Uint8Array.of(2) };

const openRaw = (path: string) =>
  open<Uint8Array, Uint8Array>({
    path,
    noSubdir: false,
    keyEncoding: 'binary',
    encoding: 'binary',
    overlappingSync: false,
  });

void t.test(
  'a data directory is made with its parents, for its owner alone, also when its name has a dot',
  async (t) => {
    const path = join(makeDataDirectory(t), 'deep', 'data.d');
    const store = await openLmdbStore({ path });
    t.equal(statSync(path).mode & 0o777, 0o700);
    t.ok(existsSync(join(path, 'data.mdb')));
    await store.close();
    t.notOk(existsSync(join(path, LOCK)), 'closing releases the lock');
  },
);

for (const found of [3, 5]) {
  void t.test(`data of format ${found}, older or newer, is refused and left as it is`, async (t) => {
    const path = makeDataDirectory(t);
    await (await openLmdbStore({ path })).close();
    const key = Buffer.concat([Buffer.of(0), Buffer.from('format')]);
    const raw = openRaw(path);
    t.same(raw.getBinary(key), Buffer.from([0, 0, 0, 0, 0, 0, 0, 4]), 'the mark of format 4');
    await raw.put(key, Buffer.from([0, 0, 0, 0, 0, 0, 0, found]));
    await raw.close();

    const error = await rejection(t, 'STORE_VERSION_UNSUPPORTED', openLmdbStore({ path }));
    t.match(error?.message, new RegExp(`expected data of format 4, found format ${found}`));
    const again = openRaw(path);
    t.equal(again.getBinary(key)?.at(7), found);
    await again.close();
    t.notOk(existsSync(join(path, LOCK)), 'a refused start leaves no lock');
  });
}

void t.test("somebody else's database and a path that is a file are refused", async (t) => {
  const foreign = makeDataDirectory(t);
  const raw = openRaw(foreign);
  await raw.put(Buffer.from('hello'), Buffer.from('world'));
  await raw.close();
  await rejection(t, 'STORE_FAILED', openLmdbStore({ path: foreign }));

  const file = makeDataDirectory(t);
  writeFileSync(file, 'not a directory');
  await rejection(t, 'STORE_FAILED', openLmdbStore({ path: file }));
});

const DAMAGES: Readonly<Record<string, (data: Buffer) => Buffer>> = {
  'all bytes are others': (data) => data.fill(0x5a),
  'the meta pages are zero': (data) => data.fill(0, 0, 8192),
  'one meta page is zero': (data) => data.fill(0, 4096, 8192),
  'it is cut off in the first page': (data) => data.subarray(0, 100),
  'it is cut off in the second page': (data) => data.subarray(0, 5000),
  'the pages of data are zero': (data) => data.fill(0, 8192),
};

for (const [damage, apply] of Object.entries(DAMAGES)) {
  void t.test(`a data file is refused when ${damage}`, async (t) => {
    const path = makeDataDirectory(t);
    const store = await openLmdbStore({ path });
    await store.commit(SPACE, { puts: [ROW] });
    await store.close();
    const file = join(path, 'data.mdb');
    writeFileSync(file, apply(readFileSync(file)));
    await rejection(t, 'STORE_FAILED', openLmdbStore({ path }));
    t.notOk(existsSync(join(path, LOCK)), 'a refused start leaves no lock');
  });
}

void t.test('data that is damaged while it is open fails reads and writes, and not the process', async (t) => {
  const path = makeDataDirectory(t);
  const store = await openLmdbStore({ path });
  await store.commit(SPACE, { puts: [ROW], entries: [ROW.key] });
  const file = openSync(join(path, 'data.mdb'), 'r+');
  writeSync(file, Buffer.alloc(fstatSync(file).size - 8192), 0, undefined, 8192);
  closeSync(file);
  await rejection(t, 'STORE_FAILED', store.get(SPACE, ROW.key));
  await rejection(t, 'STORE_FAILED', store.range(SPACE, { from: ROW.key, to: Uint8Array.of(9) }));
  await rejection(t, 'STORE_FAILED', store.sequence(SPACE));
  await rejection(t, 'STORE_FAILED', store.changes(SPACE, 0, never())[Symbol.asyncIterator]().next());
  await rejection(t, 'STORE_FAILED', store.commit(SPACE, { puts: [ROW] }));
  await rejection(t, 'STORE_FAILED', store.compact(SPACE, 1));
  await rejection(t, 'STORE_FAILED', store.drop(SPACE));
  await store.close();
});

void t.test('a directory is open once in a process, and again after closing', async (t) => {
  const path = makeDataDirectory(t);
  const store = await openLmdbStore({ path });
  const error = await rejection(t, 'STORE_FAILED', openLmdbStore({ path }));
  t.match(error?.message, `in use by process ${String(process.pid)}`);
  await store.commit(SPACE, { puts: [ROW] });
  await store.close();
  const again = await openLmdbStore({ path });
  t.same((await again.get(SPACE, ROW.key))?.value, ROW.value);
  await again.close();
});

void t.test('of two processes the second is refused with the number of the first', async (t) => {
  const path = makeDataDirectory(t);
  const store = await openLmdbStore({ path });
  const refused = await collectOutcome(spawnTypescript(OPENER, [path, 'close']));
  t.equal(refused.stdout, `STORE_FAILED the data directory is in use by process ${String(process.pid)}\n`);
  await store.close();
  const taken = await collectOutcome(spawnTypescript(OPENER, [path, 'close']));
  t.equal(taken.stdout, 'open\n', taken.stderr);
});

void t.test('the lock of a killed process does not block the next start', async (t) => {
  const path = makeDataDirectory(t);
  const child = spawnTypescript(OPENER, [path, 'stay']);
  t.equal((await readLines(child).next()).value, 'open');
  await rejection(t, 'STORE_FAILED', openLmdbStore({ path }));
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.ok(existsSync(join(path, LOCK)), 'the lock was left');
  await (await openLmdbStore({ path })).close();
});

void t.test(
  'a lock file is stale when it was cut off, or its process number belongs to another process now',
  async (t) => {
    const path = makeDataDirectory(t);
    const store = await openLmdbStore({ path });
    const mine: Record<string, unknown> = JSON.parse(readFileSync(join(path, LOCK), 'utf8'));
    t.equal(mine['pid'], process.pid);
    await store.close();
    const stale = [
      '',
      '{"pid":',
      '"text"',
      'null',
      '{}',
      JSON.stringify({ ...mine, pid: 2 ** 22 + 1 }),
      JSON.stringify({ ...mine, startedTicks: '1' }),
      JSON.stringify({ ...mine, bootId: 'another start of the machine' }),
      JSON.stringify({ ...mine, namespace: 'pid:[1]' }),
    ];
    for (const text of stale) {
      writeFileSync(join(path, LOCK), text);
      const opened = await openLmdbStore({ path });
      t.same(JSON.parse(readFileSync(join(path, LOCK), 'utf8')), mine, text || 'an empty file');
      await opened.close();
    }
  },
);

void t.test('many opens at once on a stale lock end with one that has it', async (t) => {
  const path = makeDataDirectory(t);
  mkdirSync(path);
  for (let round = 0; round < 5; round++) {
    writeFileSync(join(path, LOCK), '{"pid":1,"bootId":"old"}');
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => openLmdbStore({ path })));
    const opened = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    t.equal(opened.length, 1);
    await Promise.all(opened.map((store) => store.close()));
    t.same(readdirSync(path).sort(), ['data.mdb', 'lock.mdb']);
  }
});

void t.test('limits that LMDB cannot keep are refused before anything is made', async (t) => {
  const path = makeDataDirectory(t);
  const error = await rejection(t, 'CONFIGURATION_INVALID', openLmdbStore({ path, limits: { maxKeyBytes: 1800 } }));
  t.match(error?.message, /maxKeyBytes of at most 1718, got 1800/);
  t.notOk(existsSync(path));

  const store = await openLmdbStore({ path, limits: { maxKeyBytes: 1718 } });
  const space = `urn:example:${'x'.repeat(243)}` as SpaceId;
  const key = new Uint8Array(1718).fill(0xff);
  await store.commit(space, { puts: [{ key, value: ROW.value }] });
  t.same((await store.get(space, key))?.value, ROW.value);
  t.equal((await store.range(space, { from: key, to: new Uint8Array(1719).fill(0xff) })).length, 1);
  await store.close();
});

void t.test('a data directory that cannot be written to is refused', async (t) => {
  if (process.getuid?.() === 0) {
    t.pass('the superuser may write everywhere', { skip: 'runs as root' });
    return;
  }
  const closed = makeDataDirectory(t);
  mkdirSync(closed, { mode: 0o500 });
  await rejection(t, 'STORE_FAILED', openLmdbStore({ path: join(closed, 'data') }));
});
