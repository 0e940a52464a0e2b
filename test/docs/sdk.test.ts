import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { fromAdvertisement } from '../../src/generate/index.js';
import { compileGenerated } from '../generate/compile.js';
import { generateFor } from '../generate/support.js';
import { PROJECT } from '../support/source-files.js';

const generated = (name: string): string =>
  generateFor(fromAdvertisement(readFileSync(join(PROJECT, 'examples', `${name}.xml`), 'utf8')), { server: true });

/** What the examples take for given. */
const GIVEN = `
import type { Hit } from 'stoa/client';
import type { UnitConverterHandlers } from './unit-converter.js';
import type { SiteSurveyClient } from './site-survey.js';
declare global {
  var hit: Hit;
  var survey: SiteSurveyClient;
  var toUnit: (value: string, unit: string, to: string) => string;
}
export type Kept = UnitConverterHandlers;
`;

const readBlocks = (page: string): readonly string[] =>
  [...readFileSync(join(PROJECT, page), 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(([, text = '']) => text);

/** A page shows pieces; what an earlier one imports a later one may use. */
const IMPORTS =
  "import { is, narrow } from 'stoa/client';\nimport { UnitConverterClient } from './unit-converter.js';\n";
const toModule = (block: string): string => (block.includes('import ') ? block : IMPORTS + block);

t.test('the examples of README.md and docs/sdk.md compile as they stand there', (t) => {
  const own = readBlocks('docs/sdk.md').filter((block) => !/restrict\(|codecs \}/.test(block));
  const blocks = [...readBlocks('README.md'), ...own];
  t.ok(blocks.length >= 7);
  for (const block of readBlocks('README.md')) t.ok(block.trim().split('\n').length < 20);
  const found = compileGenerated({
    'unit-converter.ts': generated('unit-converter'),
    'site-survey.ts': generated('site-survey'),
    'given.ts': GIVEN,
    ...Object.fromEntries(blocks.map((block, at) => [`block-${at}.ts`, `${toModule(block)}\nexport {};\n`])),
  });
  t.same(
    found.filter((line) => !/never read|are unused|All imports in import/.test(line)),
    [],
  );
  t.end();
});
