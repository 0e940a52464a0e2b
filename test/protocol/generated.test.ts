import { readFileSync } from 'node:fs';
import t from 'tap';
import { PROTOCOL_CODECS, protocolCodecsModule } from '../../scripts/emit-protocol-codecs.mjs';

for (const name of PROTOCOL_CODECS)
  t.test(`src/protocol/generated/${name}.ts is what its schema says`, async (t) => {
    const file = readFileSync(new URL(`../../src/protocol/generated/${name}.ts`, import.meta.url), 'utf8');
    t.equal(file, await protocolCodecsModule(name), 'run: node --import=tsx scripts/emit-protocol-codecs.mjs');
    t.equal(await protocolCodecsModule(name), file, 'and the same again');
  });
