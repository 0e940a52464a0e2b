import type { Clock, ScheduledCall } from '../../base/index.js';
import type { SpaceClient } from '../api.js';
import { given } from '../parts.js';
import type { HeldDocument } from '../model.js';
import type { KeptLease } from './keep-lease.js';
import type { KeepPublishedOptions, KeptDocument } from './kept-document.js';

/** First wait before a lost document is published again, in milliseconds; each next one is twice as long. */
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;

/** Where documents are published. */
export interface KeepPublishedParts {
  readonly space: Pick<SpaceClient, 'publish' | 'keepLease' | 'remove'>;
  readonly clock: Clock;
}

/**
 * Publishes a document and keeps it so: its lease is renewed, and when the space has lost it, because nobody could renew the lease
 * in time or the space was made anew, it is published again, as often as it takes. Holds no process alive.
 *
 * @throws {StoaError} what the first publish throws
 */
export const keepPublished = async (
  { space, clock }: KeepPublishedParts,
  xml: string | Uint8Array,
  options: KeepPublishedOptions,
): Promise<KeptDocument> => {
  const { name, periodMs, onPublished, onLost, onRenewed, onLate } = options;
  let held: HeldDocument;
  let kept: KeptLease | undefined;
  let retry: ScheduledCall | undefined;
  let isStopped = false;

  const publish = async (): Promise<void> => {
    const made = await space.publish(xml, { ...given('name', name), ...given('periodMs', periodMs) });
    held = made;
    if (isStopped) return;
    kept = space.keepLease(made.lease, { ...given('onRenewed', onRenewed), ...given('onLate', onLate), onLost: lost });
  };
  const publishAgain = (waitMs: number): void => {
    retry = clock.callAt(clock.nowMs() + waitMs, () => {
      publish().then(
        () => onPublished?.(held),
        // Told when it is there again; until then it is tried.
        () => (isStopped ? undefined : publishAgain(Math.min(MAX_RETRY_MS, waitMs * 2))),
      );
    });
  };
  function lost(reason: unknown): void {
    onLost?.(reason);
    publishAgain(FIRST_RETRY_MS);
  }
  const stop = (): void => {
    isStopped = true;
    kept?.stop();
    retry?.cancel();
  };
  await publish();
  return {
    current: () => held,
    stop,
    withdraw: async () => {
      stop();
      await space.remove(held.entry.id, given('credential', held.lease.credential));
    },
  };
};
