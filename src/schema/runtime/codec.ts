import type { TypedValue } from '../values.js';
import type { ElementCodec } from './model.js';
import type { EncodeMessageOptions, Source } from './message.js';
import { decode as decodeWhole, encode as encodeWhole } from './whole/codec.js';
import { realize } from './whole/realize.js';

/**
 * The value of a message whose root is `codec`'s element; that it has the type asked for is what the codec checks.
 *
 * @throws {StoaError} `MESSAGE_UNDECLARED` for another element, `MESSAGE_INVALID` with findings, `SCHEMA_LIMIT_EXCEEDED`
 *   for a message that takes too long to check, `XML_…` for a text that is not well-formed
 */
export const decode = <Value = TypedValue>(codec: ElementCodec, message: Source): Value =>
  decodeWhole(realize(codec), message);

/**
 * The XML text of a message, checked as it is written.
 *
 * @throws {StoaError} `VALUE_INVALID` with findings
 */
export const encode = (codec: ElementCodec, value: unknown, options: EncodeMessageOptions = {}): string =>
  encodeWhole(realize(codec), value, options);
