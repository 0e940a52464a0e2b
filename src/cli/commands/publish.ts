import { toDateTime } from '../../base/index.js';
import type { HeldDocument, Lease, SpaceClient } from '../../client/index.js';
import type { Command, CommandContext } from '../command.js';
import { toJsonText } from '../json.js';
import { findPeriodMs } from '../period.js';
import { getPositional } from '../positional.js';
import { untilAborted } from '../until-aborted.js';

const keep = async (context: CommandContext, space: SpaceClient, held: HeldDocument): Promise<number> => {
  const lost = new AbortController();
  const kept = space.keepLease(held.lease, {
    onRenewed: ({ expiresAtMs }: Lease) => context.progress(`renewed, holds until ${toDateTime(expiresAtMs)}`),
    onLost: (reason: unknown) => lost.abort(reason),
  });
  context.note('renewing the lease; interrupt (Ctrl-C) to remove the document and stop');
  await untilAborted(AbortSignal.any([context.signal, lost.signal]));
  kept.stop();
  if (lost.signal.aborted) throw lost.signal.reason;
  await space.remove(held.entry.id, held.lease.credential === undefined ? {} : { credential: held.lease.credential });
  context.note(`removed ${held.entry.id}`);
  return 0;
};

/** Publishes a document or brings the one with the same URN up to date. */
export const publish: Command = {
  name: 'publish',
  summary: 'publish an advertisement or any XML document',
  usage: 'FILE',
  options: {
    name: { type: 'string', placeholder: 'NAME', help: 'name of a plain document (an advertisement has its own)' },
    lease: {
      type: 'string',
      placeholder: 'PERIOD',
      help: 'how long it holds: 90s, 10m, 2h (the space may grant less)',
    },
    keep: { type: 'boolean', help: 'keep renewing until interrupted, then remove it' },
    update: { type: 'string', placeholder: 'ID', help: 'bring this document of yours up to date instead' },
    'lease-credential': {
      type: 'string',
      placeholder: 'TEXT',
      help: 'credential of the lease, if it was granted elsewhere',
    },
  },
  speaks: true,
  examples: ['stoa publish printer.xml --lease 10m --keep', 'stoa publish minutes.xml --name minutes'],
  run: async (context) => {
    const { values } = context;
    const bytes = await context.readInput(getPositional(context, 0, 'the file to publish'));
    const periodMs = findPeriodMs(context, 'lease');
    const name = values.text('name');
    const id = values.text('update');
    const space = context.connect();
    const credential =
      values.text('lease-credential') ?? (id && (await context.leases.find(space.url, id))?.credential);
    const shown = credential ? { credential } : {};
    const held =
      id === undefined
        ? await space.publish(bytes, {
            ...(name !== undefined && { name }),
            ...(periodMs !== undefined && { periodMs }),
            ...shown,
          })
        : await space.update(id, bytes, shown);
    const granted = held.lease.credential ?? credential;
    if (granted !== undefined)
      await context.leases.keepAll(space.url, [
        [held.entry.id, { lease: held.lease.id, credential: granted, expiresAtMs: held.lease.expiresAtMs }],
      ]);
    if (context.format === 'json') context.print(toJsonText(held));
    else {
      context.print(`${held.entry.id}  ${held.entry.name}  version ${held.entry.version}`);
      context.note(`holds until ${toDateTime(held.lease.expiresAtMs)}; stoa read ${held.entry.name} shows it`);
    }
    return values.flag('keep') ? keep(context, space, held) : 0;
  },
};
