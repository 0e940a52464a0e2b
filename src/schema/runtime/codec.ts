import type { TypedValue } from '../values.js';
import type { ElementCodec } from './model.js';
import type { EncodeMessageOptions, Source } from './message.js';
import { decodeWhole, encodeWhole } from './whole/messages.js';

/**
 * The value of a message whose root is `codec`'s element; that it has the type asked for is what the codec checks.
 *
 * @throws {StoaError} `MESSAGE_UNDECLARED` for another element, `MESSAGE_INVALID` with findings, `SCHEMA_LIMIT_EXCEEDED`
 *   for a message that takes too long to check, `XML_…` for a text that is not well-formed
 */
export const decode = <Value = TypedValue>(codec: ElementCodec, message: Source): Value =>
  // What its values are the module says that holds the codec.
  decodeWhole(codec, message) as Value;

/**
 * The XML text of a message, checked as it is written.
 *
 * @throws {StoaError} `VALUE_INVALID` with findings
 */
export const encode = (codec: ElementCodec, value: unknown, options: EncodeMessageOptions = {}): string =>
  encodeWhole(codec, value, options);
