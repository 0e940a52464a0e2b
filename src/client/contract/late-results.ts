import { createLoading, loadPart } from '../../base/light.js';
import type { AnyEvent } from './model.js';
import type { Results, ResultsParts } from './results-model.js';

/** Results that begin, and what reads them is loaded, when they are first asked for. */
export const createLateResults = <Request, Response, Event extends AnyEvent>(
  parts: ResultsParts<Request, Response, Event>,
): Results<Response, Event> => {
  let isAskedFor = false;
  const load = createLoading(async () => {
    // With what the call itself needs: what has begun is not begun again, so it may not fail for want of that.
    const loading = Promise.all([import('./results.js'), import('../gate/call-for-results.js')]);
    const [{ createResults }] = await loadPart(loading);
    return createResults(parts);
  });
  const results = (): Promise<Results<Response, Event>> => {
    isAskedFor = true;
    return load();
  };
  return {
    final: async () => (await results()).final(),
    cancel: async () => {
      if (isAskedFor) await (await results()).cancel();
    },
    handle: async () => (await results()).handle(),
    share: async (options) => (await results()).share(options),
    [Symbol.asyncIterator]: async function* () {
      yield* await results();
    },
  };
};
