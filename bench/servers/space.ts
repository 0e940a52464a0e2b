import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, loadConfiguration, startServer } from 'stoa';
import { createDevice, createService } from '../lookup/fixtures.js';
import { sayReady } from './child.js';

// A space over LMDB with as many advertisements as the first argument says; their names are 24 characters long. With a
// second argument they are services of that many families, each with a schema of its own; the first family has one service
// only. It runs the built package, as a user's does.
const BATCH = 64;
const count = Number(process.argv[2]);
const families = Number(process.argv[3] ?? '0');
const data = await mkdtemp(join(tmpdir(), 'stoa-bench-'));
const server = await startServer(
  await loadConfiguration({ folder: data, environment: {}, flags: { data, port: 0, logLevel: 'silent' } }),
);
const url = `${server.url}/spaces/main`;
const space = connect(url);

const advertisement = (at: number): string => {
  if (families === 0) return createDevice(at);
  return createService(at, at === 0 ? 0 : 1 + (at % (families - 1)));
};

for (let at = 0; at < count; at += BATCH) {
  const batch = Array.from({ length: Math.min(BATCH, count - at) }, (_, offset) => advertisement(at + offset));
  await Promise.all(batch.map((text) => space.publish(text, { periodMs: 3_600_000 })));
}
sayReady({ url }, async () => {
  await server.close();
  await rm(data, { recursive: true, force: true });
});
