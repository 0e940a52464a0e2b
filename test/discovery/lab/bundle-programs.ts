import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT } from '../../support/source-files.js';

/** What runs on the hosts of the lab. */
const PROGRAMS = ['src/cli/main.ts', 'test/discovery/lab/link-agent.ts', 'test/discovery/lab/ws-agent.ts'];

/**
 * Bundles the programs of the lab into `folder`, which is in the project: some thirty processes start in the lab, and to load many modules takes
 * each of them twice as long. In what is bundled `import.meta.url` is that of the source, as it is in what is compiled for tests.
 */
export const bundlePrograms = async (folder: string): Promise<void> => {
  await build({
    entryPoints: PROGRAMS.map((path) => join(PROJECT, path)),
    outbase: PROJECT,
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
    plugins: [
      {
        name: 'urls of sources',
        setup: ({ onLoad }) => {
          onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            const text = await readFile(path, 'utf8');
            const contents = text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
            return { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
};
