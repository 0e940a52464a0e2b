// Writes src/client/generated/*.ts: the typed client of a space, generated from schemas/space.xsd as `stoa generate` does it for any
// service. It runs the sources: node --import=tsx scripts/generate-space-client.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generate } from '../src/generate/index.ts';
import { parseXml } from '../src/xml/index.ts';

const SCHEMA = new URL('../schemas/space.xsd', import.meta.url);
const TARGET = new URL('../src/client/generated/', import.meta.url);
const NAMESPACE = 'urn:stoa:space:1';

/** The modules: what a client that finds, calls and listens needs at once, and what is loaded when it is asked for. */
export const SPACE_CLIENTS = {
  'space.ts': {
    methods: ['lookup', 'renew', 'cancel', 'subscribe', 'openGate', 'refreshGate', 'closeGate'],
    events: ['event'],
  },
  'space-documents.ts': {
    methods: ['publish', 'update', 'read', 'remove', 'spawn', 'destroy', 'policy', 'replaceRoot'],
    events: [],
  },
};

const named = (local) => ({ namespace: NAMESPACE, local });

/** Text of one module; a test compares it with the file. */
export const spaceClientModule = (file) => {
  const { methods, events } = SPACE_CLIENTS[file];
  const schema = { location: 'space.xsd', ...parseXml(readFileSync(SCHEMA)) };
  const face = {
    methods: methods.map((name) => ({
      name,
      request: named(name),
      response: named(`${name}Response`),
      faults: [],
      idempotent: false,
    })),
    events: events.map(named),
    schemas: [schema],
  };
  return generate(
    { name: 'space', interface: face },
    {
      command: 'node --import=tsx scripts/generate-space-client.mjs',
      version: '0.1.0',
      // The methods alone: a bundler leaves out those that nobody calls.
      client: false,
      from: { client: '../contract/model.js', runtime: '../../schema/runtime/index.js' },
      // What stands under our wildcards belongs to others: it is kept as it came.
      wildcards: 'keep',
    },
  ).text;
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const file of Object.keys(SPACE_CLIENTS)) writeFileSync(new URL(file, TARGET), spaceClientModule(file));
