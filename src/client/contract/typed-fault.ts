import { ServiceFault } from '../../gate/light.js';
import type { TypedValue } from '../../schema/index.js';
import { fromNameKey, toNameKey } from '../../xml/light.js';
import { elementOf } from './message.js';
import type { AnyMessage } from './message.js';

/** A class of {@link TypedFault}s. */
export interface TypedFaultClass {
  new (detail: never, xml?: string): ServiceFault;
  readonly message: AnyMessage;
}

/**
 * A fault that an interface declares, with its typed value. A generated client throws the class of the fault that came; a
 * handler throws one to answer with it.
 */
export abstract class TypedFault<Detail> extends ServiceFault {
  /** Its message. */
  static readonly message: AnyMessage;
  /** What the fault says. */
  readonly detail: Detail;

  constructor(detail: Detail, xml?: string) {
    const element = fromNameKey(elementOf(new.target.message));
    // A printed type describes a typed value, which TypeScript cannot see of an interface.
    super({ element, value: detail as TypedValue, ...(xml !== undefined && { xml }) });
    this.detail = detail;
  }
}

/** What was thrown as the class of its fault, where one of `faults` is it; else itself. */
export const toTypedFault = (thrown: unknown, faults: readonly TypedFaultClass[]): unknown => {
  if (!(thrown instanceof ServiceFault)) return thrown;
  const { element, value, xml } = thrown;
  const key = toNameKey(element);
  const found = faults.find(({ message }) => elementOf(message) === key);
  return found === undefined ? thrown : new found(value as never, xml);
};
