import type { Command } from '../command.js';
import { findDocument, seekDocument } from '../find-document.js';
import { toJsonText } from '../json.js';
import { getPositional } from '../positional.js';

/** Prints a document as it was published, or its advertisement. */
export const read: Command = {
  name: 'read',
  summary: 'print a document or its advertisement',
  usage: 'ID-OR-NAME',
  options: {
    advertisement: {
      type: 'boolean',
      short: 'a',
      help: 'the advertisement instead (a plain document gets one made for it)',
    },
  },
  speaks: true,
  seeks: seekDocument,
  examples: ['stoa read minutes', 'stoa read minutes --advertisement'],
  run: async (context) => {
    const space = context.connect();
    const hit = await findDocument(space, getPositional(context, 0, 'the id or name of a document'));
    if (context.values.flag('advertisement')) {
      context.print(context.format === 'json' ? toJsonText(hit) : hit.advertisement);
      return 0;
    }
    const document = await space.read(hit.entry.id, context.signal);
    context.print(context.format === 'json' ? toJsonText(document) : document.xml);
    return 0;
  },
};
