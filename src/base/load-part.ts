import { StoaError } from './errors.js';

/**
 * A part of the program that is loaded when it is first needed; it is given what `import()` gives. What cannot be loaded now may be
 * loaded later, so who asks keeps no failure. Engines that keep it themselves, by the address of the file (Chromium and Node do),
 * give it again until the page or the process starts anew; nothing that a bundler still understands goes around that.
 *
 * @throws {StoaError} `SERVICE_UNREACHABLE` when it cannot be loaded, as on a page that has lost its network
 */
export const loadPart = <Part>(loading: Promise<Part>): Promise<Part> =>
  loading.catch((cause: unknown) => {
    throw new StoaError('SERVICE_UNREACHABLE', 'a part of the program cannot be loaded', {
      cause,
      hint: 'try again when there is a network, or load the page anew',
    });
  });

/** Loads at the first call and gives the same to all that follow; where it failed, the next call tries again. */
export const createLoading = <Part>(load: () => Promise<Part>): (() => Promise<Part>) => {
  let loading: Promise<Part> | undefined;
  return () =>
    (loading ??= load().catch((thrown: unknown) => {
      loading = undefined;
      throw thrown;
    }));
};
