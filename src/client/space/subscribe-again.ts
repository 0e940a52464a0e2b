import { given, wait } from '../../base/index.js';
import type { Clock } from '../../base/index.js';
import type { EventFilter } from '../model.js';

/** Not for its own sake: what reaches the same parts is put together with them by bundlers, and not into one more file for this alone. */
export { toLease } from '../parts.js';

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;

/** How a subscription is asked for, and after which failures it is asked for again. */
export interface AskingAgain<Made> {
  readonly request: (filter: EventFilter) => Promise<Made>;
  readonly isPassing: (thrown: unknown) => boolean;
  readonly clock: Clock;
}

const startAfter = (
  { name, kinds, schema, methods, grade, periodMs }: EventFilter,
  after: string | undefined,
): EventFilter => ({
  ...given('after', after),
  ...given('name', name),
  ...given('kinds', kinds),
  ...given('schema', schema),
  ...given('methods', methods),
  ...given('grade', grade),
  ...given('periodMs', periodMs),
});

/**
 * Asks for a subscription again and again while the space cannot be reached: after a sequence, or from now on. `undefined` when the signal
 * was aborted.
 */
export const subscribeAgain = async <Made>(
  { request, isPassing, clock }: AskingAgain<Made>,
  { filter, after }: { readonly filter: EventFilter; readonly after: string | undefined },
  signal: AbortSignal,
): Promise<Made | undefined> => {
  const isOver = (): boolean => signal.aborted;
  let retryMs = FIRST_RETRY_MS;
  while (!isOver()) {
    try {
      return await request(startAfter(filter, after));
    } catch (thrown) {
      if (isOver()) return undefined;
      if (!isPassing(thrown)) throw thrown;
      await wait(clock, { waitMs: retryMs, signal });
      retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
    }
  }
  return undefined;
};
