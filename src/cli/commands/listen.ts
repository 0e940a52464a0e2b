import { fromUtf8, given } from '../../base/index.js';
import type { Offer } from '../../nearby/index.js';
import type { Command, CommandContext } from '../command.js';
import { toJsonText } from '../json.js';
import { createNoteLog, findPort, NEAR_OPTIONS, SUBTYPE_OPTION, toNearbySettings } from '../near-options.js';
import { findPeriodMs } from '../period.js';
import { untilAborted } from '../until-aborted.js';

/** URLs of the spaces: the arguments, and the lines of the file without comments. */
const readSpaces = async ({ positionals, values, readInput, spaceUrl }: CommandContext): Promise<readonly string[]> => {
  const file = values.text('file');
  const text = file === undefined ? '' : fromUtf8(await readInput(file));
  const lines = text.split('\n').map((line) => line.replace(/#.*$/, '').trim());
  const urls = [...positionals, ...lines.filter((line) => line !== '')];
  return urls.length === 0 && file === undefined ? [spaceUrl] : urls;
};

const tell = ({ format, print }: CommandContext, offers: readonly Offer[]): void => {
  if (format === 'json')
    print(toJsonText(offers.map(({ id, advertisement, uris }) => ({ id, name: advertisement.name, uris }))));
  else if (offers.length === 0) print('answering for no space: none answers');
  else
    print(
      `answering for ${offers.map(({ advertisement, uris }) => `${advertisement.name} at ${uris[0] ?? ''}`).join(', ')}`,
    );
};

/** Answers discovery requests on behalf of spaces. */
export const listen: Command = {
  name: 'listen',
  summary: 'answer discovery requests on the local link on behalf of spaces',
  usage: '[SPACE-URL…]',
  options: {
    file: {
      type: 'string',
      short: 'f',
      placeholder: 'FILE',
      help: 'file with a URL on each line; read again on SIGHUP',
    },
    ...NEAR_OPTIONS,
    ...SUBTYPE_OPTION,
    host: {
      type: 'string',
      placeholder: 'ADDRESS',
      help: 'address on which advertisements are given (default 0.0.0.0)',
    },
    port: { type: 'string', short: 'p', placeholder: 'NUMBER', help: 'port of that (default 3702; 0: any free one)' },
    every: { type: 'string', placeholder: 'PERIOD', help: 'how often each space is looked at (default 5s)' },
    'answer-beyond': {
      type: 'boolean',
      help: 'answer UDP from other networks too; asking over HTTP always works from there',
    },
  },
  examples: [
    'stoa listen http://127.0.0.1:7862/spaces/main',
    'stoa listen --file spaces.txt --interface eth0 --exclude docker0',
  ],
  run: async (context) => {
    const { values, note, signal } = context;
    const settings = { ...toNearbySettings(context), answerBeyond: values.flag('answer-beyond') };
    const { createListenerAgent } = await import('../../agent/index.js');
    const agent = await createListenerAgent({
      spaces: await readSpaces(context),
      nearby: settings,
      log: createNoteLog(context),
      onChanged: (offers) => tell(context, offers),
      ...given('host', values.text('host')),
      ...given('port', findPort(context)),
      ...given('everyMs', findPeriodMs(context, 'every')),
    });
    if (agent.offers().length === 0) tell(context, []);
    note(`asked from other networks at ${agent.url}; stop with Ctrl-C, the spaces go on`);
    const again = (): void => {
      readSpaces(context)
        .then(agent.setSpaces)
        .catch((thrown: unknown) => note(thrown instanceof Error ? thrown.message : String(thrown)));
    };
    process.on('SIGHUP', again);
    await untilAborted(signal);
    process.off('SIGHUP', again);
    await agent.close();
    return 0;
  },
};
