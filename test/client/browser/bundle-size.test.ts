import { readFileSync } from 'node:fs';
import t from 'tap';
import { CLIENT, EVENTS, PARTS, PROOFS, measureBundle } from '../../../scripts/bundle-size.mjs';
import { unitConverterClient } from './generate-client.js';

/**
 * The largest client: all that is loaded before and during plain calls and a subscription to events, every chunk minified and compressed
 * with gzip, in bytes. A test in a browser holds that no more is loaded.
 */
const MAX_LOAD = 25_000;

/** The largest with proofs of calls, for gates that are bound to a key. */
const MAX_PROVED_LOAD = 33_000;

/** The largest of one that listens to no events. */
const MAX_FIRST_LOAD = 22_000;

/** Most chunks of a first load: what is in several compresses less well, and each is a request. */
const MAX_CHUNKS = 5;

/** What is loaded only when it is asked for: the reader of schemas, the codec that walks them, comparison, printing, proofs. */
const LATER =
  /src\/(?:schema\/(?:reader|plan|compiled|fingerprint|matching|json-schema|typescript|emit|automaton|simple|pattern|model|instance\/(?:element|visit|text)|codec\/w|runtime\/whole)|xml\/(?:parser|write-xml|chars)|advertisement\/|base\/error-codes|protocol\/(?:schema-texts|own-schemas|read-problem)|security\/(?:proof|read-credential))|\/(?:@noble\/hashes|jose|lru-cache)\//;

t.test('the client that is measured is what the generator makes of the example', (t) => {
  const file = readFileSync(new URL('unit-converter.ts', import.meta.url), 'utf8');
  t.equal(file, unitConverterClient());
  t.end();
});

const isLater = ({ module, bytes }: { readonly module: string; readonly bytes: number }): boolean =>
  bytes > 0 && LATER.test(module);

const LOADS = [
  { name: CLIENT, asked: [], most: MAX_FIRST_LOAD },
  { name: 'what every generated client is made of', asked: [], most: MAX_FIRST_LOAD },
  { name: CLIENT, asked: EVENTS, most: MAX_LOAD },
];

for (const { name, asked, most } of LOADS)
  t.test(`nothing that is for later is loaded at first: ${name}, with ${asked.join() || 'no events'}`, async (t) => {
    const { first, later, chunks } = await measureBundle(PARTS[name] ?? '', asked);
    t.comment(`${String(first.gzip)} bytes at first, ${String(later.gzip)} later`);
    t.ok(first.gzip <= most, `${String(first.gzip)} bytes are at most ${String(most)}`);
    t.same(first.modules.filter(isLater), [], 'none of what is for later');
    t.ok(
      later.modules.some(({ module }) => module.includes('schema/reader/')),
      'which is there when a gate without codecs is opened',
    );
    const count = chunks.filter(({ isFirst }) => isFirst).length;
    t.ok(count <= MAX_CHUNKS + asked.length, `${String(count)} chunks`);
  });

t.test('proofs of calls bring what makes them, and nothing that reads schemas or problems', async (t) => {
  const { first } = await measureBundle(PARTS[CLIENT] ?? '', [...EVENTS, ...PROOFS]);
  t.comment(`${String(first.gzip)} bytes`);
  t.ok(first.gzip <= MAX_PROVED_LOAD, `${String(first.gzip)} bytes are at most ${String(MAX_PROVED_LOAD)}`);
  const own = /src\/security\/(?:proof|read-credential)|\/@noble\/hashes\//;
  t.same(
    first.modules.filter((each) => isLater(each) && !own.test(each.module)),
    [],
  );
});
