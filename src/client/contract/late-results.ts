import type { AnyEvent } from './model.js';
import type { Results, ResultsParts } from './results-model.js';

/** Results that begin, and what reads them is loaded, when they are first asked for. */
export const createLateResults = <Request, Response, Event extends AnyEvent>(
  parts: ResultsParts<Request, Response, Event>,
): Results<Response, Event> => {
  let loading: Promise<Results<Response, Event>> | undefined;
  const load = async (): Promise<Results<Response, Event>> => {
    const { createResults } = await import('./results.js');
    return createResults(parts);
  };
  const results = (): Promise<Results<Response, Event>> => (loading ??= load());
  return {
    final: async () => (await results()).final(),
    cancel: async () => (await loading)?.cancel(),
    handle: async () => (await results()).handle(),
    share: async (options) => (await results()).share(options),
    [Symbol.asyncIterator]: async function* () {
      yield* await results();
    },
  };
};
