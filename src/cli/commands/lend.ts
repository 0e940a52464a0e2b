import { StoaError, given } from '../../base/index.js';
import type { Command, CommandContext } from '../command.js';
import { toJsonText } from '../json.js';
import { createNoteLog, NEAR_OPTIONS, toNearbySettings } from '../near-options.js';
import { findPeriodMs } from '../period.js';
import { readSchemaFiles } from '../schema-files.js';
import { untilAborted } from '../until-aborted.js';

const WORDS = {
  lent: 'lent',
  suspect: 'does not answer, asked once more',
  gone: 'cannot be reached: its advertisement becomes stale',
  alive: 'is back',
} as const;

const toAccepts = async (context: CommandContext) => {
  const { values } = context;
  const files = values.texts('schema');
  const { createAccepts } = await import('../../agent/index.js');
  return createAccepts({
    ...given('name', values.text('name')),
    ...given('type', values.text('type')),
    ...(files.length > 0 && { schema: await readSchemaFiles(context, files) }),
  });
};

/** Lends devices of the link to a space elsewhere. */
export const lend: Command = {
  name: 'lend',
  summary: 'publish devices near this machine in a space elsewhere, and relay calls to them',
  usage: '--to SPACE-URL',
  options: {
    to: { type: 'string', placeholder: 'URL', help: 'the space in which they are published' },
    name: { type: 'string', placeholder: 'NAME', help: 'only devices of this name, with * and ?' },
    type: {
      type: 'string',
      placeholder: 'ELEMENT',
      help: 'only devices that take this message: name or {namespace}name',
    },
    schema: {
      type: 'string',
      multiple: true,
      placeholder: 'FILE',
      help: 'only devices whose interface has the elements of this schema',
    },
    lease: { type: 'string', placeholder: 'PERIOD', help: 'lease asked for (default 30s)' },
    every: {
      type: 'string',
      placeholder: 'PERIOD',
      help: 'how often each device is asked whether it is there (default 10s)',
    },
    ...NEAR_OPTIONS,
  },
  examples: [
    'stoa lend --to https://space.example.org/spaces/main',
    "stoa lend --to https://space.example.org/spaces/main --name 'lamp-*' --interface wlan0",
  ],
  run: async (context) => {
    const { values, print, note, signal, format } = context;
    const to = values.text('to');
    if (to === undefined) throw new StoaError('USAGE', 'expected the space for --to', { hint: 'stoa lend --help' });
    const space = context.connect(to);
    // What is wrong with the space is told now, and not at the first device.
    await space.describe();
    const { createLender } = await import('../../agent/index.js');
    const lender = await createLender({
      space,
      nearby: toNearbySettings(context),
      accepts: await toAccepts(context),
      log: createNoteLog(context),
      onChanged: ({ name, id }, state) => {
        print(format === 'json' ? toJsonText({ name, id, state }) : `${name} ${WORDS[state]}  ${id}`);
      },
      ...given('periodMs', findPeriodMs(context, 'lease')),
      ...given('everyMs', findPeriodMs(context, 'every')),
    });
    note('looking out for devices on the local link; stop with Ctrl-C, which withdraws them');
    await untilAborted(signal);
    await lender.close();
    return 0;
  },
};
