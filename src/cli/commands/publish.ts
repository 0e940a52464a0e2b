import { StoaError, given, toDateTime } from '../../base/index.js';
import type { HeldDocument, Lease, PublishOptions, SpaceClient } from '../../client/index.js';
import type { Command, CommandContext } from '../command.js';
import { toJsonText } from '../json.js';
import { findPeriodMs } from '../period.js';
import { getPositional } from '../positional.js';
import { untilAborted } from '../until-aborted.js';

/** Keeps what was granted, to show it later: by `stoa remove`, `stoa publish --update`. */
const remember = async (context: CommandContext, { entry, lease }: HeldDocument, shown?: string): Promise<void> => {
  const credential = lease.credential ?? shown;
  if (credential === undefined) return;
  const { url } = context.connect();
  await context.leases.keepAll(url, [[entry.id, { lease: lease.id, credential, expiresAtMs: lease.expiresAtMs }]]);
};

const tell = (context: CommandContext, held: HeldDocument): void => {
  const { entry, lease } = held;
  if (context.format === 'json') {
    context.print(toJsonText(held));
    return;
  }
  context.print(`${entry.id}  ${entry.name}  version ${entry.version}`);
  context.note(`holds until ${toDateTime(lease.expiresAtMs)}; stoa read ${entry.name} shows it`);
};

/** Renews what was brought up to date until it is interrupted. */
const keep = async (context: CommandContext, space: SpaceClient, held: HeldDocument): Promise<number> => {
  const lost = new AbortController();
  const kept = space.keepLease(held.lease, {
    onRenewed: ({ expiresAtMs }: Lease) => context.progress(`renewed, holds until ${toDateTime(expiresAtMs)}`),
    onLost: (reason: unknown) => lost.abort(reason),
  });
  context.note(KEEPING);
  await untilAborted(AbortSignal.any([context.signal, lost.signal]));
  kept.stop();
  if (lost.signal.aborted) throw lost.signal.reason;
  await space.remove(held.entry.id, given('credential', held.lease.credential));
  context.note(`removed ${held.entry.id}`);
  return 0;
};

const KEEPING = 'renewing the lease; interrupt (Ctrl-C) to remove the document and stop';

interface Publishing {
  readonly bytes: Uint8Array;
  readonly options: Pick<PublishOptions, 'name' | 'periodMs'>;
}

/** Publishes, and again should the space lose the document, until it is interrupted. */
const publishAndKeep = async (context: CommandContext, { bytes, options }: Publishing): Promise<number> => {
  const kept = await context.connect().keepPublished(bytes, {
    ...options,
    onRenewed: ({ expiresAtMs }: Lease) => context.progress(`renewed, holds until ${toDateTime(expiresAtMs)}`),
    onLate: (reason: unknown) => context.note(`cannot be renewed, and may be stale: ${StoaError.from(reason).message}`),
    onLost: (reason: unknown) =>
      context.note(`the space has lost it, publishing again: ${StoaError.from(reason).message}`),
    onPublished: (held: HeldDocument) => {
      tell(context, held);
      void remember(context, held);
    },
  });
  await remember(context, kept.current());
  tell(context, kept.current());
  context.note(KEEPING);
  await untilAborted(context.signal);
  await kept.withdraw();
  context.note(`removed ${kept.current().entry.id}`);
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
    keep: { type: 'boolean', help: 'keep renewing, publish again if it is lost, and remove it when interrupted' },
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
    const options = { ...given('name', name), ...given('periodMs', periodMs) };
    if (values.flag('keep') && id === undefined && credential === undefined)
      return publishAndKeep(context, { bytes, options });
    const shown = given('credential', credential);
    const held =
      id === undefined ? await space.publish(bytes, { ...options, ...shown }) : await space.update(id, bytes, shown);
    await remember(context, held, credential);
    tell(context, held);
    return values.flag('keep') ? keep(context, space, held) : 0;
  },
};
