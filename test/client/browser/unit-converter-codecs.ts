import {
  complex,
  decimal,
  decode,
  element,
  encode,
  namespace,
  one,
  restrict,
  sequence,
  token,
  type MessageOptions,
  type Source,
  type TypedValue,
} from '../../../src/schema/runtime/index.js';

const ns = namespace('urn:example:units');

const unitType = restrict(token, { name: ns('Unit'), values: ['m', 'km', 'ft', 'mi'] });

const convertContent = complex({
  content: sequence([
    one(element(ns('value'), decimal)),
    one(element(ns('unit'), unitType)),
    one(element(ns('to'), unitType)),
  ]),
});

const lengthType = complex({
  name: ns('Length'),
  content: sequence([one(element(ns('value'), decimal)), one(element(ns('unit'), unitType))]),
});

const outOfRangeContent = complex({ content: sequence([one(element(ns('largest'), decimal))]) });

const outOfRangeElement = element(ns('outOfRange'), outOfRangeContent);

const convertedElement = element(ns('converted'), lengthType);

const convertElement = element(ns('convert'), convertContent);

/** Reads the message `convert`: its text, its bytes, or what was parsed from them. */
export function decodeConvert(message: Source): TypedValue {
  return decode(convertElement, message);
}

/** Writes the message `convert`, checked as it is written. */
export function encodeConvert(value: TypedValue, options?: MessageOptions): string {
  return encode(convertElement, value, options);
}

/** Reads the message `converted`: its text, its bytes, or what was parsed from them. */
export function decodeConverted(message: Source): TypedValue {
  return decode(convertedElement, message);
}

/** Writes the message `converted`, checked as it is written. */
export function encodeConverted(value: TypedValue, options?: MessageOptions): string {
  return encode(convertedElement, value, options);
}

/** Reads the message `outOfRange`: its text, its bytes, or what was parsed from them. */
export function decodeOutOfRange(message: Source): TypedValue {
  return decode(outOfRangeElement, message);
}

/** Writes the message `outOfRange`, checked as it is written. */
export function encodeOutOfRange(value: TypedValue, options?: MessageOptions): string {
  return encode(outOfRangeElement, value, options);
}
