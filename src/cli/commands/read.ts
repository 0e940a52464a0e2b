import { describeDevice } from '../../client/index.js';
import type { Command } from '../command.js';
import { isDeviceUrl } from '../device-url.js';
import { findDocument, seekDocument } from '../find-document.js';
import { toJsonText } from '../json.js';
import { getPositional } from '../positional.js';

/** Prints a document as it was published, or its advertisement. */
export const read: Command = {
  name: 'read',
  summary: 'print a document or its advertisement',
  usage: 'ID-OR-NAME-OR-URL',
  options: {
    advertisement: {
      type: 'boolean',
      short: 'a',
      help: 'the advertisement instead (a plain document gets one made for it)',
    },
  },
  speaks: ([named = '']) => !isDeviceUrl(named),
  seeks: seekDocument,
  examples: [
    'stoa read minutes',
    'stoa read minutes --advertisement',
    'stoa read http://192.168.1.7:4010/     (the advertisement of a device without a space)',
  ],
  run: async (context) => {
    const named = getPositional(context, 0, 'the id or name of a document, or the URL of a device');
    if (isDeviceUrl(named)) {
      const { xml } = await describeDevice(named);
      context.print(context.format === 'json' ? toJsonText({ xml }) : xml);
      return 0;
    }
    const space = context.connect();
    const hit = await findDocument(space, named);
    if (context.values.flag('advertisement')) {
      context.print(context.format === 'json' ? toJsonText(hit) : hit.advertisement);
      return 0;
    }
    const document = await space.read(hit.entry.id, context.signal);
    context.print(context.format === 'json' ? toJsonText(document) : document.xml);
    return 0;
  },
};
