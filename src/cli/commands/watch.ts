import { ADVERTISEMENT_KINDS } from '../../advertisement/index.js';
import { given, toDateTime } from '../../base/index.js';
import type { Command, CommandContext } from '../command.js';
import { seekHit } from '../find-document.js';
import { SCHEMA_OPTIONS, readSchemaQuery } from '../schema-options.js';

/** What events are wanted of. */
const toQuery = async (context: CommandContext) => {
  const { values, positionals } = context;
  const kinds = ADVERTISEMENT_KINDS.filter((kind) => values.texts('kind').includes(kind));
  return {
    ...given('name', values.text('name') ?? positionals[0]),
    ...(await readSchemaQuery(context)),
    ...(kinds.length > 0 && { kinds }),
  };
};

/** Prints events as they come. */
export const watch: Command = {
  name: 'watch',
  summary: 'print what is published, updated, renewed, stale and removed, as it happens',
  usage: '[NAME]',
  options: {
    name: { type: 'string', short: 'n', placeholder: 'PATTERN', help: 'only documents of that name, * and ? allowed' },
    kind: { type: 'string', multiple: true, placeholder: 'KIND', help: ADVERTISEMENT_KINDS.join(', ') },
    ...SCHEMA_OPTIONS,
    after: {
      type: 'string',
      placeholder: 'SEQUENCE',
      help: 'go on after this sequence (of an earlier event or a lookup)',
    },
    count: { type: 'string', placeholder: 'NUMBER', help: 'stop after that many events' },
  },
  speaks: true,
  seeks: async (context) => seekHit(await toQuery(context)),
  examples: ["stoa watch 'printer*'", 'stoa watch --schema want-print.xsd', 'stoa watch --json'],
  run: async (context) => {
    const { values, signal } = context;
    const after = values.text('after');
    const wanted = { ...(await toQuery(context)), ...given('after', after) };
    const subscription = await context.connect().subscribe(wanted, { signal });
    context.note('waiting for events; interrupt (Ctrl-C) to stop');
    let left = Number(values.text('count') ?? Number.POSITIVE_INFINITY);
    for await (const event of subscription) {
      if (context.format === 'json') context.print(JSON.stringify(event));
      else
        context.print(
          `${toDateTime(event.atMs)}  ${event.event.padEnd(9)}  ${event.name}  ${event.kind}  ${event.id}  v${event.version}`,
        );
      left -= 1;
      if (left <= 0) break;
    }
    return 0;
  },
};
