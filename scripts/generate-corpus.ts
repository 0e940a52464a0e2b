// Generates a client and a server for each service description that lies beside the project, compiles all of them under the strictest
// flags, in batches, and prints what the compiler says: node --import=tsx scripts/generate-corpus.ts [COUNT]
import { readWsdl } from '../src/bridge/soap/index.js';
import { StoaError } from '../src/base/index.js';
import { fromAdvertisement, generate } from '../src/generate/index.js';
import { compileGenerated } from '../test/generate/compile.js';
import { findWsdlCorpus } from '../test/support/wsdl-corpus.js';

const BATCH = 60;

const count = Number(process.argv[2] ?? 'Infinity');
const corpus = (findWsdlCorpus() ?? []).slice(0, count);
const modules: [string, string][] = [];
let refused = 0;
let longest = { name: '', length: 0 };
const began = process.hrtime.bigint();

for (const { name, bytes } of corpus) {
  for (const service of readWsdl({ location: name, bytes }).services) {
    try {
      const source = fromAdvertisement(service.text);
      const { text } = generate(source, { command: 'stoa generate', version: '0.0.0', server: true });
      if (text.length > longest.length) longest = { name, length: text.length };
      modules.push([`${name.replace(/[^\w]+/g, '-')}-${modules.length}.ts`, text]);
    } catch (thrown) {
      refused += 1;
      console.log(`${name}: ${StoaError.from(thrown).message}`);
    }
  }
}
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
console.log(
  `${modules.length} modules in ${seconds.toFixed(1)} s, ${refused} refused; longest ${longest.length} characters (${longest.name})`,
);

let problems = 0;
for (let at = 0; at < modules.length; at += BATCH) {
  const found = compileGenerated(Object.fromEntries(modules.slice(at, at + BATCH)));
  problems += found.length;
  for (const line of found) console.log(line);
}
console.log(`${problems} problems`);
process.exitCode = problems + refused > 0 ? 1 : 0;
