// Prints how large the parts of a generated client are when they are bundled, minified and compressed with gzip, and what is loaded
// later. It bundles the sources: node scripts/bundle-size.mjs [--modules]
import { gzipSync } from 'node:zlib';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** The client whose size is promised. */
export const CLIENT = 'a generated client: find, open, call';

/** What the entry of a bundle says; `stoa/…` means the sources. */
export const PARTS = {
  'the parser of XML': `export { parseXml } from '${ROOT}src/xml/index.ts';`,
  'the runtime of codecs, with one small message': `export { encodeConvert, decodeConverted } from '${ROOT}test/client/browser/unit-converter.ts';`,
  'lookup, events and gates, without codecs of a service': `export { connect } from '${ROOT}src/client/index.ts';`,
  'what every generated client is made of': `export { connect } from '${ROOT}src/client/index.ts'; export { ContractClient } from '${ROOT}src/client/contract/index.ts';`,
  [CLIENT]: `export { connect } from '${ROOT}src/client/index.ts'; export { UnitConverterClient } from '${ROOT}test/client/browser/unit-converter.ts';`,
};

/** What is loaded by an application that listens to events too. */
export const EVENTS = ['src/client/space/events.ts'];

/** What is loaded by one whose calls are proved. */
export const PROOFS = ['src/gate/holder/call-prover.ts', 'src/gate/holder/bound-prover.ts'];

/**
 * Bundles an entry; gives the chunks that are loaded at first, together with the parts that it asks for later, and all others, with their
 * sizes in bytes.
 */
export const measureBundle = async (contents, asked = []) => {
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
    outputFiles.map(({ path, contents: bytes, text }) => [
      relative(ROOT, path),
      { bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, text },
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
  for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) if (asked.includes(entryPoint)) follow(path);
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

/** What is measured: an entry, and what it asks for later. */
const MEASURES = [
  ...Object.entries(PARTS).map(([name, contents]) => [name, contents, []]),
  ['the same, with a subscription to events', PARTS[CLIENT], EVENTS],
  ['the same, with events and proved calls', PARTS[CLIENT], [...EVENTS, ...PROOFS]],
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log('minified   gzip  chunks  later gzip  (kB)');
  for (const [name, contents, asked] of MEASURES) {
    const { first, later, chunks } = await measureBundle(contents, asked);
    const count = String(chunks.filter(({ isFirst }) => isFirst).length).padStart(6);
    console.log(`${kilobytes(first.bytes)}${kilobytes(first.gzip)}${count}${kilobytes(later.gzip)}      ${name}`);
    if (!process.argv.includes('--modules')) continue;
    for (const { module, bytes } of first.modules.toSorted((left, right) => right.bytes - left.bytes).slice(0, 80))
      if (bytes > 0) console.log(`           ${kilobytes(bytes)}  ${module}`);
  }
}
