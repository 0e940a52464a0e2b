import { parseArgs } from 'node:util';
import { StoaError } from '../../base/index.js';
import type { Command, CommandValues } from '../command.js';

/** Options of `generate` that say what is generated. */
export const SOURCE_OPTIONS: Command['options'] = {
  schema: {
    type: 'string',
    multiple: true,
    placeholder: 'FILE',
    help: 'partial schema (XSD): for the best service in the space that answers it',
  },
  advertisement: { type: 'string', short: 'a', placeholder: 'FILE', help: 'for the service of this advertisement' },
  xsd: { type: 'string', multiple: true, placeholder: 'FILE', help: 'for the methods that --method makes of a schema' },
  method: {
    type: 'string',
    multiple: true,
    placeholder: 'SPEC',
    help: 'a method of --xsd: NAME=REQUEST[:RESPONSE[:FAULT…]]',
  },
  name: { type: 'string', placeholder: 'NAME', help: 'what classes are called after (default: the service)' },
  methods: { type: 'string', placeholder: 'A,B', help: 'these methods alone' },
  server: { type: 'boolean', help: 'also typed handlers, for a server' },
  space: { type: 'string', placeholder: 'URL', help: 'the space to ask' },
};

/** What is generated, as a command line says it. */
export interface GenerateArguments {
  /** Name or id of a service in the space. */
  readonly service: string | undefined;
  readonly schema: readonly string[];
  readonly advertisement: string | undefined;
  readonly xsd: readonly string[];
  readonly method: readonly string[];
  readonly name: string | undefined;
  readonly methods: readonly string[] | undefined;
  readonly server: boolean;
  readonly space: string | undefined;
}

/** Reads the arguments of a command line. */
export const readArguments = (positionals: readonly string[], values: CommandValues): GenerateArguments => ({
  service: positionals[0],
  schema: values.texts('schema'),
  advertisement: values.text('advertisement'),
  xsd: values.texts('xsd'),
  method: values.texts('method'),
  name: values.text('name'),
  methods: values
    .text('methods')
    ?.split(',')
    .map((method) => method.trim())
    .filter((method) => method !== ''),
  server: values.flag('server'),
  space: values.text('space'),
});

/** Whether anything says what is generated. */
export const namesSource = ({ service, schema, advertisement, xsd }: GenerateArguments): boolean =>
  service !== undefined || schema.length > 0 || advertisement !== undefined || xsd.length > 0;

const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** The command line that has these arguments. */
export const toCommandLine = (given: GenerateArguments, output: string | undefined): string => {
  const option = (name: string, texts: readonly (string | undefined)[]): readonly string[] =>
    texts.flatMap((text) => (text === undefined ? [] : [`--${name}`, quote(text)]));
  return [
    'stoa generate',
    ...(given.service === undefined ? [] : [quote(given.service)]),
    ...option('schema', given.schema),
    ...option('advertisement', [given.advertisement]),
    ...option('xsd', given.xsd),
    ...option('method', given.method),
    ...option('name', [given.name]),
    ...option('methods', [given.methods?.join(',')]),
    ...(given.server ? ['--server'] : []),
    ...option('space', [given.space]),
    ...option('output', [output]),
  ].join(' ');
};

/** Words of a line as a shell takes them; what {@link toCommandLine} quotes is all that is known. */
const splitWords = (line: string): readonly string[] =>
  [...line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) =>
    word.replace(
      /'([^']*)'|\\(.)/g,
      (_, quoted: string | undefined, escaped: string | undefined) => quoted ?? escaped ?? '',
    ),
  );

/** The arguments of the command line that a generated file tells. @throws {StoaError} `USAGE` for another line */
export const parseCommandLine = (line: string): GenerateArguments => {
  const [, , ...args] = splitWords(line);
  const options: Record<string, { type: 'string' | 'boolean'; multiple?: boolean }> = { output: { type: 'string' } };
  for (const [name, { type, multiple = false }] of Object.entries(SOURCE_OPTIONS)) options[name] = { type, multiple };
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    const texts = (name: string): readonly string[] => [values[name]].flat().filter((text) => typeof text === 'string');
    return readArguments(positionals, { texts, text: (name) => texts(name)[0], flag: (name) => values[name] === true });
  } catch (cause) {
    throw new StoaError('USAGE', `the file was made by a command line that is not understood: ${line.slice(0, 200)}`, {
      cause,
    });
  }
};
