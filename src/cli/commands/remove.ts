import type { Command } from '../command.js';
import { findDocument, seekDocument } from '../find-document.js';
import { toJsonText } from '../json.js';
import { getPositional } from '../positional.js';

/** Removes a document whose lease this user holds. */
export const remove: Command = {
  name: 'remove',
  summary: 'remove a document of yours',
  usage: 'ID-OR-NAME',
  options: {
    'lease-credential': {
      type: 'string',
      placeholder: 'TEXT',
      help: 'credential of its lease, if it was granted elsewhere',
    },
  },
  speaks: true,
  seeks: seekDocument,
  examples: ['stoa remove minutes'],
  run: async (context) => {
    const space = context.connect();
    const { entry } = await findDocument(space, getPositional(context, 0, 'the id or name of a document'));
    const credential =
      context.values.text('lease-credential') ?? (await context.leases.find(space.url, entry.id))?.credential;
    await space.remove(entry.id, credential === undefined ? {} : { credential });
    context.print(context.format === 'json' ? toJsonText({ removed: entry.id }) : `removed ${entry.id}  ${entry.name}`);
    return 0;
  },
};
