import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';

t.test('the client loads and calls with what a browser has: no module and no global of Node', async (t) => {
  const script = fileURLToPath(new URL('./fixtures/browser-load.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', script]);
  const told = JSON.parse(stdout) as { hits: unknown[]; sent: string[]; isService: string };
  t.same(told.hits, []);
  t.match(told.sent[0], /<name>x<\/name>/);
  t.equal(told.isService, 'function');
});
