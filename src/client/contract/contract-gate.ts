import type { TypedValue } from '../../schema/index.js';
import type { CallOptions, CodecGate, ResultCallOptions } from '../api.js';
import type { AnyEvent, ContractMethod } from './model.js';
import { overlay } from '../gate/overlay.js';
import { createLateResults } from './late-results.js';
import type { Results } from './results-model.js';
import { toTypedFault } from './typed-fault.js';

/** Options of a call for results. */
export interface ResultsOptions<Event> extends ResultCallOptions {
  /** Events that may come among the results. */
  readonly events?: readonly Event[];
}

/** A gate through which the methods of a contract are called. */
export interface ContractGate extends Omit<CodecGate, 'call' | 'callAsync'> {
  /**
   * Calls a method and gives the value of its response; `undefined` for a one-way method.
   *
   * @throws {TypedFault} a fault that the interface declares
   * @throws {StoaError} what `call` of a gate throws
   */
  readonly call: <Request, Response>(
    method: ContractMethod<Request, Response>,
    value: Request,
    options?: CallOptions,
  ) => Promise<Response>;
  /** Calls a method for its results as they come. Nothing is sent before they are asked for. */
  readonly results: <Request, Response, Event extends AnyEvent = never>(
    method: ContractMethod<Request, Response>,
    value: Request,
    options?: ResultsOptions<Event>,
  ) => Results<Response, Event>;
}

/** The methods of a contract over a gate that is open. */
export const createContractGate = (gate: CodecGate): ContractGate => {
  const { call, callAsync } = gate;
  return overlay<ContractGate>(gate, {
    call: async <Request, Response>(
      { name, faults = [] }: ContractMethod<Request, Response>,
      value: Request,
      options?: CallOptions,
    ): Promise<Response> => {
      try {
        // The gate checks both values against the schema that the types were printed from.
        return (await call(name, value as TypedValue, options)) as Response;
      } catch (thrown) {
        throw toTypedFault(thrown, faults);
      }
    },
    results: (method, value, { events = [], ...options } = {}) =>
      createLateResults({
        method,
        events,
        start: () => callAsync(method.name, value as TypedValue, options),
      }),
  });
};
