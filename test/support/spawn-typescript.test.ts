import t from 'tap';
import { collectOutcome, readLines, spawnTypescript } from './spawn-typescript.js';

const script = new URL('./fixtures/echo-child.ts', import.meta.url);

t.test('a TypeScript child runs from its source, takes arguments and tells its exit code', async (t) => {
  const outcome = await collectOutcome(spawnTypescript(script, ['7', 'hello'], { env: { GREETING: 'hi' } }));
  t.equal(outcome.exitCode, 7, outcome.stderr);
  t.equal(outcome.stdout, 'hi hello XML_NOT_WELL_FORMED\n');
});

t.test('lines of a child arrive while it runs, and it can be killed', async (t) => {
  const child = spawnTypescript(script, ['wait']);
  const lines = readLines(child);
  t.same((await lines.next()).value, 'waiting');
  child.kill('SIGKILL');
  t.equal((await lines.next()).done, true);
});
