import { loadText, loadValue } from '../../gate/light.js';
import type { DescribedMessage, MessageOptions } from '../../schema/runtime/light.js';
import { fromNameKey, toNameKey } from '../../xml/light.js';
import type { NameKey, XmlDocument, XmlElement } from '../../xml/index.js';
import type { MessageCodec } from '../gate/codec-interface.js';

/** A message with the functions that read and write it, as an older generator printed it. */
interface ContractFunctions<Value> {
  /** Its element, `{namespace}local`. */
  readonly element: string;
  /** Text of a value, checked as it is written. */
  readonly encode: (value: Value, options?: MessageOptions) => string;
  /** Value of a message, checked as it is read. */
  readonly decode: (message: string | XmlElement | XmlDocument) => Value;
}

/** The description of a message whose values have a type that only the compiler knows. */
interface ContractDescription<Value> extends DescribedMessage {
  /** Never there. */
  readonly value?: (value: Value) => Value;
}

/** A message as a generated client knows it. */
export type ContractMessage<Value> = ContractDescription<Value> | ContractFunctions<Value>;

/** A message of whatever value. */
export type AnyMessage =
  | DescribedMessage
  | {
      readonly element: string;
      readonly encode: (value: never, options?: MessageOptions) => string;
      readonly decode: (message: string | XmlElement | XmlDocument) => unknown;
    };

/** Name key of a message's element. */
export const elementOf = (message: AnyMessage): NameKey =>
  'codec' in message ? toNameKey(message.codec().name) : message.element;

/** How a gate reads and writes the message. */
export const toMessageCodec = (message: AnyMessage): MessageCodec => ({
  ...message,
  name: fromNameKey(elementOf(message)),
});

/** Reads a message that was parsed. */
export const readContractMessage = async (message: AnyMessage, document: XmlDocument): Promise<unknown> => {
  if ('codec' in message) return loadValue(message, document);
  return Promise.resolve(message.decode(document));
};

/** Writes a message; what its value is the codec checks. */
export const writeContractMessage = async (message: AnyMessage, value: unknown): Promise<string> => {
  const options = { declaration: true };
  return 'codec' in message ? loadText(message, value, options) : message.encode(value as never, options);
};
