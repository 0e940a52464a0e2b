import { StoaError, given } from '../base/index.js';
import type { RunningServer } from '../server/index.js';
import type { Command } from './command.js';
import { untilAborted } from './until-aborted.js';

/** Options of `serve` by the configuration key that each one sets. */
const KEYS: Readonly<Record<string, string>> = {
  data: 'data',
  store: 'store',
  host: 'host',
  port: 'port',
  'public-url': 'publicUrl',
  spaces: 'spaces',
  'log-level': 'logLevel',
  'insecure-open-to-network': 'insecureOpenToNetwork',
};

const toFlags = (
  text: (option: string) => string | undefined,
  flag: (option: string) => boolean,
): Readonly<Record<string, unknown>> => {
  const [cert, key] = [text('tls-cert'), text('tls-key')];
  const flags: Record<string, unknown> = {
    ...(flag('auth') && { auth: { builtin: true } }),
    ...(flag('neighbours') && { discovery: { neighbours: true } }),
    ...((cert ?? key) !== undefined && { tls: { ...given('cert', cert), ...given('key', key) } }),
  };
  for (const [option, key] of Object.entries(KEYS)) {
    const value = text(option);
    if (value !== undefined) flags[key] = key === 'port' ? toPort(value) : value;
    else if (flag(option)) flags[key] = true;
  }
  return flags;
};

const toPort = (value: string): number => {
  const port = Number(value);
  if (!Number.isInteger(port)) throw new StoaError('USAGE', `expected a number for --port, got '${value}'`);
  return port;
};

/** SIGHUP reads the files of the certificate again, SIGUSR2 makes new signing keys; returns what ends that. */
const listenToOperator = (server: RunningServer): (() => void) => {
  // What fails is logged by the server.
  const handlers = {
    SIGHUP: () => void server.reload(),
    SIGUSR2: () => void server.rotateKeys().catch(() => undefined),
  };
  for (const [signal, handle] of Object.entries(handlers)) process.on(signal, handle);
  return () => {
    for (const [signal, handle] of Object.entries(handlers)) process.off(signal, handle);
  };
};

/** Runs a space until interrupted. */
export const serve: Command = {
  name: 'serve',
  summary: 'run a space on this machine',
  usage: '',
  options: {
    port: {
      type: 'string',
      short: 'p',
      placeholder: 'NUMBER',
      help: 'port to listen on (default 7862; 0: any free one)',
    },
    host: { type: 'string', placeholder: 'ADDRESS', help: 'address to listen on (default 127.0.0.1)' },
    data: {
      type: 'string',
      short: 'd',
      placeholder: 'FOLDER',
      help: 'where the store is (default ~/.local/share/stoa)',
    },
    store: { type: 'string', placeholder: 'lmdb|memory', help: 'memory forgets all at the end' },
    'public-url': { type: 'string', placeholder: 'URL', help: 'what URLs in answers begin with' },
    spaces: { type: 'string', placeholder: 'FOLDER', help: 'folder of the declared spaces' },
    config: { type: 'string', placeholder: 'FILE', help: 'configuration file (default stoa.json, if there is one)' },
    'log-level': { type: 'string', placeholder: 'LEVEL', help: 'silent, fatal, error, warn, info, debug, trace' },
    auth: { type: 'boolean', help: 'ask callers who they are, and issue tokens to clients (stoa client add)' },
    'tls-cert': { type: 'string', placeholder: 'FILE', help: 'certificate with its chain in PEM: speak https' },
    'tls-key': { type: 'string', placeholder: 'FILE', help: 'private key of the certificate in PEM' },
    neighbours: { type: 'boolean', help: 'take services of the local link, as printers and speakers, in as devices' },
    'insecure-open-to-network': {
      type: 'boolean',
      help: 'needed to listen beyond this machine without --auth: nobody is asked who they are',
    },
  },
  examples: [
    'stoa serve',
    'stoa serve --port 8000 --data ./space',
    'stoa serve --host 0.0.0.0 --auth --tls-cert cert.pem --tls-key key.pem',
  ],
  run: async (context) => {
    // Other commands do not wait until the server is loaded.
    const { loadConfiguration, startServer } = await import('../server/index.js');
    const file = context.values.text('config');
    const configuration = await loadConfiguration({
      flags: toFlags(context.values.text, context.values.flag),
      environment: context.environment,
      defaults: { discovery: { backend: 'builtin' } },
      ...(file !== undefined && { file }),
    });
    const server = await startServer(configuration);
    for (const space of server.spaces.declared())
      context.print(`space ${space.name} at ${server.url}/spaces/${space.alias ?? space.id}`);
    context.note('stop with Ctrl-C; next: stoa publish FILE, stoa lookup, stoa import FILE.wsdl');
    const stopListening = listenToOperator(server);
    await untilAborted(context.signal);
    stopListening();
    context.note('stopping: calls under way may end');
    await server.close();
    return 0;
  },
};
