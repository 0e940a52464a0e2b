import type { Command, CommandOption } from './command.js';

/** Options that every command takes. */
export const COMMON_OPTIONS: Readonly<Record<string, CommandOption>> = {
  space: {
    type: 'string',
    short: 's',
    placeholder: 'URL',
    help: 'the space to speak to (STOA_SPACE; default http://127.0.0.1:7862/spaces/main)',
  },
  credential: { type: 'string', placeholder: 'TEXT', help: 'credential that admits to the space (STOA_CREDENTIAL)' },
  json: { type: 'boolean', help: 'print JSON for programs' },
  xml: { type: 'boolean', help: 'print the XML message for programs' },
  help: { type: 'boolean', short: 'h', help: 'show this help' },
};

const optionLine = ([name, option]: readonly [string, CommandOption]): string => {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  const value = option.type === 'string' ? ` ${option.placeholder ?? 'TEXT'}` : '';
  return `  ${short}${`--${name}${value}`.padEnd(24)} ${option.help}`;
};

/** Help of one command. */
export const commandHelp = (command: Command): string =>
  [
    `stoa ${command.name} ${command.usage}`.trimEnd(),
    '',
    command.summary,
    '',
    'Options',
    ...Object.entries({ ...command.options, ...COMMON_OPTIONS }).map(optionLine),
    '',
    'Examples',
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n');

/** The list of commands. */
export const generalHelp = (commands: readonly Command[]): string =>
  [
    'stoa: a space where services are found by contract and called with types',
    '',
    'stoa COMMAND [ARGUMENTS] [OPTIONS]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`),
    '',
    'stoa COMMAND --help says more; start with: stoa serve',
  ].join('\n');
