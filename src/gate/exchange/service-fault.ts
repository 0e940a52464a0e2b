import { StoaError } from '../../base/light.js';
import type { TypedValue } from '../../schema/index.js';
import { toNameKey } from '../../xml/light.js';
import type { XmlName } from '../../xml/index.js';

/** A declared fault of a service. */
export interface FaultParts {
  /** Root element of the fault message. */
  readonly element: XmlName;
  /** Its typed value; `undefined` where the fault was declared after the client had been generated. */
  readonly value: TypedValue;
  /** Its XML text, when it came as such. */
  readonly xml?: string;
}

/**
 * Thrown at a client when the service answered with a fault that its interface declares, and by a handler that
 * wants to answer with one. Everything else that goes wrong is another `StoaError`.
 */
export class ServiceFault extends StoaError {
  readonly element: XmlName;
  readonly value: TypedValue;
  readonly xml: string | undefined;

  constructor({ element, value, xml }: FaultParts) {
    super('SERVICE_FAILED', `the service answered with its fault ${toNameKey(element)}`);
    this.element = element;
    this.value = value;
    this.xml = xml;
  }
}
