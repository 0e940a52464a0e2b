import { OWN_NAMESPACES } from '../../protocol/light.js';
import { findAttribute, findChild, parseXml, textOf, toNameKey } from '../../xml/index.js';
import type { XmlElement } from '../../xml/index.js';
import type { ResultDocument, ResultHandle } from '../api.js';
import type { AnyEvent, ContractEvent, ContractMethod } from './model.js';
import { toTypedFault } from './typed-fault.js';

/** How far the work is, in parts of the service's own choosing. */
export interface ProgressItem {
  readonly kind: 'progress';
  readonly done: number;
  readonly of?: number;
  readonly note?: string;
}

/** The answer. */
export interface ResponseItem<Response> {
  readonly kind: 'response';
  readonly value: Response;
}

/** An event that the service published, told from others by `name`. */
export type EventItem<Event> =
  Event extends ContractEvent<infer Name, infer Value>
    ? { readonly kind: 'event'; readonly name: Name; readonly value: Value }
    : never;

/** One of the things that come while the work goes on. */
export type ResultItem<Response, Event> = ProgressItem | EventItem<Event> | ResponseItem<Response>;

/**
 * The results of one call: iterate over them as they come, or wait for the answer alone. The call is made by whichever is first.
 * Leaving a loop before its end cancels the work.
 */
export interface Results<Response, Event = never> extends AsyncIterable<ResultItem<Response, Event>> {
  /**
   * The answer, once the work is done.
   *
   * @throws {TypedFault} a fault that the interface declares
   * @throws {StoaError} with the code of the failure; `ABORTED` when the work was cancelled
   */
  readonly final: () => Promise<Response>;
  /** Ends the work. */
  readonly cancel: () => Promise<void>;
  /** The space in which the results stand, and their documents as they are. */
  readonly handle: () => Promise<ResultHandle>;
}

/** What results are made of. */
export interface ResultsParts<Request, Response, Event> {
  readonly method: ContractMethod<Request, Response>;
  readonly events: readonly Event[];
  /** Makes the call. */
  readonly start: () => Promise<ResultHandle>;
}

const PROGRESS = toNameKey({ namespace: OWN_NAMESPACES.result, local: 'progress' });

const toProgress = (root: XmlElement): ProgressItem => {
  const [done, of] = [findAttribute(root, 'done'), findAttribute(root, 'of')];
  const note = findChild(root, { namespace: OWN_NAMESPACES.result, local: 'note' });
  return {
    kind: 'progress',
    done: Number(done),
    ...(of !== undefined && { of: Number(of) }),
    ...(note && { note: textOf(note) }),
  };
};

type Item<Response, Event> = ResultItem<Response, Event> | undefined;

const toItem = <Request, Response, Event extends AnyEvent>(
  { method, events }: ResultsParts<Request, Response, Event>,
  { xml }: ResultDocument,
): Item<Response, Event> => {
  const document = parseXml(xml);
  const key = toNameKey(document.root.name);
  if (key === PROGRESS) return toProgress(document.root);
  if (key === method.response?.element) return { kind: 'response', value: method.response.decode(document) };
  const event = events.find(({ message }) => message.element === key);
  if (event === undefined) return undefined;
  // What its codec read has the type that the event says.
  return { kind: 'event', name: event.name, value: event.message.decode(document) } as EventItem<Event>;
};

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
        const item = toItem(parts, document);
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
  return { final, cancel, handle, [Symbol.asyncIterator]: iterate };
};
