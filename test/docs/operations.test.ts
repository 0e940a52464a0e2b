import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { startTestServer } from '../http/support/test-server.js';
import { PROJECT } from '../support/source-files.js';

const page = readFileSync(join(PROJECT, 'docs', 'operations.md'), 'utf8');

t.test('docs/operations.md lists the metrics of the server, with their labels, and no other', async (t) => {
  const server = await startTestServer(t);
  await (await server.request('/metrics')).text();
  const text = await (await server.request('/metrics')).text();
  const served = [...text.matchAll(/^# TYPE (stoa_\w+) /gmu)].map(([, name]) => name).sort();
  const rows = [...page.matchAll(/^\| `(stoa_\w+)` \|([^|]*)\|/gmu)];
  t.same(rows.map(([, name]) => name).sort(), served);
  for (const [, name = '', labels = ''] of rows) {
    const wanted = [...labels.matchAll(/`(\w+)`/gu)].map(([, label]) => label);
    const sample = new RegExp(`^${name}(?:_count)?\\{(.*)\\} `, 'mu').exec(text)?.[1];
    if (sample === undefined) continue;
    t.same(
      [...sample.matchAll(/(\w+)="/gu)].map(([, label]) => label),
      wanted,
      name,
    );
  }
  for (const [, name = ''] of page.matchAll(/`(nodejs_\w+)[`{]/gu)) t.match(text, `# TYPE ${name} `);
});

t.test('docs/operations.md names signals that the server takes', async (t) => {
  const source = readFileSync(join(PROJECT, 'src/cli/serve.ts'), 'utf8');
  for (const name of ['SIGHUP', 'SIGUSR2', 'SIGTERM', 'SIGINT']) {
    t.match(page, `\`${name}\``);
    t.match(source + readFileSync(join(PROJECT, 'src/cli/main.ts'), 'utf8'), name);
  }
});
