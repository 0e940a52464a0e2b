import { acceptResults } from '../../client/index.js';
import type { Command } from '../command.js';
import { getPositional } from '../positional.js';
import { printResults } from '../print-results.js';
import { printXml } from '../print-xml.js';

/** Fetches results that somebody passed on. */
export const results: Command = {
  name: 'results',
  summary: 'fetch results that were passed on (by stoa call --share), as they come',
  usage: 'FILE',
  options: { answer: { type: 'boolean', help: 'only the answer, once the work is done' } },
  examples: [
    'stoa call site-survey survey --site harbour --samples 5 --share > survey.xml',
    'stoa results survey.xml',
    'stoa results - --answer < survey.xml',
  ],
  run: async (context) => {
    const received = acceptResults(await context.readInput(getPositional(context, 0, 'the file with the results')));
    if (context.values.flag('answer')) printXml(context, (await received.answer()).xml);
    else await printResults(context, received);
    return 0;
  },
};
