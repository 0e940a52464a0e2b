import { join } from 'node:path';
import { StoaError, fromUtf8 } from '../../base/index.js';
import { compareContracts, generate as generateText, readGenerated } from '../../generate/index.js';
import type { Command, CommandContext, SeekSpace } from '../command.js';
import { SOURCE_OPTIONS, namesSource, parseCommandLine, readArguments, toCommandLine } from '../generate/arguments.js';
import { comparisonLines } from '../generate/change-lines.js';
import { findSource } from '../generate/find-source.js';
import { seekDocument, seekHit } from '../find-document.js';
import { toJsonText } from '../json.js';

/** Compares what a file was made for with what is there now; 1 when the client that it holds cannot be used any more. */
const check = async (context: CommandContext, output: string): Promise<number> => {
  const made = readGenerated(fromUtf8(await context.readInput(output)));
  const asked = readArguments(context.positionals, context.values);
  const given = namesSource(asked) ? asked : parseCommandLine(made.command);
  const source = await findSource(context, given);
  const comparison = compareContracts(made.interface, source.interface, { whole: given.methods === undefined });
  if (context.format === 'json') context.print(toJsonText({ name: source.name, ...comparison }));
  else for (const line of comparisonLines(source.name, comparison)) context.print(line);
  if (comparison.breaks) context.note(`make the client anew: ${toCommandLine(given, output)}`);
  return comparison.breaks || (comparison.changed && context.values.flag('exact')) ? 1 : 0;
};

const write = async (context: CommandContext, output: string | undefined): Promise<number> => {
  const given = readArguments(context.positionals, context.values);
  const source = await findSource(context, given);
  const { methods, server } = given;
  const { text, fileName } = generateText(source, {
    ...(methods !== undefined && { methods }),
    server,
    command: toCommandLine(given, output),
    version: context.version,
  });
  if (output === undefined) {
    context.print(text.trimEnd());
    return 0;
  }
  const path = /[/\\]$|^\.{1,2}$/.test(output) ? join(output, fileName) : output;
  await context.writeOutput(path, text);
  context.note(`wrote ${path}`);
  return 0;
};

/** Spaces that have the service of which a client is written. */
const seekSource = async (context: CommandContext): Promise<SeekSpace | undefined> => {
  const paths = context.values.texts('schema');
  if (paths.length === 0) return seekDocument(context);
  const schema = paths.map(async (location) => ({ location, xml: fromUtf8(await context.readInput(location)) }));
  return seekHit({ schema: await Promise.all(schema) });
};

/** Writes a typed client, and on demand a server skeleton. */
export const generate: Command = {
  name: 'generate',
  summary: 'write a typed client of a service, or check whether one still fits',
  usage: '[NAME] [-o FILE]',
  options: {
    ...SOURCE_OPTIONS,
    output: {
      type: 'string',
      short: 'o',
      placeholder: 'FILE',
      help: 'write to this file; in a folder (with / at its end) under a name from the service',
    },
    check: {
      type: 'boolean',
      help: 'compare the file of --output with the service: what has changed; exit code 1 when the client breaks',
    },
    exact: { type: 'boolean', help: 'with --check: exit code 1 for any change' },
  },
  speaks: true,
  seeks: seekSource,
  examples: [
    'stoa generate unit-converter -o src/unit-converter.ts',
    'stoa generate --schema want-print.xsd --server -o src/      (for whoever answers this partial schema)',
    'stoa generate --xsd order.xsd --method place=order:receipt:refused --name orders -o src/orders.ts',
    'stoa generate -o src/unit-converter.ts --check              (in CI; asks as it was asked when the file was made)',
  ],
  run: async (context) => {
    const output = context.values.text('output');
    if (!context.values.flag('check')) return write(context, output);
    if (output === undefined) throw new StoaError('USAGE', 'expected --output with the file to check');
    return check(context, output);
  },
};
