import { StoaError, given } from '../base/index.js';
import type { Log } from '../base/index.js';
import type { SpaceClient } from '../client/index.js';
import type { DiscoveryDriver } from '../discovery/index.js';
import type { SeekSpace } from './command.js';

/** How long the usual address has to answer. */
const PROBE_MS = 1000;

/** What the nearest space is found with. */
export interface NearestSpaceParts {
  /** Where a space is, if there is one on this machine. */
  readonly usualUrl: string;
  readonly connect: (url: string) => SpaceClient;
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** What the space must have; it is asked for when there are spaces to ask. Default: any will do. */
  readonly seek?: () => Promise<SeekSpace | undefined>;
  /** Opens what looks around; default: the built-in driver. */
  readonly openDriver?: () => Promise<DiscoveryDriver>;
}

/** Whether anything answers at the origin of `url`: whatever it says, it is what was meant. */
const answers = async (url: string, signal: AbortSignal): Promise<boolean> => {
  try {
    const response = await fetch(new URL('/health', url), {
      signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]),
    });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
};

/** Remembers whether any space had what is asked for: where none has it, the nearest is taken. */
const createSeen = (has: SeekSpace | undefined) => {
  let isFound = false;
  const seek: SeekSpace | undefined = has && (async (space) => (isFound = await has(space)));
  return { has: seek, found: () => isFound };
};

/**
 * URL of the nearest space on the local link, or `undefined` when something answers at the usual address or nothing is found.
 */
export const findNearestSpace = async (parts: NearestSpaceParts): Promise<string | undefined> => {
  const { usualUrl, connect, note, signal, log } = parts;
  if (await answers(usualUrl, signal)) return undefined;
  // What is wrong with the question is told before anybody is asked.
  const has = await parts.seek?.();
  const seen = createSeen(has);
  const onRefused = ({ name }: { readonly name: string }, { message, hint }: StoaError): void =>
    note(`left out '${name}': ${message}${hint === undefined ? '' : ` (${hint})`}`);
  try {
    const { findNear } = await import('../serve/index.js');
    const space = await findNear({
      open: connect,
      onRefused,
      signal,
      log,
      ...given('openDriver', parts.openDriver),
      ...given('has', seen.has),
    });
    const which = seen.found() ? ', the nearest that has what is asked for' : '';
    note(`no space at ${usualUrl}; using the one found on the local link: ${space.url}${which}`);
    return space.url;
  } catch (thrown) {
    // That nothing was found shows when the usual address does not answer.
    log.debug({ err: StoaError.from(thrown) }, 'no space on the local link');
    return undefined;
  }
};
