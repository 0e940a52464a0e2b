import { StoaError, isStoaError } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import type { ResultSpace, ResultSpawner } from '../../gate/index.js';
import type { SpaceClient } from '../api.js';
import { wait } from '../wait.js';

/** Options of {@link createResultSpawner}. */
export interface ResultSpawnerOptions {
  /** Lease asked for the space of results, in milliseconds. Default 10 min; the caller renews it. */
  readonly periodMs?: number;
  /** How often is looked whether the space still stands while the work goes on, in milliseconds. Default 5 s. */
  readonly watchMs?: number;
}

const DEFAULT_PERIOD_MS = 600_000;
const DEFAULT_WATCH_MS = 5_000;
/** Results are to stand as long as their space: a space grants less where it allows less. */
const DOCUMENT_PERIOD_MS = 86_400_000;

const isEnded = (thrown: unknown): boolean => isStoaError(thrown, 'SPACE_GONE', 'SPACE_NOT_FOUND');

interface Watching {
  /** Asks whether the space still stands: its own advertisement is there for everybody, and gone with it. */
  readonly look: () => Promise<unknown>;
  readonly clock: Clock;
  readonly watchMs: number;
  readonly ended: AbortController;
  readonly released: AbortController;
}

/** Looks at the space from time to time: its end is the caller's way to cancel. */
const watch = async ({ look, clock, watchMs, ended, released }: Watching): Promise<void> => {
  const isOver = (): boolean => released.signal.aborted || ended.signal.aborted;
  while (!isOver()) {
    await wait(clock, watchMs, released.signal);
    if (isOver()) return;
    await look().catch((thrown: unknown) => {
      // A space that cannot be reached just now has not ended.
      if (isEnded(thrown)) ended.abort(thrown);
    });
  }
};

/**
 * Makes spaces of results in `space`, as a service does for callers that ask for them. The caller gets the root
 * credential; the service keeps the writer credential alone, which publishes and reads.
 */
export const createResultSpawner =
  (
    { space, clock }: { readonly space: SpaceClient; readonly clock: Clock },
    options: ResultSpawnerOptions = {},
  ): ResultSpawner =>
  async ({ method, signal }) => {
    const periodMs = options.periodMs ?? DEFAULT_PERIOD_MS;
    const spawned = await space.spawn({ name: `results of ${method.name}`, result: true, periodMs, signal });
    const { writer: writerCredential } = spawned;
    if (writerCredential === undefined) {
      throw new StoaError('ANSWER_INVALID', 'the space of results has no writer credential');
    }
    const writer = space.at(spawned.url, [writerCredential]);
    const [ended, released] = [new AbortController(), new AbortController()];
    const look = () => space.at(spawned.url, [writerCredential]).describe();
    void watch({ look, clock, watchMs: options.watchMs ?? DEFAULT_WATCH_MS, ended, released });
    const results: ResultSpace = {
      accepted: {
        space: spawned.id,
        uri: spawned.url,
        root: spawned.root,
        lease: spawned.lease.id,
        expiresAtMs: spawned.lease.expiresAtMs,
        advertisement: spawned.advertisement,
      },
      publish: async (xml, name) => {
        try {
          await writer.publish(xml, { periodMs: DOCUMENT_PERIOD_MS, ...(name !== undefined && { name }) });
        } catch (thrown) {
          if (isEnded(thrown)) ended.abort(thrown);
          throw thrown;
        }
      },
      ended: ended.signal,
      release: () => released.abort(),
    };
    return results;
  };
