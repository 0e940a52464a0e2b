import type { TypedValue } from '../../values.js';
import type { EncodeMessageOptions, Source } from '../message.js';
import type { ElementCodec } from '../model.js';
import { decode, encode } from './codec.js';
import { realize } from './realize.js';

/** The value of any message, usual or not, by the description of its root element. Throws what `decode` of the runtime throws. */
export const decodeWhole = (codec: ElementCodec, message: Source): TypedValue => decode(realize(codec), message);

/** The text of any message, usual or not, by the description of its root element. Throws what `encode` of the runtime throws. */
export const encodeWhole = (codec: ElementCodec, value: unknown, options: EncodeMessageOptions = {}): string =>
  encode(realize(codec), value, options);
