import { STOA_HTTP_BINDING, writeAdvertisement } from '../../advertisement/index.js';
import { StoaError, given, isStoaError, toPathSegment } from '../../base/index.js';
import type { Clock, DocumentId } from '../../base/index.js';
import type { ResultSpace, ResultSpawner } from '../../gate/index.js';
import type { SpaceClient } from '../api.js';
import type { SpawnedSpace } from '../model.js';
import { wait } from '../../base/index.js';

/** Options of {@link createResultSpawner}. */
export interface ResultSpawnerOptions {
  /** Lease asked for the space of results, in milliseconds. Default 10 min; the caller renews it. */
  readonly periodMs?: number;
  /** How long the work goes on before the space's events are followed to learn of its end, in milliseconds. Default 200. */
  readonly followAfterMs?: number;
  /** How long is waited before they are followed again where they cannot be had, in milliseconds. Default 5 s. */
  readonly watchMs?: number;
}

const DEFAULT_PERIOD_MS = 600_000;
const DEFAULT_FOLLOW_AFTER_MS = 200;
const DEFAULT_WATCH_MS = 5_000;
/** Results are to stand as long as their space: a space grants less where it allows less. */
const DOCUMENT_PERIOD_MS = 86_400_000;

const isEnded = (thrown: unknown): boolean => isStoaError(thrown, 'SPACE_GONE', 'SPACE_NOT_FOUND');

interface Watching {
  readonly writer: SpaceClient;
  readonly clock: Clock;
  readonly options: ResultSpawnerOptions;
  readonly ended: AbortController;
  readonly released: AbortController;
}

/** Follows events of a kind that there are none of: what ends the stream is the end of the space. */
const followToEnd = async ({ writer, released }: Watching): Promise<void> => {
  const { signal } = released;
  const subscription = await writer.subscribe({ kinds: ['space'] }, { signal });
  const events = subscription[Symbol.asyncIterator]();
  while ((await events.next()).done !== true);
};

/** Waits for the end of the space, the caller's way to cancel: where its events cannot be followed, by asking from time to time. */
const watch = async (watching: Watching): Promise<void> => {
  const { clock, ended, released, options } = watching;
  const { followAfterMs = DEFAULT_FOLLOW_AFTER_MS, watchMs = DEFAULT_WATCH_MS } = options;
  const isOver = (): boolean => released.signal.aborted || ended.signal.aborted;
  // Most work is over sooner, and then needs no subscription.
  await wait(clock, { waitMs: followAfterMs, signal: released.signal });
  while (!isOver()) {
    await followToEnd(watching).catch((thrown: unknown) => {
      // A space that cannot be reached just now has not ended.
      if (isEnded(thrown)) ended.abort(thrown);
    });
    if (!isOver()) await wait(clock, { waitMs: watchMs, signal: released.signal });
  }
};

const createAdvertise =
  ({ id, name }: { readonly id: string; readonly name: string }) =>
  (uri: string): string =>
    writeAdvertisement({
      kind: 'result',
      name,
      id: id as DocumentId,
      access: 'unrestricted',
      endpoints: [{ uri, binding: STOA_HTTP_BINDING, priority: 0 }],
      extensions: [],
    });

const getWriter = (space: SpaceClient, { url, writer }: SpawnedSpace): SpaceClient => {
  if (writer !== undefined) return space.at(url, [writer]);
  throw new StoaError('ANSWER_INVALID', 'the space of results has no writer credential');
};

/**
 * Makes spaces of results in `space`, as a service does for callers that ask for them. The caller gets the root
 * credential; the service keeps the writer credential alone, which publishes, reads and follows.
 */
export const createResultSpawner =
  (
    { space, clock }: { readonly space: SpaceClient; readonly clock: Clock },
    options: ResultSpawnerOptions = {},
  ): ResultSpawner =>
  async ({ method, signal }) => {
    const periodMs = options.periodMs ?? DEFAULT_PERIOD_MS;
    const name = `results of ${method.name}`;
    const spawned = await space.spawn({ name, result: true, periodMs, signal });
    const writer = getWriter(space, spawned);
    const [ended, released] = [new AbortController(), new AbortController()];
    void watch({ writer, clock, options, ended, released });
    const results: ResultSpace = {
      accepted: {
        space: spawned.id,
        uri: spawned.url,
        root: spawned.root,
        ...given('reader', spawned.reader),
        expiresAtMs: spawned.lease.expiresAtMs,
        advertisement: spawned.advertisement,
      },
      publish: async (xml, documentName) => {
        try {
          const { entry } = await writer.publish(xml, { periodMs: DOCUMENT_PERIOD_MS, ...given('name', documentName) });
          return `${spawned.url}/documents/${toPathSegment(entry.id)}`;
        } catch (thrown) {
          if (isEnded(thrown)) ended.abort(thrown);
          throw thrown;
        }
      },
      advertise: createAdvertise({ id: spawned.id, name }),
      announce: async (advertisement) => {
        await space.publish(advertisement, { periodMs });
      },
      ended: ended.signal,
      release: () => released.abort(),
    };
    return results;
  };
