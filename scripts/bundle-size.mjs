// Prints how large the parts of a generated client are when they are bundled, minified and compressed with gzip, and what is loaded
// later. It bundles the sources: node scripts/bundle-size.mjs [--modules]
import { gzipSync } from 'node:zlib';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** What the entry of a bundle says; `stoa/…` means the sources. */
export const PARTS = {
  'the parser of XML': `export { parseXml } from '${ROOT}src/xml/index.ts';`,
  'the runtime of codecs, with one small message': `export { encodeConvert, decodeConverted } from '${ROOT}test/client/browser/unit-converter.ts';`,
  'lookup, events and gates, without codecs of a service': `export { connect } from '${ROOT}src/client/index.ts';`,
  'what every generated client is made of': `export { connect } from '${ROOT}src/client/index.ts'; export { ContractClient } from '${ROOT}src/client/contract/index.ts';`,
  'a generated client: find, open, call, events': `export { connect } from '${ROOT}src/client/index.ts'; export { UnitConverterClient } from '${ROOT}test/client/browser/unit-converter.ts';`,
};

/** Bundles an entry; gives its first chunk and those that are loaded later, with their sizes in bytes. */
export const measureBundle = async (contents) => {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: ROOT, loader: 'ts', sourcefile: 'entry.ts' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'silent',
    absWorkingDir: ROOT,
  });
  const sizes = new Map(
    outputFiles.map(({ path, contents: bytes }) => [
      relative(ROOT, path),
      { bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length },
    ]),
  );
  const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === 'entry.ts') ?? [];
  const first = new Set();
  const follow = (path) => {
    if (first.has(path)) return;
    first.add(path);
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement') follow(next);
  };
  follow(entry);
  const chunks = Object.entries(metafile.outputs).map(([path, { inputs }]) => ({
    path,
    ...sizes.get(path),
    isFirst: first.has(path),
    modules: Object.entries(inputs).map(([module, { bytesInOutput }]) => ({ module, bytes: bytesInOutput })),
  }));
  const sum = (chosen, unit) => chosen.reduce((total, chunk) => total + chunk[unit], 0);
  const [now, later] = [chunks.filter(({ isFirst }) => isFirst), chunks.filter(({ isFirst }) => !isFirst)];
  return {
    chunks,
    first: { bytes: sum(now, 'bytes'), gzip: sum(now, 'gzip'), modules: now.flatMap(({ modules }) => modules) },
    later: { bytes: sum(later, 'bytes'), gzip: sum(later, 'gzip'), modules: later.flatMap(({ modules }) => modules) },
  };
};

const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(7);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log('minified   gzip  later gzip  (kB)');
  for (const [name, contents] of Object.entries(PARTS)) {
    const { first, later } = await measureBundle(contents);
    console.log(`${kilobytes(first.bytes)}${kilobytes(first.gzip)}${kilobytes(later.gzip)}      ${name}`);
    if (!process.argv.includes('--modules')) continue;
    for (const { module, bytes } of first.modules.toSorted((left, right) => right.bytes - left.bytes).slice(0, 80))
      if (bytes > 0) console.log(`           ${kilobytes(bytes)}  ${module}`);
  }
}
