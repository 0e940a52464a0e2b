import { readFileSync } from 'node:fs';
import t from 'tap';
import { PARTS, measureBundle } from '../../../scripts/bundle-size.mjs';
import { unitConverterClient } from './generate-client.js';

/** Largest first load of a generated client with its gate and events: minified, compressed with gzip, in bytes. */
const MAX_FIRST_LOAD = 34_500;

/** What is loaded only when it is asked for: the reader of schemas, the codec that walks them, comparison, printing, proofs. */
const LATER =
  /src\/(?:schema\/(?:reader|plan|compiled|fingerprint|matching|json-schema|typescript|emit|automaton\/state|instance\/element|codec\/write-content)|advertisement\/|protocol\/(?:schema-texts|own-schemas)|security\/proof\/(?:prover|proof-verifier))|\/(?:@noble\/hashes|jose|lru-cache)\//;

t.test('the client that is measured is what the generator makes of the example', (t) => {
  const file = readFileSync(new URL('unit-converter.ts', import.meta.url), 'utf8');
  t.equal(file, unitConverterClient());
  t.end();
});

const CLIENTS = ['a generated client: find, open, call, events', 'what every generated client is made of'];

for (const name of CLIENTS)
  t.test(`no reader of schemas, no interpreter and no proofs are loaded at first: ${name}`, async (t) => {
    const { first, later } = await measureBundle(PARTS[name] ?? '');
    t.comment(`${String(first.gzip)} bytes at first, ${String(later.gzip)} later`);
    t.ok(first.gzip <= MAX_FIRST_LOAD, `${String(first.gzip)} bytes are at most ${String(MAX_FIRST_LOAD)}`);
    t.same(
      first.modules.filter(({ module, bytes }) => bytes > 0 && LATER.test(module)).map(({ module }) => module),
      [],
      'none of what is for later',
    );
    t.ok(
      later.modules.some(({ module }) => module.includes('schema/reader/')),
      'which is there when a gate without codecs is opened',
    );
  });
