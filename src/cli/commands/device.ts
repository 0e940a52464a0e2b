import { StoaError, fromUtf8, given } from '../../base/index.js';
import type { MessageHandler } from '../../client/index.js';
import type { Command, CommandContext } from '../command.js';
import { createNoteLog, findPort, NEAR_OPTIONS, SUBTYPE_OPTION, toNearbySettings } from '../near-options.js';
import { getPositional } from '../positional.js';
import { toJsonText } from '../json.js';
import { untilAborted } from '../until-aborted.js';

const getHandler = async (context: CommandContext): Promise<MessageHandler> => {
  const { values } = context;
  const [command, url] = [values.text('exec'), values.text('url')];
  if ((command === undefined) === (url === undefined))
    throw new StoaError('USAGE', 'expected either --exec COMMAND or --url URL', {
      hint: 'the command gets each message on its standard input and answers on its standard output',
    });
  const { createExecHandler, createUrlHandler } = await import('../../agent/index.js');
  if (command !== undefined) return createExecHandler({ command, log: createNoteLog(context) });
  if (url !== undefined && URL.canParse(url)) return createUrlHandler(url);
  throw new StoaError('USAGE', `expected a URL for --url, got '${url ?? ''}'`);
};

/** Makes a device of a command or of an endpoint, found and called without a space. */
export const device: Command = {
  name: 'device',
  summary: 'be a device on the local link, found and called without a space',
  usage: 'ADVERTISEMENT.xml (--exec COMMAND | --url URL)',
  options: {
    exec: {
      type: 'string',
      short: 'e',
      placeholder: 'COMMAND',
      help: 'run for each message: in on standard input, out on standard output, method in STOA_METHOD',
    },
    url: { type: 'string', short: 'u', placeholder: 'URL', help: 'where messages are passed on to' },
    name: { type: 'string', placeholder: 'NAME', help: 'name in the place of that of the advertisement' },
    host: { type: 'string', placeholder: 'ADDRESS', help: 'address to listen on (default 0.0.0.0)' },
    port: { type: 'string', short: 'p', placeholder: 'NUMBER', help: 'port to listen on (default: any free one)' },
    ...NEAR_OPTIONS,
    ...SUBTYPE_OPTION,
  },
  examples: [
    "stoa device lamp.xml --exec './lamp.sh'",
    'stoa device printer.xml --url http://127.0.0.1:8080/print --subtype _printer --interface eth0',
  ],
  run: async (context) => {
    const { values, print, note, signal, format } = context;
    const advertisement = fromUtf8(await context.readInput(getPositional(context, 0, 'the file of the advertisement')));
    const onMessage = await getHandler(context);
    const { serve } = await import('../../serve/index.js');
    const running = await serve(
      { advertisement, onMessage },
      {
        announce: toNearbySettings(context),
        signals: [],
        log: createNoteLog(context),
        ...given('name', values.text('name')),
        ...given('host', values.text('host')),
        ...given('port', findPort(context)),
      },
    );
    const { id, url, advertisement: told } = running;
    print(format === 'json' ? toJsonText({ id, name: told.name, url }) : `${told.name} at ${url}  ${id}`);
    const [method = 'METHOD'] = told.interface?.methods.map((each) => each.name) ?? [];
    note(`announced on the local link; stop with Ctrl-C; to call it: stoa call ${url} ${method} --FIELD VALUE`);
    await untilAborted(signal);
    await running.close();
    return 0;
  },
};
