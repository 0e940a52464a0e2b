import type { MessageOrder } from '../../advertisement/index.js';
import type { CodecGate } from '../api.js';
import type { CallContext } from '../service/handlers.js';
import type { AnyMessage, ContractMessage } from './message.js';
import type { TypedFaultClass } from './typed-fault.js';

/** A method as a generated client knows it. `Request` and `Response` are the types of its values; a one-way method has no response. */
export interface ContractMethod<Request, Response> {
  /** As the interface has it. */
  readonly name: string;
  readonly request: ContractMessage<Request>;
  readonly response?: ContractMessage<Response>;
  /** Classes of the faults that it declares. */
  readonly faults?: readonly TypedFaultClass[];
  /** Calling twice is the same as calling once. */
  readonly idempotent?: boolean;
}

/** A method with whatever values. */
export interface AnyMethod extends Pick<ContractMethod<never, unknown>, 'name' | 'faults' | 'idempotent'> {
  readonly request: AnyMessage;
  readonly response?: AnyMessage;
}

/** An event as a generated client knows it: a document that a service publishes among the results of a call. */
export interface ContractEvent<Name extends string, Value> {
  /** By which it is told from others. */
  readonly name: Name;
  readonly message: ContractMessage<Value>;
}

/** An event of whatever value. */
export interface AnyEvent {
  readonly name: string;
  readonly message: AnyMessage;
}

/** What a generated client was built for. */
export interface Contract {
  /** Name of the service from whose interface it was made; services that answer it may have others. */
  readonly name: string;
  readonly description?: string;
  /** One digest of methods, events and components: two contracts with the same one are the same. */
  readonly fingerprint: string;
  /** Fingerprint by element; a space refuses to open a gate on a service where they differ, and says where. */
  readonly components: Readonly<Record<string, string>>;
  /** The interface as XML text: an `interface` of `schemas/advertisement.xsd`. Looked up by, and published by a service. */
  readonly xml: string;
  readonly methods: readonly AnyMethod[];
  /** The order in which messages come, where the interface states one: for each state the methods that may be called then. */
  readonly order?: MessageOrder;
}

/** The part of a generated client's class that is about its contract. */
export interface ContractHolder {
  readonly contract: Contract;
}

/** A class of generated clients. */
export interface ClientClass<Client> extends ContractHolder {
  new (gate: CodecGate): Client;
}

/** A handler bound to its method. */
export interface BoundHandler {
  readonly method: string;
  readonly handle: (value: unknown, context: CallContext) => unknown;
}

/** A service: what it promises, and a handler for each of its methods. What `serve` takes. */
export interface ServiceDefinition {
  readonly contract: Contract;
  readonly handlers: readonly BoundHandler[];
}
