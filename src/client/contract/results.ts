import type { ResultHandle, ShareOptions } from '../api.js';
import type { AnyEvent } from './model.js';
import type { ResultItem, Results, ResultsParts } from './results-model.js';
import { toItem } from './result-items.js';
import { toTypedFault } from '../parts.js';

/** Results that begin when they are first asked for. */
export const createResults = <Request, Response, Event extends AnyEvent>(
  parts: ResultsParts<Request, Response, Event>,
): Results<Response, Event> => {
  const { method, start } = parts;
  let started: Promise<ResultHandle> | undefined;
  const handle = (): Promise<ResultHandle> => (started ??= start());
  const final = async (): Promise<Response> => {
    try {
      return (await (await handle()).final()) as Response;
    } catch (thrown) {
      throw toTypedFault(thrown, method.faults ?? []);
    }
  };
  const cancel = async (): Promise<void> => {
    if (started !== undefined) await (await started).cancel();
  };
  const iterate = async function* (): AsyncGenerator<ResultItem<Response, Event>> {
    let isOver = false;
    let isAnswered = false;
    try {
      for await (const document of (await handle()).documents()) {
        const item = await toItem(parts, document);
        if (item === undefined) continue;
        isAnswered ||= item.kind === 'response';
        yield item;
      }
      isOver = true;
      // Without an answer the work failed, and only the status says how.
      if (!isAnswered) await final();
    } catch (thrown) {
      isOver = true;
      throw toTypedFault(thrown, method.faults ?? []);
    } finally {
      if (!isOver) await cancel();
    }
  };
  const share = async (options?: ShareOptions): Promise<string> => (await handle()).share(options);
  return { final, cancel, handle, share, [Symbol.asyncIterator]: iterate };
};
