import type { CallContext } from '../service/handlers.js';
import { writeContractMessage } from './message.js';
import type { AnyEvent, BoundHandler, ContractEvent, ContractMethod } from './model.js';

/** The value of the event of that name. */
export type EventValue<Event, Name> =
  Event extends ContractEvent<infer Each, infer Value> ? (Name extends Each ? Value : never) : never;

/** What a handler is given besides the value, where the interface declares events. */
export interface ContractContext<Event extends AnyEvent> extends CallContext {
  /**
   * Publishes an event among the results; does nothing where the caller waits for the answer alone.
   *
   * @throws {StoaError} `VALUE_INVALID`, what a publish throws
   */
  readonly emit: <Name extends Event['name']>(name: Name, value: EventValue<Event, Name>) => Promise<void>;
}

const createEmit =
  <Event extends AnyEvent>(events: readonly Event[], { results }: CallContext): ContractContext<Event>['emit'] =>
  async (name, value) => {
    const event = events.find((each) => each.name === name);
    // The name says which event it is, and so what its value is.
    if (event !== undefined) await results?.publish(await writeContractMessage(event.message, value));
  };

/** Binds a handler to its method. The gate checks both values against the schema that their types were printed from. */
export const implement = <Request, Response, Event extends AnyEvent = never>(
  { name }: ContractMethod<Request, Response>,
  handler: (value: Request, context: ContractContext<Event>) => Response | Promise<Response>,
  events: readonly Event[] = [],
): BoundHandler => ({
  method: name,
  handle: (value, context) => handler(value as Request, { ...context, emit: createEmit(events, context) }),
});
