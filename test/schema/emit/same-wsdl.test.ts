import t from 'tap';
import { readWsdl } from '../../../src/bridge/soap/index.js';
import type { SchemaPart } from '../../../src/advertisement/index.js';
import { readSchema } from '../../../src/schema/index.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { findWsdlCorpus } from '../../support/wsdl-corpus.js';
import { findDifference } from './random-difference.js';
import { loadStandalone } from './standalone.js';

const corpus = findWsdlCorpus();
const skip = corpus === undefined ? 'the service descriptions are not beside the project (../shared/wsdl)' : false;

/** Every how many-th description is taken. */
const STRIDE = Number(process.env['EMIT_STRIDE'] ?? 40);

const schemasOf = (name: string, bytes: Uint8Array): readonly (readonly SchemaPart[])[] =>
  readWsdl({ location: name, bytes }).services.flatMap(({ advertisement }) =>
    advertisement.interface === undefined ? [] : [advertisement.interface.schemas],
  );

t.test(
  '[marshal:same] messages of real services, right and wrong, are treated alike by emitted codecs',
  { skip, timeout: 120_000 },
  async (t) => {
    let compared = 0;
    for (const { name, bytes } of (corpus ?? []).filter((_, at) => at % STRIDE === Math.min(3, STRIDE - 1))) {
      for (const documents of schemasOf(name, bytes)) {
        const schema = readSchema(documents);
        const declarations = [...schema.model.elements.values()].slice(0, 12);
        const standalone = await loadStandalone(
          schema,
          declarations.map((declaration) => declaration.name),
        );
        for (const [at, declaration] of declarations.entries()) {
          const difference = findDifference({ schema, standalone }, declaration, createSeededRandom(at));
          if (difference !== undefined) t.fail(`${name}: ${difference.slice(0, 2000)}`);
          compared++;
        }
      }
    }
    t.comment(JSON.stringify({ compared }));
    t.ok(compared > 100, 'enough was compared');
  },
);
