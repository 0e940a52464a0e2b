import { silentLog, StoaError, systemClock, systemRandom } from '../../base/index.js';
import type { WsTarget } from './answers.js';
import { DIALECTS } from './dialects.js';
import { createExchange } from './exchange.js';
import type { Exchange, WsCollaborators } from './exchange.js';
import { createFinder } from './finder.js';
import type { Finder, Sought, WsEvent } from './finder.js';
import { DEFAULT_WS_LIMITS } from './limits.js';
import type { WsPeer } from './link.js';
import type { WsEndpoint, WsMessage, WsQuery } from './model.js';
import { createResponder } from './responder.js';
import type { ResponderOptions } from './responder.js';

/** What a process takes part in WS-Discovery with; all but the link has a default. */
export type WsDiscoveryParts = Pick<WsCollaborators, 'link'> & Partial<Omit<WsCollaborators, 'link'>>;

/** WS-Discovery in one process: it answers for targets, and looks out for services of others. */
export interface WsDiscovery {
  /** Puts `targets` in the place of those answered for so far. */
  readonly answerFor: (targets: readonly WsTarget[]) => void;
  /**
   * Tells what is there that `query` describes, and what comes, changes and goes.
   *
   * @throws {StoaError} `DISCOVERY_UNAVAILABLE` when it is closed
   */
  readonly browse: (query: WsQuery, listener: (event: WsEvent) => void) => { readonly stop: () => void };
  /** Where the service with that endpoint address is, or `undefined` when nobody tells within `resolveMs`. */
  readonly resolve: (address: string) => Promise<WsEndpoint | undefined>;
  /** Services that one host tells of when it is asked alone, maybe on another network, within `resolveMs`. */
  readonly probeAt: (to: WsPeer, query?: WsQuery) => Promise<readonly WsEndpoint[]>;
  /** Says Bye for all targets, then ends everything. Closing twice is one closing. */
  readonly close: () => Promise<void>;
}

interface Waited {
  /** Ids of the questions that are waited for. */
  readonly ids: readonly string[];
  /** Takes an answer; says whether that is enough. */
  readonly take: (message: WsMessage) => boolean;
}

/** Waits for answers to questions. */
const createWaiting = ({ clock, limits }: Pick<WsCollaborators, 'clock' | 'limits'>) => {
  const waiting = new Set<(message: WsMessage) => void>();
  return {
    hear: (message: WsMessage): void => {
      for (const each of [...waiting]) each(message);
    },
    /** Resolves when `take` says that it is enough, or time is up. */
    collect: ({ ids, take }: Waited): Promise<void> =>
      new Promise((resolve) => {
        const end = (): void => {
          timer.cancel();
          waiting.delete(hear);
          resolve();
        };
        const hear = (message: WsMessage): void => {
          if (ids.includes(message.header.relatesTo ?? '') && take(message)) end();
        };
        const timer = clock.callAt(clock.nowMs() + limits.resolveMs, end, { holds: true });
        waiting.add(hear);
      }),
  };
};

/** Questions that are asked once, and their answers. */
const createAsking = (exchange: Exchange, parts: Pick<WsCollaborators, 'clock' | 'limits'>) => {
  const { hear, collect } = createWaiting(parts);
  exchange.onMessage(hear);
  return {
    resolve: async (address: string): Promise<WsEndpoint | undefined> => {
      let found: WsEndpoint | undefined;
      const ids = DIALECTS.map((dialect) => exchange.say({ kind: 'resolve', address }, { dialect }).id);
      const take = ({ body }: WsMessage): boolean => {
        if (body.kind === 'resolve-matches' && body.match?.address === address) found = body.match;
        return found !== undefined;
      };
      await collect({ ids, take });
      return found;
    },
    probeAt: async (to: WsPeer, query: WsQuery): Promise<readonly WsEndpoint[]> => {
      const found = new Map<string, WsEndpoint>();
      const ids = DIALECTS.map((dialect) => exchange.ask({ kind: 'probe', query }, dialect, to));
      const take = ({ body }: WsMessage): boolean => {
        if (body.kind !== 'probe-matches') return false;
        for (const match of body.matches) if (found.size < parts.limits.maxFound) found.set(match.address, match);
        return false;
      };
      await collect({ ids, take });
      return [...found.values()];
    },
  };
};

/** Look-outs that are told of all messages. */
const createFinders = (exchange: Exchange, parts: Pick<WsCollaborators, 'clock' | 'limits'>) => {
  const finders = new Set<Finder>();
  exchange.onMessage((message, datagram) => {
    for (const finder of [...finders]) finder.take(message, datagram);
  });
  exchange.onInterfaces(() => {
    for (const finder of finders) finder.probe();
  });
  return {
    browse: (sought: Sought) => {
      const finder = createFinder(exchange, parts, sought);
      finders.add(finder);
      const stop = (): void => {
        finders.delete(finder);
        finder.stop();
      };
      return { stop };
    },
    stop: (): void => {
      for (const finder of finders) finder.stop();
      finders.clear();
    },
  };
};

/** Starts WS-Discovery over `link`; resolves when the interfaces are open. */
export const createWsDiscovery = async (
  { link, ...others }: WsDiscoveryParts,
  options: ResponderOptions = {},
): Promise<WsDiscovery> => {
  const defaults = { clock: systemClock, random: systemRandom, log: silentLog, limits: DEFAULT_WS_LIMITS };
  const parts = { ...defaults, ...others, link };
  const exchange = createExchange(parts);
  const responder = createResponder(exchange, parts, options);
  const finders = createFinders(exchange, parts);
  const asking = createAsking(exchange, parts);
  let closing: Promise<void> | undefined;
  const assertOpen = (): void => {
    if (closing !== undefined) throw new StoaError('DISCOVERY_UNAVAILABLE', 'WS-Discovery was closed');
  };
  await exchange.start();
  return Object.freeze({
    answerFor: (targets: readonly WsTarget[]) => {
      assertOpen();
      responder.set(targets);
    },
    browse: (query: WsQuery, listener: (event: WsEvent) => void) => {
      assertOpen();
      return finders.browse({ query, listener });
    },
    resolve: async (address: string) => {
      assertOpen();
      return asking.resolve(address);
    },
    probeAt: async (to: WsPeer, query: WsQuery = {}) => {
      assertOpen();
      return asking.probeAt(to, query);
    },
    close: () => {
      closing ??= (async () => {
        finders.stop();
        await responder.close();
        await exchange.close();
      })();
      return closing;
    },
  });
};
