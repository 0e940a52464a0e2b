import { StoaError } from '../base/index.js';
import type { Clock, Log } from '../base/index.js';
import type { PublishedService, Service } from '../client/index.js';

/** A service that stays published. */
export interface KeptPublished {
  readonly id: string;
  /** Publishes no more, and removes the advertisement; never throws. */
  readonly withdraw: () => Promise<void>;
}

/** First wait before publishing is tried again after a lease was lost, in milliseconds; each next one is twice as long. */
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;

interface Parts {
  readonly service: Service;
  readonly periodMs: number | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Run after each time that it was published; when it throws, the service counts as not published. */
  readonly onPublished?: ((made: PublishedService) => Promise<void>) | undefined;
}

/**
 * Publishes a service and keeps it so: its lease is renewed, and when the space has lost it (it was started anew, say), the
 * service is published again, as often as it takes.
 *
 * @throws {StoaError} what the first publish throws
 */
export const keepPublished = async ({ service, periodMs, clock, log, onPublished }: Parts): Promise<KeptPublished> => {
  let published: PublishedService | undefined;
  const ending = new AbortController();
  const isOver = (): boolean => ending.signal.aborted;
  const publish = async (): Promise<PublishedService> => {
    const made = await service.publish({ ...(periodMs !== undefined && { periodMs }), onLost: lost });
    try {
      await onPublished?.(made);
    } catch (thrown) {
      await made.withdraw();
      throw thrown;
    }
    published = made;
    return made;
  };
  const retry = (waitMs: number): void => {
    clock.callAt(clock.nowMs() + waitMs, () => void attempt(waitMs));
  };
  const attempt = async (waitMs: number): Promise<void> => {
    if (isOver()) return;
    try {
      const made = await publish();
      if (isOver()) await made.withdraw();
    } catch (error) {
      log.warn({ error }, 'the service could not be published again; it will be tried');
      retry(Math.min(MAX_RETRY_MS, waitMs * 2));
    }
  };
  function lost(reason: unknown): void {
    published = undefined;
    if (isOver()) return;
    log.warn({ reason: StoaError.from(reason).message }, 'the space has lost the service; it is published again');
    retry(FIRST_RETRY_MS);
  }
  const { entry } = await publish();
  return {
    id: entry.id,
    withdraw: async () => {
      ending.abort();
      try {
        await published?.withdraw();
      } catch (error) {
        log.warn({ error }, 'the advertisement was not withdrawn; it ends with its lease');
      }
    },
  };
};
