// Made from schemas/result.xsd by scripts/emit-protocol-codecs.mjs; change the schema, not this file.

import {
  any,
  anyURI,
  attribute,
  complex,
  dateTime,
  decimal,
  decode,
  element,
  encode,
  namespace,
  one,
  optional,
  restrict,
  sequence,
  string,
  token,
  wild,
  type MessageOptions,
  type Source,
  type TypedValue,
} from '../../schema/runtime/index.js';

const ns = namespace('urn:stoa:result:1');

const stateValue = restrict(token, { values: ['completed', 'failed', 'cancelled'] });

const advertisementContent = complex({ content: sequence([wild(any(['urn:stoa:advertisement:1']))]) });

const acceptedContent = complex({
  attributes: [
    attribute('uri', anyURI, { required: true }),
    attribute('root', token),
    attribute('reader', token),
    attribute('expires', dateTime, { required: true }),
    attribute('answer', token),
  ],
  content: sequence([one(element(ns('advertisement'), advertisementContent))]),
});

const progressContent = complex({
  attributes: [attribute('done', decimal, { required: true }), attribute('of', decimal)],
  content: sequence([optional(element(ns('note'), string))]),
});

const statusContent = complex({
  attributes: [attribute('state', stateValue, { required: true }), attribute('code', token)],
  content: sequence([optional(element(ns('note'), string))]),
});

const statusElement = element(ns('status'), statusContent);

const progressElement = element(ns('progress'), progressContent);

const acceptedElement = element(ns('accepted'), acceptedContent);

/** Reads the message `accepted`: its text, its bytes, or what was parsed from them. */
export function decodeAccepted(message: Source): TypedValue {
  return decode(acceptedElement, message);
}

/** Writes the message `accepted`, checked as it is written. */
export function encodeAccepted(value: TypedValue, options?: MessageOptions): string {
  return encode(acceptedElement, value, options);
}

/** Reads the message `progress`: its text, its bytes, or what was parsed from them. */
export function decodeProgress(message: Source): TypedValue {
  return decode(progressElement, message);
}

/** Writes the message `progress`, checked as it is written. */
export function encodeProgress(value: TypedValue, options?: MessageOptions): string {
  return encode(progressElement, value, options);
}

/** Reads the message `status`: its text, its bytes, or what was parsed from them. */
export function decodeStatus(message: Source): TypedValue {
  return decode(statusElement, message);
}

/** Writes the message `status`, checked as it is written. */
export function encodeStatus(value: TypedValue, options?: MessageOptions): string {
  return encode(statusElement, value, options);
}
