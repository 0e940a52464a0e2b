// Sends seeded requests, right and wrong ones, to a server over memory, and judges each answer by openapi.yaml:
// node --import=tsx scripts/fuzz-http.ts [requests] [seed]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../src/base/index.js';
import { loadConfiguration, startServer } from '../src/server/index.js';
import { fuzzServer } from '../test/http/fuzz/fuzz-server.js';
import { schemaThreadProgram } from '../test/support/compiled.js';
import { createSeededRandom } from '../test/support/seeded-random.js';

const [count = '20000', seed = '1'] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'stoa-fuzz-'));
const flags = { store: 'memory', port: 0, logLevel: 'silent' };
const server = await startServer(await loadConfiguration({ folder, flags }), { log: silentLog, schemaThreadProgram });
const { complaints, statuses } = await fuzzServer(server, createSeededRandom(Number(seed)), Number(count));
for (const complaint of complaints) console.log(JSON.stringify(complaint, undefined, 2));
console.log(
  `${count} requests of seed ${seed}, ${complaints.length} complaints, by status ${JSON.stringify(statuses)}`,
);
await server.close();
await rm(folder, { recursive: true, force: true });
if (complaints.length > 0) process.exitCode = 1;
