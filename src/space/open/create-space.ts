import type { Caller } from '../../base/index.js';
import { toOpener } from '../access/opener.js';
import { takeCall } from '../access/take-call.js';
import { findQuota, isAdmitted } from '../admission.js';
import type { SpaceContext } from '../context.js';
import { assertHolder } from '../documents/assert-holder.js';
import { findService, readAdvertisementOf } from '../documents/find-service.js';
import { publish, update } from '../documents/publish.js';
import { read } from '../documents/read.js';
import { remove } from '../documents/remove.js';
import { events, subscribe } from '../events/subscribe.js';
import type { SpaceLeases } from '../lease/operations.js';
import { cancel, renew } from '../lease/operations.js';
import { criteriaOf, findAnswer, lookup } from '../lookup/lookup.js';
import type { LookupAnswer, LookupInput, Space } from '../model.js';

/** Lookups as they are told to whoever measures them: those that were answered. */
const createObservedLookups = (context: SpaceContext): Pick<Space, 'lookup' | 'findAnswer'> => {
  const { observer } = context.shared.collaborators;
  if (observer === undefined)
    return { lookup: (...asked) => lookup(context, ...asked), findAnswer: (...asked) => findAnswer(context, ...asked) };
  const told = <Answer extends LookupAnswer | undefined>(
    answer: Answer,
    input: LookupInput,
    sinceMs: number,
  ): Answer => {
    if (answer !== undefined) observer.lookedUp(criteriaOf(input), sinceMs);
    return answer;
  };
  return {
    lookup: async (caller, input) => {
      const sinceMs = observer.nowMs();
      return told(await lookup(context, caller, input), input, sinceMs);
    },
    findAnswer: (caller, input) => {
      const sinceMs = observer.nowMs();
      return told(findAnswer(context, caller, input), input, sinceMs);
    },
  };
};

/** What the space is told of its services. */
const createNotes = ({
  calls,
  watching,
}: SpaceContext): Pick<Space, 'noteCall' | 'noteUnreached' | 'noteReached' | 'doubt'> => ({
  noteCall: (id, failure) => {
    calls.note(id, failure);
    if (failure === undefined) watching.answered(id);
  },
  noteUnreached: watching.failed,
  noteReached: watching.answered,
  doubt: watching.doubt,
});

/** What the desk of gates asks a space for. It counts what it does for clients: services it looks up for itself, too. */
const createForDesk = (context: SpaceContext): Pick<Space, 'findService' | 'openerOf' | 'quota' | 'takeCall'> => ({
  findService: async (caller, id) => {
    context.assertOpen();
    return findService(context, caller, id);
  },
  openerOf: (caller) => toOpener(context, caller),
  quota: (caller) => findQuota(context, caller),
  takeCall: (...counted) => takeCall(context, ...counted),
});

/** The operations of an open space, each refused once the space has ended. */
export const createSpace = (context: SpaceContext, spaces: SpaceLeases): Space => {
  const { definition, assertOpen } = context;
  const leased = { context, spaces };
  const lookups = createObservedLookups(context);

  const guard =
    <Input, Answer>(
      operation: (context: SpaceContext, caller: Caller, input: Input) => Promise<Answer>,
      counted?: 'endings',
    ) =>
    async (caller: Caller, input: Input): Promise<Answer> => {
      assertOpen();
      takeCall(context, caller, counted);
      return operation(context, caller, input);
    };

  return Object.freeze({
    id: definition.id,
    name: definition.name,
    kind: definition.kind,
    admits: (caller: Parameters<Space['admits']>[0]) => isAdmitted(context, caller),
    alias: definition.alias,
    parent: definition.parent,
    limits: definition.limits,
    contentSchemas: definition.contentSchemas,
    publish: guard(publish),
    update: guard(update),
    read: guard(read),
    readAdvertisement: guard(readAdvertisementOf),
    lookup: guard((_, caller: Caller, input: LookupInput) => lookups.lookup(caller, input)),
    findAnswer: (caller: Parameters<Space['findAnswer']>[0], input: Parameters<Space['findAnswer']>[1]) => {
      assertOpen();
      // Where calls are counted, the one that follows is.
      return context.access.quota().calls === undefined ? lookups.findAnswer(caller, input) : undefined;
    },
    remove: guard(remove, 'endings'),
    renew: guard((_, caller: Parameters<Space['renew']>[0], input: Parameters<Space['renew']>[1]) =>
      renew(leased, caller, input),
    ),
    cancel: guard(
      (_, caller: Parameters<Space['cancel']>[0], input: Parameters<Space['cancel']>[1]) =>
        cancel(leased, caller, input),
      'endings',
    ),
    subscribe: guard(subscribe),
    events: (caller: Parameters<Space['events']>[0], input: Parameters<Space['events']>[1]) => {
      assertOpen();
      if (input.isCounted !== true) takeCall(context, caller);
      return events(context, caller, input);
    },
    // The server asks this again and again on behalf of a connection.
    assertHolder: async (caller: Parameters<Space['assertHolder']>[0], input: Parameters<Space['assertHolder']>[1]) => {
      assertOpen();
      return assertHolder(context, caller, input);
    },
    ...createForDesk(context),
    ...createNotes(context),
  });
};
