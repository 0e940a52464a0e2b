import type { SpaceId } from '../../base/index.js';
import type { GateDesk } from '../model.js';
import type { ClientGates } from './client-gates.js';
import type { ClosureFeed } from './closure-feed.js';
import type { Grant } from './grant-token.js';
import type { IssuedGate, OpenGates } from './open-gates.js';
import type { DeskContext } from './parts.js';
import { getStanding, isLost, withdrawn } from './standing.js';

/** What is told that a gate was closed. */
export interface ClosingParts {
  readonly open: OpenGates;
  /** How often what is granted has changed. */
  readonly changes: { count: number };
  readonly clients: ClientGates;
  readonly feed: ClosureFeed;
}

/** Closes gates of one space: their services are told at once, then it is kept. */
export const closeGates = async (
  { closures }: DeskContext,
  { open, clients, feed }: ClosingParts,
  { space, grants }: { readonly space: SpaceId; readonly grants: readonly Grant[] },
): Promise<void> => {
  for (const grant of grants) {
    open.delete(grant.gate);
    clients.delete(space, grant);
    feed.tell(space, grant);
  }
  await closures.add(space, grants);
};

/** Whether what was given out for a gate is more than is granted now. */
const isWithdrawn = async (context: DeskContext, { space, grant, methods }: IssuedGate): Promise<boolean> => {
  try {
    const granted = (await getStanding(context, space, grant)).grant.methods;
    return granted !== undefined && methods.some((name) => !granted.includes(name));
  } catch (thrown) {
    // A service that is stale may come back, and a store that fails says nothing of what is granted.
    return isLost(thrown);
  }
};

/**
 * Keeps a gate in mind for which something was just given out, by what was granted when there had been so many changes. Who may do what may
 * have changed while that was made.
 *
 * @throws {StoaError} `GATE_CLOSED`
 */
export const keepIssued = async (
  context: DeskContext,
  parts: ClosingParts,
  { changes, ...issued }: IssuedGate & { readonly changes: number },
): Promise<void> => {
  parts.open.set(issued);
  if (parts.changes.count === changes || !(await isWithdrawn(context, issued))) return;
  await closeGates(context, parts, { space: issued.space, grants: [issued.grant] });
  throw withdrawn();
};

/** Gates looked at in one turn of the event loop, and closed in one commit. */
const BATCH = 100;

const nextTurn = ({ clock }: DeskContext): Promise<void> =>
  new Promise((resolve) => void clock.callAt(clock.nowMs(), resolve));

/** Gates of each space, as many as are closed at once. */
const batchesOf = function* (open: OpenGates, spaces: readonly SpaceId[]): Generator<Batch> {
  for (const space of spaces) {
    const gates = open.list(space);
    for (let at = 0; at < gates.length; at += BATCH) yield { space, gates: gates.slice(at, at + BATCH) };
  }
};

interface Batch {
  readonly space: SpaceId;
  readonly gates: readonly IssuedGate[];
}

/** One look at a time for each key: those that are asked for meanwhile are one, which begins when that is over. Looks never fail. */
const createLooks = <Key>(look: (key: Key) => Promise<void>): ((key: Key) => Promise<void>) => {
  const running = new Map<Key, Promise<void>>();
  const waiting = new Map<Key, Promise<void>>();
  const start = (key: Key): Promise<void> => {
    const done = look(key).finally(() => running.delete(key));
    running.set(key, done);
    return done;
  };
  return (key) => {
    const current = running.get(key);
    if (current === undefined) return start(key);
    const next =
      waiting.get(key) ??
      current.then(() => {
        waiting.delete(key);
        return start(key);
      });
    waiting.set(key, next);
    return next;
  };
};

/** Looks at gates as often as is needed, however often it is asked for: whoever rules a space may change its policy all the time. */
export const createLookAgain = (context: DeskContext, parts: ClosingParts): GateDesk['lookAgain'] => {
  const look = createLooks((space: SpaceId | undefined) =>
    closeWithdrawn(context, parts, space).catch((error: unknown) =>
      context.log.error({ error }, 'gates could not be looked at again; they are when they are used'),
    ),
  );
  return (space) => {
    parts.changes.count++;
    return look(space);
  };
};

/** Closes the gates, among those that are known, whose openers may no longer do what was given out for them. */
const closeWithdrawn = async (context: DeskContext, parts: ClosingParts, only?: SpaceId): Promise<void> => {
  let isFirst = true;
  for (const { space, gates } of batchesOf(parts.open, only === undefined ? parts.open.spaces() : [only])) {
    if (!isFirst) await nextTurn(context);
    isFirst = false;
    const grants: Grant[] = [];
    for (const gate of gates) if (await isWithdrawn(context, gate)) grants.push(gate.grant);
    if (grants.length === 0) continue;
    context.log.info({ space, gates: grants.length }, 'gates closed: what they grant was taken back');
    await closeGates(context, parts, { space, grants });
  }
};
