import type { ResultHandle, ShareOptions } from '../api.js';
import type { ContractEvent, ContractMethod } from './model.js';

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
  /** The results as XML text for somebody else, who fetches them by `receiveResults`. */
  readonly share: (options?: ShareOptions) => Promise<string>;
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
