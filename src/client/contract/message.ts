import type { XmlDocument, XmlElement } from '../../xml/index.js';

/** A message as a generated client knows it. */
export interface ContractMessage<Value> {
  /** Its element, `{namespace}local`. */
  readonly element: string;
  /** Text of a value, checked as it is written. */
  readonly encode: (value: Value, options?: { readonly declaration?: boolean; readonly trusted?: boolean }) => string;
  /** Value of a message, checked as it is read. */
  readonly decode: (message: string | XmlElement | XmlDocument) => Value;
}

/** A message of whatever value. */
export interface AnyMessage {
  readonly element: string;
  readonly encode: (value: never, options?: { readonly declaration?: boolean; readonly trusted?: boolean }) => string;
  readonly decode: (message: string | XmlElement | XmlDocument) => unknown;
}
