import { systemClock } from '../../../src/base/index.js';
import type { Clock } from '../../../src/base/index.js';
import type { SpaceClient, SpaceEvent } from '../../../src/client/index.js';

/** The clock of a client whose waits are fifty times shorter. */
export const hurried: Clock = {
  nowMs: () => systemClock.nowMs(),
  callAt: (atMs, run, options) => {
    const nowMs = systemClock.nowMs();
    return systemClock.callAt(nowMs + (atMs - nowMs) / 50, run, options);
  },
};

/** So many events. */
export const take = async (events: AsyncIterable<SpaceEvent>, count: number): Promise<SpaceEvent[]> => {
  const taken: SpaceEvent[] = [];
  if (count === 0) return taken;
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
};

/** Names of the documents of events. */
export const namesOf = (events: readonly SpaceEvent[]): string[] => events.map(({ name }) => name);

/** Publishes documents of these names, one after the other. */
export const publishAll = async (space: SpaceClient, names: readonly string[]): Promise<void> => {
  for (const name of names) await space.publish('<a/>', { name });
};

/** A `fetch` whose streams can be cut, and that can be out of reach. */
export const createBreakingFetch = () => {
  const cuts = new Set<AbortController>();
  const state = { down: false, streams: 0, subscribes: 0 };
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const breaking: typeof fetch = async (input, init) => {
    if (state.down) throw new TypeError('fetch failed');
    if (init?.body instanceof Uint8Array && new TextDecoder().decode(init.body).includes('<subscribe'))
      state.subscribes++;
    if (!new Headers(init?.headers).get('accept')?.startsWith('text/event-stream')) return fetch(input, init);
    state.streams++;
    const cut = new AbortController();
    cuts.add(cut);
    for (const { count, resolve } of waiting) if (count <= state.streams) resolve();
    return fetch(input, { ...init, signal: AbortSignal.any([cut.signal, ...(init?.signal ? [init.signal] : [])]) });
  };
  const cut = (): void => {
    for (const each of cuts) each.abort();
    cuts.clear();
  };
  /** Resolves when so many streams were opened. */
  const opened = (count: number): Promise<void> =>
    new Promise((resolve) => {
      if (count <= state.streams) resolve();
      else waiting.push({ count, resolve });
    });
  return { fetch: breaking, state, cut, opened };
};
