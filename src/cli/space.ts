import { StoaError, given } from '../base/index.js';
import type { Command } from './command.js';
import { toJsonText } from './json.js';

/** Tells whoever runs the server on this machine what rules its spaces. */
export const space: Command = {
  name: 'space',
  summary: 'print the root credential of a space that the server on this machine declares',
  usage: 'root [NAME]',
  options: {
    data: { type: 'string', short: 'd', placeholder: 'FOLDER', help: 'folder of the store, as for stoa serve' },
    config: { type: 'string', placeholder: 'FILE', help: 'configuration file, as for stoa serve' },
  },
  examples: ['stoa space root', 'STOA_CREDENTIAL=$(stoa space root main) stoa policy grant group:ops publish'],
  run: async ({ positionals, values, environment, format, print, note }) => {
    const [action = '', name = 'main'] = positionals;
    if (action !== 'root')
      throw new StoaError('USAGE', `expected root, got '${action}'`, { hint: 'stoa space --help' });
    const [file, data] = [values.text('config'), values.text('data')];
    const flags = given('data', data);
    const { loadConfiguration, readRoots } = await import('../server/index.js');
    const roots = await readRoots(await loadConfiguration({ flags, environment, ...given('file', file) }));
    const found = roots.find(({ alias, id }) => alias === name || id === name);
    if (found === undefined) {
      const known = roots.map(({ alias }) => alias).join(', ');
      throw new StoaError('USAGE', `the server declares no space '${name}'`, {
        hint: `it declares: ${known || 'none'}`,
      });
    }
    print(format === 'json' ? toJsonText(found) : found.root);
    note(`whoever has this rules the space ${found.alias}: keep it as you keep the data folder`);
    return 0;
  },
};
