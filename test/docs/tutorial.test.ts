import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { startHouse } from '../client/space-house.js';
import { createTestCli } from '../cli/cli-run.js';
import { compileGenerated } from '../generate/compile.js';
import { PROJECT } from '../support/source-files.js';
import { collectOutcome, readLines, spawnTypescript } from '../support/spawn-typescript.js';

const SPACE = 'http://127.0.0.1:7862/spaces/main';
const PACKAGE: Readonly<Record<string, string>> = {
  stoa: 'src/index.ts',
  'stoa/client': 'src/client/index.ts',
  'stoa/client/v1': 'src/client/contract/index.ts',
  'stoa/runtime/v1': 'src/schema/runtime/index.ts',
};

interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

const readBlocks = (): readonly Block[] =>
  [...readFileSync(join(PROJECT, 'docs/tutorial.md'), 'utf8').matchAll(/```(\w+)(?: (\S+))?\n(.*?)```/gs)].map(
    ([, language = '', file, text = '']) => ({ language, file, text }),
  );

t.test('the tutorial leads from nothing to a typed call, as it stands there', async (t) => {
  const { url } = await startHouse(t);
  const folder = t.testdir({});
  const cli = createTestCli(t, url);
  const sources: Record<string, string> = {};
  let printed = '';

  const inPackage = (text: string): string =>
    text.replace(
      /from '(stoa[^']*)'/g,
      (_, name: string) => `from ${JSON.stringify(join(PROJECT, PACKAGE[name] ?? name))}`,
    );
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), inPackage(text.replaceAll(SPACE, url)));
  };
  const generate = async (words: readonly string[]): Promise<void> => {
    const args = words.map((word) => (/\.(?:ts|xsd)$/.test(word) ? join(folder, word) : word));
    const { code, output, errors } = await cli.run(...args);
    t.equal(code, 0, errors);
    printed = output;
    const made = words[words.indexOf('-o') + 1] ?? '';
    if (words.includes('--check')) return;
    sources[made] = readFileSync(join(folder, made), 'utf8');
    write(made, sources[made] ?? '');
  };
  const run = async (file: string): Promise<void> => {
    const child = spawnTypescript(pathToFileURL(join(folder, file)));
    t.teardown(() => child.kill('SIGKILL'));
    if (file === 'client/main.ts') {
      const { stdout, stderr, exitCode } = await collectOutcome(child);
      t.equal(exitCode, 0, stderr);
      printed = stdout;
      return;
    }
    child.stderr.pipe(process.stderr);
    for await (const line of readLines(child)) {
      t.match(line, /^greeter takes messages at http:/);
      break;
    }
  };

  for (const { language, file, text } of readBlocks()) {
    if (file !== undefined) {
      if (language === 'ts') sources[file] = text;
      write(file, text);
    } else if (language === 'text') t.equal(printed, text);
    else
      for (const line of text.trim().split('\n')) {
        const words = line.split(' ');
        if (words[0] === 'stoa') await generate(words.slice(1));
        if (words[0] === 'npx') await run(words[2] ?? '');
      }
  }
  t.same(Object.keys(sources).sort(), ['client/greeter.ts', 'client/main.ts', 'greeter.ts', 'service.ts']);
  t.same(compileGenerated(sources), []);
  const french = { ...sources, 'client/main.ts': (sources['client/main.ts'] ?? '').replace("'el'", "'fr'") };
  t.match(compileGenerated(french), [/main\.ts.*'"fr"' is not assignable to type 'Language'/]);
});
