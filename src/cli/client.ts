import { StoaError, fromUtf8, given } from '../base/index.js';
import type { ClientFile, ConfiguredClient } from '../server/index.js';
import type { Command, CommandContext } from './command.js';
import { toJsonText } from './json.js';
import { formatTable } from './table.js';

const openFile = async ({ values, environment }: CommandContext): Promise<ClientFile> => {
  const [file, data] = [values.text('config'), values.text('data')];
  const flags = given('data', data);
  const { createClientFile, loadConfiguration, toClientsPath } = await import('../server/index.js');
  return createClientFile(toClientsPath(await loadConfiguration({ flags, environment, ...given('file', file) })));
};

const getName = ({ positionals }: CommandContext): string => {
  const name = positionals[1];
  if (name === undefined) throw new StoaError('USAGE', 'expected the name of a client');
  return name;
};

const add = async (context: CommandContext): Promise<number> => {
  const { values, format, print, note } = context;
  const [id, keyFile] = [getName(context), values.text('key')];
  const jwk = keyFile === undefined ? undefined : fromUtf8(await context.readInput(keyFile));
  const groups = values.texts('group');
  const clients = await openFile(context);
  const secret = await clients.add({ id, groups, replace: values.flag('replace'), ...given('jwk', jwk) });
  if (format === 'json') print(toJsonText({ id, groups, ...given('secret', secret) }));
  else if (secret === undefined) print(`client ${id} added, with its key`);
  else print(secret);
  if (secret !== undefined) note(`the secret of ${id} is shown this once: put it where only the program reads it`);
  note('a running space knows it at once, if it issues tokens: stoa serve --auth');
  return 0;
};

const kindOf = ({ jwk }: ConfiguredClient): string => (jwk === undefined ? 'secret' : 'key');

const list = async (context: CommandContext): Promise<number> => {
  const clients = await (await openFile(context)).list();
  const rows = clients.map((client) => ({ id: client.id, by: kindOf(client), groups: client.groups ?? [] }));
  if (context.format === 'json') context.print(toJsonText(rows));
  else if (rows.length === 0) context.note('no clients; stoa client add NAME adds one');
  else {
    const cells = rows.map(({ id, by, groups }) => [id, by, groups.join(', ')]);
    for (const line of formatTable([['NAME', 'BY', 'GROUPS'], ...cells])) context.print(line);
  }
  return 0;
};

const remove = async (context: CommandContext): Promise<number> => {
  const id = getName(context);
  if (!(await (await openFile(context)).remove(id))) {
    context.note(`there is no client '${id}'`);
    return 1;
  }
  context.print(`client ${id} removed; tokens that it has hold until they end`);
  return 0;
};

const ACTIONS: Readonly<Record<string, (context: CommandContext) => Promise<number>>> = { add, list, remove };

/** Registers programs with the built-in issuer. */
export const client: Command = {
  name: 'client',
  summary: 'register programs that get tokens from the space on this machine',
  usage: 'add|list|remove [NAME]',
  options: {
    group: { type: 'string', short: 'g', multiple: true, placeholder: 'GROUP', help: 'group that policies may name' },
    key: { type: 'string', placeholder: 'FILE', help: 'public JWK of a program that signs, instead of a secret' },
    replace: { type: 'boolean', help: 'put it in the place of one of that name: a new secret' },
    data: { type: 'string', short: 'd', placeholder: 'FOLDER', help: 'folder of the store, as for stoa serve' },
    config: { type: 'string', placeholder: 'FILE', help: 'configuration file, as for stoa serve' },
  },
  examples: [
    'stoa client add billing --group ops',
    'STOA_CLIENT_ID=billing STOA_CLIENT_SECRET=… stoa publish service.xml',
    'stoa client list',
  ],
  run: async (context) => {
    const [name = ''] = context.positionals;
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined)
      throw new StoaError('USAGE', `expected add, list or remove, got '${name}'`, { hint: 'stoa client --help' });
    return action(context);
  },
};
