import { isStoaError } from '../base/index.js';
import type { Clock, Log, ScheduledCall } from '../base/index.js';
import type { SpaceClient, SpaceDescription } from '../client/index.js';

/** A space that answers. */
export interface AnsweringSpace {
  readonly url: string;
  readonly description: SpaceDescription;
}

/** How spaces are watched. */
export interface WatchParts {
  /** A client of the space at a URL, that asks anew each time. */
  readonly connect: (url: string) => SpaceClient;
  readonly clock: Clock;
  readonly log: Log;
  /** How often each is looked at, in milliseconds. */
  readonly everyMs: number;
  /** Told whenever another set of them answers, or one says something else. */
  readonly onChanged: (answering: readonly AnsweringSpace[]) => void;
}

/** Spaces that are looked at until it is stopped. */
export interface WatchedSpaces {
  /** Puts `urls` in the place of those watched; resolves when each was looked at once. */
  readonly watch: (urls: readonly string[]) => Promise<void>;
  readonly stop: () => void;
}

/** Failures in a row after which a space counts as gone; the first one may be a hiccup. */
const MAX_FAILURES = 2;

interface Watched {
  readonly url: string;
  answered?: SpaceDescription | undefined;
  failures: number;
}

const look = async (watched: Watched, { connect, log }: WatchParts): Promise<boolean> => {
  const before = watched.answered?.xml;
  try {
    watched.answered = await connect(watched.url).describe();
    watched.failures = 0;
  } catch (error) {
    watched.failures += 1;
    if (watched.failures === 1) log.warn({ url: watched.url, error }, 'a space does not answer');
    const isHiccup = watched.failures < MAX_FAILURES && isStoaError(error, 'SERVICE_TIMEOUT', 'SERVICE_UNREACHABLE');
    if (!isHiccup) watched.answered = undefined;
  }
  return watched.answered?.xml !== before;
};

/** Watches spaces by asking each for its advertisement. */
export const createWatchedSpaces = (parts: WatchParts): WatchedSpaces => {
  const { clock, everyMs, onChanged } = parts;
  let watched: readonly Watched[] = [];
  let timer: ScheduledCall | undefined;
  let isOver = false;
  const lookAtAll = async (): Promise<void> => {
    timer?.cancel();
    const all = watched;
    const changes = await Promise.all(all.map((each) => look(each, parts)));
    if (isOver || all !== watched) return;
    if (changes.includes(true))
      onChanged(all.flatMap(({ url, answered }) => (answered === undefined ? [] : [{ url, description: answered }])));
    timer = clock.callAt(clock.nowMs() + everyMs, () => void lookAtAll());
  };
  return {
    watch: async (urls) => {
      const before = new Map(watched.map((each) => [each.url, each]));
      watched = [...new Set(urls)].map((url) => before.get(url) ?? { url, failures: 0 });
      await lookAtAll();
    },
    stop: () => {
      isOver = true;
      timer?.cancel();
    },
  };
};
