import { once } from 'node:events';
import t from 'tap';
import type { SpaceEvent } from '../../../src/client/index.js';
import { readLines, spawnTypescript } from '../../support/spawn-typescript.js';
import { startHouse } from '../space-house.js';

const PERIOD_MS = 2_000;
/** How long a document is stale before it is deleted, here. */
const STALE_KEPT_MS = 300;

const startHolder = (url: string, hold: 'hold' | '') =>
  spawnTypescript(new URL('../children/lease-holder.ts', import.meta.url), [url, String(PERIOD_MS), hold]);

const firstLine = async (child: ReturnType<typeof startHolder>): Promise<string> => {
  for await (const line of readLines(child)) {
    child.stdout.resume();
    return line;
  }
  throw new RangeError('the child said nothing');
};

t.test(
  '[lease:auto] the SDK renews while the application is idle; its process is killed, and the lease ends on time',
  async (t) => {
    const { client, url } = await startHouse(t, { flags: { limits: { staleKeptMs: STALE_KEPT_MS } } });
    const events = (await client.subscribe({ name: 'held' }))[Symbol.asyncIterator]();
    const next = async (): Promise<SpaceEvent> => (await events.next()).value as SpaceEvent;
    const child = startHolder(url, 'hold');
    const exited = once(child, 'exit');
    const id = await firstLine(child);
    const published = await next();
    t.match(published, { event: 'published', id });
    // Past two periods of the lease it is held by renewals alone; nothing else of the document has changed.
    let entry = (await client.read(id)).entry;
    while (entry.expiresAtMs < published.atMs + 2 * PERIOD_MS) {
      await new Promise((resolve) => setTimeout(resolve, PERIOD_MS / 4));
      ({ entry } = await client.read(id));
      t.equal(entry.stale, false);
    }
    child.kill('SIGKILL');
    await exited;
    const { expiresAtMs } = (await client.read(id)).entry;
    const stale = await next();
    t.match(stale, { event: 'stale', id, version: 1 });
    t.ok(stale.atMs >= expiresAtMs, 'not before the lease that was granted last is over');
    t.ok(stale.atMs <= expiresAtMs + 2_000, `and soon after: ${String(stale.atMs - expiresAtMs)} ms`);
    const removed = await next();
    t.match(removed, { event: 'removed', id });
    t.ok(removed.atMs >= expiresAtMs + STALE_KEPT_MS);
    await events.return?.();
  },
);

t.test('[lease:auto] a lease that is kept holds no process alive', async (t) => {
  const { url } = await startHouse(t);
  const child = startHolder(url, '');
  const exited = once(child, 'exit') as Promise<[number | null]>;
  t.match(await firstLine(child), /^urn:uuid:/);
  t.same(await exited, [0, null], 'it ended by itself');
});
