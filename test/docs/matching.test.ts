import t from 'tap';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareComponents, nameCloseness } from '../../src/schema/index.js';
import type { Direction } from '../../src/schema/index.js';
import { createTestCli } from '../cli/cli-run.js';
import { key } from '../schema/matching/keys.js';
import { read } from '../schema/support.js';
import { PROJECT } from '../support/source-files.js';

const page = readFileSync(join(PROJECT, 'docs', 'matching.md'), 'utf8');

/** Rows of the table under the header that begins with these cells, cells without their code marks. */
const rowsUnder = (...header: readonly string[]): readonly (readonly string[])[] => {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${header.join(' | ')}`));
  const end = lines.findIndex((line, at) => at > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`(.*)`$/u, '$1')),
  );
};

const EXAMPLE =
  /<!-- example: (.+?) -->\s+```xml wanted\n([^]+?)```\s+```xml advertised\n([^]+?)```\s+```text match\n([^]+?)```/gu;
const examples = [...page.matchAll(EXAMPLE)];

t.test('the page has examples', async (t) => {
  t.equal(examples.length, page.split('<!-- example:').length - 1);
  t.ok(examples.length >= 3);
});

for (const [, title = '', wanted = '', advertised = '', output = ''] of examples) {
  t.test(`docs/matching.md prints what stoa match says of ${title}`, async (t) => {
    const cli = createTestCli(t, 'http://127.0.0.1:9/spaces/main');
    const folder = t.testdir({ 'want.xsd': wanted, 'service.xsd': advertised });
    const run = await cli.run('match', join(folder, 'want.xsd'), join(folder, 'service.xsd'));
    t.equal(run.output, output);
  });
}

const assertRow = (
  t: { equal: (found: unknown, wanted: unknown, message: string) => unknown },
  parts: { wanted: string; advertised: string; verdicts: readonly string[] },
): void => {
  const [own, other] = [key(read(parts.wanted)), key(read(parts.advertised))];
  for (const [at, direction] of (['in', 'out'] satisfies Direction[]).entries())
    t.equal(
      compareComponents(own, other, { direction }).verdict,
      parts.verdicts[at],
      `${parts.wanted} ${direction} ${parts.advertised}`,
    );
};

t.test('every row of what fits is so', async (t) => {
  const rows = rowsUnder('wanted', 'advertised', 'in', 'out');
  t.ok(rows.length > 8);
  const typed = (content = ''): string =>
    `<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>`;
  for (const [wanted, advertised, ...verdicts] of rows)
    assertRow(t, { wanted: typed(wanted), advertised: typed(advertised), verdicts });
});

t.test('every row of facets is so', async (t) => {
  const rows = rowsUnder('base', 'wanted', 'base', 'advertised');
  t.ok(rows.length > 5);
  const typed = (base = '', facets = ''): string =>
    `<xs:element name="e"><xs:simpleType><xs:restriction base="${base}">${facets}</xs:restriction></xs:simpleType></xs:element>`;
  for (const [base, wanted, otherBase, advertised, ...verdicts] of rows)
    assertRow(t, { wanted: typed(base, wanted), advertised: typed(otherBase, advertised), verdicts });
});

t.test('the rules are those that the matching knows', async (t) => {
  const listed = rowsUnder('rule', 'what differs').flatMap(([rules = '']) =>
    rules.split(/[`, ]+/u).filter((rule) => rule !== ''),
  );
  const folders = ['matching', 'simple/inclusion'].map((folder) => join(PROJECT, 'src', 'schema', folder));
  const sources = folders.flatMap((folder) =>
    readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')),
  );
  const known = sources.flatMap((source) =>
    [...source.matchAll(/rule: (.+),$/gmu)].flatMap(([, value = '']) =>
      [...value.matchAll(/'([a-z-]+)'/gu)].map(([, rule]) => rule),
    ),
  );
  t.strictSame([...new Set(listed)].sort(), [...new Set(known)].sort());
});

t.test('every row of closeness is so', async (t) => {
  const rows = rowsUnder('one', 'other', 'closeness');
  t.ok(rows.length > 4);
  for (const [one = '', other = '', closeness] of rows)
    t.equal(Math.round(nameCloseness(one, other) * 100) / 100, Number(closeness), `${one} ${other}`);
});
