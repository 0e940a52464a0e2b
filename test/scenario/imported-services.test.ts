import t from 'tap';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { connect } from '../../src/client/index.js';
import { createTestCli } from '../cli/cli-run.js';
import { startTestServer } from '../http/support/test-server.js';
import { makeDataDirectory } from '../support/data-directory.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { writtenSchemas } from '../support/advertised-schemas.js';
import { findWsdlCorpus } from '../support/wsdl-corpus.js';

/** How many of the descriptions are imported; `STOA_WSDL_FILES=1080` takes all. */
const FILES = Number(process.env['STOA_WSDL_FILES'] ?? 40);
/** How many of the imported services are looked up by their own schema. */
const LOOKED_UP = 12;

const corpus = findWsdlCorpus();
const skip = corpus ? false : 'the descriptions are not beside the project (../shared/wsdl)';

t.test(
  '[space:lookup-partial] real services stand in one space, each found by its name and by its schema',
  { skip },
  async (t) => {
    const random = createSeededRandom(31);
    const sample = random.shuffle(corpus ?? []).slice(0, FILES);
    const server = await startTestServer(t);
    const url = `${server.url}/spaces/main`;
    const folder = makeDataDirectory(t);
    mkdirSync(folder);
    for (const { name, bytes } of sample) writeFileSync(join(folder, basename(name)), bytes);
    const { code, output, errors } = await createTestCli(t, url).run(
      'import',
      ...sample.map(({ name }) => join(folder, basename(name))),
    );
    t.equal(code, 0, output + errors);
    t.comment(output.split('\n', 1)[0] ?? '');

    const space = connect(url);
    const services = [];
    for await (const hit of space.lookupAll({ kinds: ['service'] })) services.push(hit);
    t.ok(services.length >= FILES * 0.9);
    for (const { entry, advertisement } of random.shuffle(services).slice(0, LOOKED_UP)) {
      const named = await space.lookup({ name: entry.name });
      t.ok(
        named.hits.some((hit) => hit.entry.id === entry.id),
        `${entry.name} by name`,
      );
      const found = [];
      for await (const hit of space.lookupAll({
        schema: writtenSchemas(advertisement).map(({ location, text }) => ({ location, xml: text })),
      }))
        found.push(hit.entry.id);
      t.ok(found.includes(entry.id), `${entry.name} by its schema`);
    }
  },
);
