import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { DEFAULT_OBJECT_LIMITS } from '../../src/objects/index.js';
import { importGenerated } from '../generate/support.js';
import { importableUrl } from '../support/compiled.js';
import { PROJECT } from '../support/source-files.js';

const page = readFileSync(join(PROJECT, 'docs', 'objects.md'), 'utf8');
const examples = [...page.matchAll(/```ts\n([^]+?)```\s+```text\n([^]+?)```/gu)];

/** First cells of the rows of the table with that head. */
const cellsUnder = (head: string): readonly (readonly string[])[] => {
  const [, table = ''] = page.split(`| ${head} |`);
  return [...(table.split('\n\n')[0] ?? '').matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gmu)].map(([, ...cells]) => cells);
};

t.test('the page has examples', async (t) => {
  t.equal(examples.length, page.split('```ts').length - 1);
  t.ok(examples.length >= 3);
});

for (const [at, [, source = '', output = '']] of examples.entries())
  t.test(`[object:graph] example ${at + 1} of docs/objects.md prints what stands there`, async (t) => {
    const text = source
      .replaceAll("'stoa/objects'", JSON.stringify(importableUrl('src/objects/index.ts')))
      .replaceAll('console.log(', 'printed.push([');
    const module = `export const printed: unknown[][] = [];\n${text.replaceAll(/(printed\.push\(\[.*)\);$/gmu, '$1]);')}`;
    const { printed } = await importGenerated<{ printed: unknown[][] }>(t, `example-${at}.ts`, {
      [`example-${at}.ts`]: module,
    });
    t.equal(printed.map((values) => `${values.join(' ')}\n`).join(''), output);
  });

t.test('the limits of docs/objects.md are those there are', async (t) => {
  t.same(
    Object.fromEntries(
      cellsUnder('limit | default | what it bounds').map(([name = '', value]) => [name, Number(value)]),
    ),
    DEFAULT_OBJECT_LIMITS,
  );
});

t.test('the rules of docs/objects.md are those by which documents are refused', async (t) => {
  const source = readFileSync(join(PROJECT, 'src/objects/read/found.ts'), 'utf8');
  const [, union = ''] = /ObjectsRule =([^;]+);/u.exec(source) ?? [];
  const rules = [...union.matchAll(/'([a-z-]+)'/gu)].map(([, rule]) => rule);
  t.same(
    cellsUnder('rule | what is wrong')
      .map(([rule]) => rule)
      .sort(),
    rules.sort(),
  );
});
