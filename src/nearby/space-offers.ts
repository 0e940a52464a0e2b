import type { Clock } from '../base/index.js';
import type { DiscoveryDriver } from '../discovery/index.js';
import { SPACES, findStoa } from './found-space.js';
import type { FoundStoa } from './found-space.js';

/** How long spaces are waited for. */
export interface SpaceOffersSettings {
  /** Longest wait for the first, in milliseconds. A space on a quiet link is found in 0.2 s; one that just starts takes a second. */
  readonly waitMs: number;
  /** How long more are waited for once there is one, so that the nearest comes first. */
  readonly moreMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** Spaces on this machine come before all others. */
const isHere = ({ urls }: FoundStoa): boolean => urls.some((url) => /^https?:\/\/(?:127\.|\[::1\])/.test(url));

/** Spaces as they are found on the local link, those on this machine first; each once. Ends after the wait, or when `signal` is aborted. */
export async function* offerSpaces(driver: DiscoveryDriver, settings: SpaceOffersSettings): AsyncGenerator<FoundStoa> {
  const { waitMs, moreMs, clock, signal } = settings;
  const found = new Map<string, FoundStoa>();
  let wake = (): void => undefined;
  const startMs = clock.nowMs();
  let firstMs: number | undefined;
  const browsing = driver.browse(SPACES, ({ kind, service }) => {
    const stoa = kind === 'down' ? undefined : findStoa(service);
    if (stoa === undefined) found.delete(service.key);
    else found.set(service.key, stoa);
    // When the only one that was there has gone, the next one is waited for as long as the first.
    firstMs = found.size === 0 ? undefined : (firstMs ?? clock.nowMs());
    wake();
  });
  const endMs = (): number => Math.min(startMs + waitMs, firstMs === undefined ? Infinity : firstMs + moreMs);
  try {
    while (clock.nowMs() < endMs() && signal?.aborted !== true)
      await new Promise<void>((resolve) => {
        const timer = clock.callAt(endMs(), () => stop(), { holds: true });
        const stop = (): void => {
          timer.cancel();
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        wake = stop;
        signal?.addEventListener('abort', stop, { once: true });
      });
    const spaces = [...found.values()];
    yield* spaces.filter(isHere);
    yield* spaces.filter((one) => !isHere(one));
  } finally {
    browsing.stop();
  }
}
